import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, symlinkSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reasonAt } from "@/lib/reason-at";
import type { Container, ContainerList } from "../types";
import { createContainerCollector } from "./container";
import { EngineNames } from "./container-engine";
import { FakeHost } from "./fake-cgroups";

const id = "3f1c0e9a7b5d".padEnd(64, "0123456789abcdef");
const other = "a".repeat(64);
const GiB = 1024 ** 3;

let host: FakeHost;
let collector: ReturnType<typeof open>;

beforeEach(() => {
	host = new FakeHost();
	collector = open(host);
});

afterEach(() => {
	collector.close?.();
	host.close();
});

function open({ paths }: FakeHost) {
	return createContainerCollector({ paths, paceMs: 15_000, engine: new EngineNames([]) });
}

async function collect(seconds: number): Promise<ContainerList> {
	const list = await collector.collect({ time: seconds * 1_000, monotonicMs: seconds * 1_000 });
	if (!list) throw new Error("expected a reading");
	return list;
}

const find = ({ containers }: ContainerList, name: string) => containers.find((one) => one.name === name);
/** Why a number of a container is not known. */
const why = (list: ContainerList, name: string, field: keyof Container) =>
	reasonAt(list.missing, `containers.${list.containers.findIndex((one) => one.name === name)}.${field}`);

describe("containers of version 2", () => {
	it("tells what a container uses of its own limits, and of the host where it has none", async () => {
		host.unified();
		const web = `system.slice/docker-${id}.scope`;
		const free = `system.slice/docker-${other}.scope`;
		const limits = { quota: "50000 100000", memoryMax: `${GiB}`, oomKills: 2, tasks: 7 };
		const files = { current: 300, inactiveFile: 100 };
		host.v2(web, {
			...limits,
			...files,
			usageUs: 1_000_000,
			periods: 100,
			throttled: 10,
			io: "8:0 rbytes=100 wbytes=0\n",
		});
		host.v2(free, { ...files, usageUs: 5_000_000 });
		await collect(0);
		host.v2(web, {
			...limits,
			...files,
			usageUs: 2_000_000,
			periods: 150,
			throttled: 30,
			io: "8:0 rbytes=600 wbytes=50\n8:16 rbytes=0 wbytes=100\n",
		});
		host.v2(free, { ...files, usageUs: 10_000_000 });
		const list = await collect(5);
		expect(find(list, "3f1c0e9a7b5d")).toEqual({
			name: "3f1c0e9a7b5d",
			cgroup: `/${web}`,
			kind: "docker",
			image: null,
			// One second of the 2.5 that it may have in five.
			utilization: 0.4,
			limitCores: 0.5,
			usedBytes: 200,
			limitBytes: GiB,
			throttledUtilization: 0.4,
			oomKills: 2,
			readBytesPerSecond: 100,
			writtenBytesPerSecond: 30,
			tasks: 7,
		});
		expect(find(list, "a".repeat(12))).toMatchObject({
			utilization: 0.25,
			limitCores: 4,
			limitBytes: 8 * GiB,
			throttledUtilization: null,
			readBytesPerSecond: 0,
		});
		expect(why(list, "a".repeat(12), "throttledUtilization")).toBe(
			"it has no limit of processor time of its own",
		);
		expect(list.total).toBe(2);
	});

	it("takes the tightest limit on the way up, of time, of processors and of memory", async () => {
		host.unified();
		const pod = "kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0a1b.slice";
		host.v2("kubepods.slice", { memoryMax: `${6 * GiB}` });
		host.v2(pod, { quota: "150000 100000", memoryMax: `${2 * GiB}` });
		const one = `${pod}/cri-containerd-${id}.scope`;
		const two = `${pod}/cri-containerd-${other}.scope`;
		host.v2(one, { memoryMax: `${3 * GiB}`, quota: "200000 100000" });
		host.v2(two, { quota: "200000 100000" });
		host.group(two, { "cpuset.cpus.effective": "2\n" });
		const list = await collect(0);
		expect(find(list, "3f1c0e9a7b5d")).toMatchObject({
			kind: "kubernetes",
			limitCores: 1.5,
			limitBytes: 2 * GiB,
		});
		expect(find(list, "a".repeat(12))).toMatchObject({ limitCores: 1, limitBytes: 2 * GiB });
	});

	it("finds Podman without root, LXC, Proxmox and nspawn, and leaves out their monitors", async () => {
		host.unified();
		const user = "user.slice/user-1000.slice/user@1000.service/user.slice";
		host.v2(`${user}/libpod-${id}.scope/container`);
		host.v2(`${user}/libpod-${id}.scope`);
		host.v2(`${user}/libpod-conmon-${id}.scope`);
		host.v2("lxc.payload.web");
		host.v2("lxc.monitor.web");
		host.v2("lxc/101/ns");
		host.v2("lxc/101");
		host.v2("machine.slice/systemd-nspawn@deb.service/payload");
		host.v2("machine.slice/systemd-nspawn@deb.service");
		const list = await collect(0);
		expect(list.containers.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
			"lxc 101",
			"lxc web",
			"nspawn deb",
			"podman 3f1c0e9a7b5d",
		]);
	});

	it("says for each group which controller is not enabled, and never 0", async () => {
		host.unified();
		// As systemd leaves its services unless told otherwise: with memory and tasks alone.
		host.group("system.slice/ssh.service", {
			"cpu.stat": "usage_usec 100\nuser_usec 60\nsystem_usec 40\n",
			"memory.current": "5000\n",
			"memory.max": "max\n",
			"memory.stat": "anon 1\ninactive_file 1000\n",
			"memory.events": "oom_kill 0\n",
			"pids.current": "3\n",
		});
		host.group("system.slice/bare.service", { "cpu.stat": "usage_usec 1\n" });
		await collect(0);
		const list = await collect(5);
		expect(find(list, "ssh")).toMatchObject({
			kind: "service",
			usedBytes: 4000,
			tasks: 3,
			readBytesPerSecond: null,
		});
		expect(find(list, "bare")).toMatchObject({
			usedBytes: null,
			oomKills: null,
			tasks: null,
			utilization: 0,
		});
		expect(why(list, "ssh", "readBytesPerSecond")).toBe("the io controller is not enabled for this group");
		expect(why(list, "bare", "usedBytes")).toBe("the memory controller is not enabled for this group");
		expect(why(list, "bare", "tasks")).toBe("the pids controller is not enabled for this group");
	});

	it("gives the reason for a damaged file, and the rest of the container", async () => {
		host.unified();
		const path = `docker/${id}`;
		host.v2(path, { current: 100, tasks: 2 });
		host.group(path, { "cpu.max": "half\n", "memory.stat": "inactive_fi", "io.stat": "8:0 rbytes=x\n" });
		await collect(0);
		const list = await collect(5);
		expect(list.containers[0]).toMatchObject({
			utilization: null,
			limitCores: null,
			usedBytes: null,
			tasks: 2,
		});
		expect(why(list, "3f1c0e9a7b5d", "utilization")).toMatch(/^cpu\.max: expected/);
		expect(why(list, "3f1c0e9a7b5d", "usedBytes")).toMatch(/^memory\.stat: expected/);
		expect(why(list, "3f1c0e9a7b5d", "writtenBytesPerSecond")).toMatch(/^io\.stat: expected/);
	});

	it("has no rates of a container that was started anew, of the first reading, and after too long", async () => {
		host.unified();
		const path = `docker/${id}`;
		host.v2(path, { usageUs: 10_000_000 });
		expect(why(await collect(0), "3f1c0e9a7b5d", "utilization")).toBe("first reading");
		host.v2(path, { usageUs: 20 });
		expect(why(await collect(15), "3f1c0e9a7b5d", "utilization")).toBe("counter went back");
		expect(why(await collect(75), "3f1c0e9a7b5d", "utilization")).toBe("too long since the last reading");
		expect((await collect(80)).containers[0]?.utilization).toBe(0);
	});

	it("measures a container that came between two others' readings from its own first one", async () => {
		host.unified();
		host.v2(`docker/${id}`);
		await collect(0);
		host.v2(`docker/${other}`, { usageUs: 60_000_000 });
		await collect(5);
		await collect(10);
		const list = await collect(15);
		expect(why(list, "a".repeat(12), "utilization")).toBe("first reading");
		expect(find(list, "3f1c0e9a7b5d")?.utilization).toBe(0);
	});

	it("leaves out what is left of a container that ended", async () => {
		host.unified();
		host.v2(`docker/${id}`, { tasks: 0, current: 4096 });
		host.v2(`docker/${other}`);
		expect((await collect(0)).containers.map(({ name }) => name)).toEqual(["a".repeat(12)]);
	});

	it("counts a service once of which Podman has made a container", async () => {
		host.unified();
		host.v2("system.slice/web.service", { tasks: 4 });
		host.v2(`system.slice/web.service/libpod-payload-${id}`, { tasks: 3 });
		host.v2("system.slice/ssh.service");
		const list = await collect(0);
		expect(list.containers.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
			"podman 3f1c0e9a7b5d",
			"service ssh",
		]);
	});
});

describe("containers of version 1", () => {
	const path = `docker/${id}`;
	function write(usageNs: number, throttled: number) {
		host.group("cpu,cpuacct", { "cgroup.procs": "" });
		host.group("memory", { "cgroup.procs": "", "memory.limit_in_bytes": "9223372036854771712\n" });
		host.group("blkio", { "cgroup.procs": "" });
		host.group("pids", { "cgroup.procs": "" });
		host.group(`cpu,cpuacct/${path}`, {
			"cpuacct.usage": `${usageNs}\n`,
			"cpuacct.stat": "user 1\nsystem 1\n",
			"cpu.cfs_quota_us": "200000\n",
			"cpu.cfs_period_us": "100000\n",
			"cpu.stat": `nr_periods ${throttled * 2}\nnr_throttled ${throttled}\nthrottled_time 0\n`,
		});
		host.group(`memory/${path}`, {
			"memory.usage_in_bytes": "5000\n",
			"memory.limit_in_bytes": "9223372036854771712\n",
			"memory.stat": "cache 1\ntotal_inactive_file 2000\n",
			"memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n",
		});
		host.group(`blkio/${path}`, {
			"blkio.throttle.io_service_bytes": `8:0 Read ${usageNs / 1e6}\n8:0 Write 0\nTotal ${usageNs / 1e6}\n`,
		});
		host.group(`pids/${path}`, { "pids.current": "9\n" });
	}

	it("are read in the same units", async () => {
		write(0, 0);
		await collect(0);
		write(5e9, 20);
		const list = await collect(5);
		expect(list.containers).toEqual([
			{
				name: "3f1c0e9a7b5d",
				cgroup: `/${path}`,
				kind: "docker",
				image: null,
				utilization: 0.5,
				limitCores: 2,
				usedBytes: 3000,
				limitBytes: 8 * GiB,
				throttledUtilization: 0.5,
				oomKills: 1,
				readBytesPerSecond: 1000,
				writtenBytesPerSecond: 0,
				tasks: 9,
			},
		]);
	});

	it("are read of version 2 where that counts what version 1 does not, as with systemd's mixed trees", async () => {
		write(0, 0);
		host.remove("pids");
		host.group("unified", { "cgroup.controllers": "pids\n" });
		host.group(`unified/${path}`, { "pids.current": "12\n" });
		expect((await collect(0)).containers[0]?.tasks).toBe(12);
	});
});

describe("a host without containers", () => {
	it("tells that control groups are not mounted", async () => {
		expect(await collect(1)).toEqual({
			time: 1_000,
			containers: [],
			total: null,
			missing: { "": "control groups are not mounted here" },
		});
	});

	it("tells that there are none, and sees the first one that comes", async () => {
		host.unified();
		host.v2("user.slice/user-1000.slice/session-1.scope");
		expect(await collect(0)).toMatchObject({
			containers: [],
			total: 0,
			missing: { "": "none are counted here: no control group is a container or a service" },
		});
		host.v2(`docker/${id}`);
		for (const seconds of [5, 10]) await collect(seconds);
		expect((await collect(15)).total).toBe(1);
	});

	it("tells of its services, those that use most", async () => {
		host.unified();
		const names = Array.from({ length: 40 }, (_, index) => `s${index}`);
		for (const [index, name] of names.entries()) host.v2(`system.slice/${name}.service`, { current: index });
		const list = await collect(0);
		expect(list.total).toBe(40);
		expect(list.containers.map(({ name }) => name).sort()).toEqual(names.slice(28).sort());
	});
});

const descriptors = () => (existsSync("/proc/self/fd") ? readdirSync("/proc/self/fd").length : 0);

describe("many groups", () => {
	it("are not looked for deeper than containers are, nor within containers", async () => {
		host.unified();
		const deep = Array.from({ length: 12 }, (_, depth) => `d${depth}.slice`).join("/");
		host.v2(`${deep}/docker-${id}.scope`);
		host.v2(`docker/${other}/docker/${id}`);
		host.v2(`docker/${other}`);
		expect((await collect(0)).containers.map(({ name }) => name)).toEqual(["a".repeat(12)]);
	});

	it("are bounded: 500 are read, the rest is counted, a hundred are told", async () => {
		host.unified();
		for (let index = 0; index < 1_000; index++) {
			host.v2(`docker/${index.toString(16).padStart(64, "0")}`, { current: index });
		}
		const openBefore = descriptors();
		const list = await collect(0);
		await collect(5);
		expect(descriptors() - openBefore).toBeLessThanOrEqual(515);
		expect(list.total).toBe(1_000);
		expect(list.containers).toHaveLength(100);
		expect(JSON.stringify(list).length).toBeLessThan(50_000);
		// Told apart though their first twelve characters are alike.
		expect(new Set(list.containers.map(({ name }) => name)).size).toBe(100);
	});
});

// Version 2, alone or beside version 1.
const real = ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"].find((path) =>
	existsSync(`${path}/cgroup.controllers`),
);

function mayMakeGroups() {
	try {
		mkdirSync(`${real}/hostbeat-test`);
		rmdirSync(`${real}/hostbeat-test`);
		return true;
	} catch {
		// Not root, or within a container.
		return false;
	}
}

describe.runIf(real && mayMakeGroups())("the kernel's own groups", () => {
	const number = randomBytes(32).toString("hex");
	const group = `${real}/docker-${number}.scope`;
	const name = number.slice(0, 12);

	it("are read through files that stay open; one that goes is gone, and comes again from its beginning", async () => {
		rmSync(host.groups, { recursive: true });
		symlinkSync(real as string, host.groups);
		const isTold = async (seconds: number) => find(await collect(seconds), name) !== undefined;
		mkdirSync(group);
		try {
			expect(await isTold(0)).toBe(true);
			expect(find(await collect(5), name)?.utilization).toBe(0);
		} finally {
			rmdirSync(group);
		}
		expect(await isTold(10)).toBe(false);
		mkdirSync(group);
		try {
			expect(why(await collect(15), name, "utilization")).toBe("first reading");
		} finally {
			rmdirSync(group);
		}
		expect(await isTold(20)).toBe(false);
	});
});
