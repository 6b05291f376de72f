import { unlinkSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { Missing } from "../missing";
import { createPeek } from "./peek";
import { ProgramScope } from "./scope";
import * as trees from "./scope-trees";
import { fellTrees, GiB, groupV1, groupV2, growTree, id, MiB, plantTree, type Tree } from "./scope-trees";

afterEach(fellTrees);

const scopeOf = (...tree: Tree[]) =>
	new ProgramScope({ procRoot: "/proc", peek: createPeek(plantTree(...tree)) });
const environmentOf = (...tree: Tree[]) => {
	const missing = new Missing();
	return { ...scopeOf(...tree).environment(0, missing), ...missing.entries() };
};
const wholeHost = { hostCores: 16, hostMemoryBytes: 64 * GiB };

describe("what the sampler runs in", () => {
	it.each<[string, Tree, object]>([
		["Docker", trees.dockerV2, { kind: "container", runtime: "docker", cores: 2, memoryBytes: 512 * MiB }],
		[
			"Docker on v1",
			trees.dockerV1,
			{ kind: "container", runtime: "docker", cores: 0.5, memoryBytes: 512 * MiB },
		],
		[
			"Docker under the host's control groups",
			trees.dockerWithHostGroups,
			{ kind: "container", runtime: "docker", cores: 1.5, memoryBytes: 64 * GiB },
		],
		[
			"rootless Podman",
			trees.podmanRootless,
			{ kind: "container", runtime: "podman", cores: 16, memoryBytes: GiB },
		],
		[
			"a burstable pod",
			trees.kubernetesBurstable,
			{ kind: "container", runtime: "kubernetes", cores: 0.5, memoryBytes: 256 * MiB },
		],
		[
			"crun alone, in a machine of one core",
			trees.crunV2,
			{
				runtime: "other",
				cores: 0.75,
				hostCores: 1,
				memoryBytes: 512 * MiB,
				hostMemoryBytes: 2_578_336 * 1024,
			},
		],
		["nspawn", trees.nspawn, { kind: "container", runtime: "nspawn", cores: 16, memoryBytes: 64 * GiB }],
		[
			"a limited service",
			trees.limitedService,
			{ kind: "cgroup", runtime: null, cores: 0.5, memoryBytes: GiB },
		],
		[
			"a service on hybrid",
			trees.hybrid,
			{ kind: "cgroup", runtime: null, cores: 1.5, memoryBytes: 2 * GiB },
		],
		["a host on v2", trees.bareV2, { kind: "host", runtime: null, cores: 16, memoryBytes: 64 * GiB }],
		["a host on v1", trees.bareV1, { kind: "host", runtime: null, cores: 16, memoryBytes: 64 * GiB }],
	])("is found out in %s", (_, tree, expected) => {
		expect(environmentOf(tree)).toMatchObject({ ...wholeHost, ...expected });
	});

	it("is not a container where a file came along in an image that was started as a machine", () => {
		expect(environmentOf(trees.machineOfAnImage)).toMatchObject({
			kind: "host",
			evidence: "/.dockerenv came with an image: this is the first of the kernel's namespaces",
		});
	});

	it("is a container for its groups or mounts even in the host's namespaces", () => {
		const privileged: Tree = {
			"/.dockerenv": "",
			"/proc/self/cgroup": `0::/system.slice/docker-${id}.scope\n`,
		};
		expect(environmentOf(trees.bareV2, privileged)).toMatchObject({
			kind: "container",
			runtime: "docker",
			evidence: `the control group /system.slice/docker-${id.slice(0, 12)}.scope, /.dockerenv`,
		});
	});

	it("is a container by its namespaces alone when its runtime leaves no trace, but not under WSL", () => {
		const bare: Tree = { ...trees.dockerV2 };
		delete bare["/.dockerenv"];
		bare["/proc/self/mountinfo"] = "";
		expect(environmentOf(bare)).toMatchObject({ kind: "container", runtime: "other" });
		const wsl = { "/proc/sys/kernel/osrelease": "5.15.90.1-microsoft-standard-WSL2\n" };
		expect(environmentOf(bare, wsl)).toMatchObject({ kind: "host" });
	});

	it("does not take the runtimes' own services, nor the shims of containers, for containers", () => {
		for (const path of [
			"/system.slice/docker.service",
			`/machine.slice/libpod-conmon-${id}.scope`,
			"/lxc.monitor.web",
		]) {
			expect(environmentOf(trees.bareV2, { "/proc/self/cgroup": `0::${path}\n` }), path).toMatchObject({
				kind: "host",
			});
		}
	});

	it("is whatever the host is when that was asked for, or when another host's files are watched", () => {
		const peek = createPeek(
			plantTree(trees.limitedService, { "/host/proc/stat": "cpu  1\ncpu0 1\ncpu1 1\nbtime 1\n" }),
		);
		const asked = new ProgramScope({ procRoot: "/proc", scope: "host", peek });
		expect(asked.environment(0, new Missing())).toMatchObject({
			kind: "host",
			cores: 16,
			evidence: expect.stringContaining("limits are left aside (HOSTBEAT_SCOPE)"),
		});
		const watcher = new ProgramScope({ procRoot: "/host/proc", peek });
		expect(watcher.environment(0, new Missing())).toMatchObject({
			kind: "host",
			cores: 2,
			evidence: "the host is watched at /host/proc (HOSTBEAT_PROC_ROOT)",
		});
		expect(watcher.limits(0)).toMatchObject({ cpu: null, memory: null });
	});

	it("behind lxcfs is a container of the size that lxcfs shows, on a host of unknown size", () => {
		expect(environmentOf(trees.lxcWithLxcfs)).toMatchObject({
			kind: "container",
			runtime: "lxc",
			cores: 3,
			hostCores: null,
			memoryBytes: 2 * GiB,
			hostMemoryBytes: null,
			missing: {
				"environment.hostCores": "lxcfs shows what the container may use in its place",
				"environment.hostMemoryBytes": "lxcfs shows what the container may use in its place",
			},
		});
		const nodes = {
			"/sys/devices/system/node/node0/meminfo": `Node 0 MemTotal:       ${32 * 1024 ** 2} kB\n`,
			"/sys/devices/system/node/node1/meminfo": `Node 1 MemTotal:       ${32 * 1024 ** 2} kB\n`,
		};
		expect(environmentOf(trees.lxcWithLxcfs, nodes)).toMatchObject({ hostMemoryBytes: 64 * GiB });
	});
});

describe("limits", () => {
	const bad = ["", "\n", "garbage\n", "50000", "-1 100000\n", "0 100000\n", "50000 0\n"];

	it.each(bad)("are none, and never 0, in damaged files: %j", (text) => {
		const damaged = {
			"/sys/fs/cgroup/cpu.max": text,
			"/sys/fs/cgroup/memory.max": text,
			"/sys/fs/cgroup/cpuset.cpus.effective": text,
		};
		expect(scopeOf(trees.dockerV2, damaged).limits(0)).toMatchObject({ cpu: null, memory: null });
		expect(environmentOf(trees.dockerV2, damaged)).toMatchObject({ kind: "container", cores: 16 });
	});

	it("are none where the files are gone, or no control groups are mounted", () => {
		const root = plantTree(trees.dockerV2);
		for (const name of ["cpu.max", "memory.max", "cpuset.cpus.effective"])
			unlinkSync(`${root}/sys/fs/cgroup/${name}`);
		const scope = new ProgramScope({ procRoot: "/proc", peek: createPeek(root) });
		expect(scope.limits(0)).toMatchObject({ cpu: null, memory: null });
		expect(scopeOf(trees.dockerV2, { "/proc/self/mountinfo": "" }).limits(0)).toMatchObject({ cpu: null });
		expect(scopeOf({}).limits(0)).toMatchObject({ cpu: null, host: { cores: "could not be read" } });
	});

	it("are the tightest on the way up, of the outermost group that has it", () => {
		const outer = groupV2("/sys/fs/cgroup/system.slice", { cpu: "30000 100000", memory: `${GiB}` });
		expect(scopeOf(trees.limitedService, outer).limits(0)).toMatchObject({
			cpu: { value: 0.3, by: "quota", path: "/system.slice" },
			memory: { value: GiB, path: "/system.slice" },
		});
		const alike = groupV2("/sys/fs/cgroup/system.slice", { cpu: "50000 100000" });
		expect(scopeOf(trees.limitedService, alike).limits(0).cpu?.path).toBe("/system.slice");
	});

	it("are the set of processors where that is smaller than the quota", () => {
		const set = groupV2("/sys/fs/cgroup", { cpu: "400000 100000", cpus: "2,8-9" });
		expect(scopeOf(trees.dockerV2, set).limits(0).cpu).toMatchObject({ value: 3, by: "cpuset" });
	});

	it("of v1 also are those of groups that cannot be seen", () => {
		const above = groupV1("", { quota: "50000", memory: `${512 * MiB}`, above: `${256 * MiB}` });
		expect(scopeOf(trees.dockerV1, above).limits(0).memory?.value).toBe(256 * MiB);
	});

	it("that are not tighter than the host bound nothing", () => {
		const wide = groupV2("/sys/fs/cgroup", { cpu: "1600000 100000", memory: `${64 * GiB}` });
		expect(scopeOf(trees.dockerV2, wide).limits(0)).toMatchObject({ cpu: null, memory: null });
	});

	it("are read anew after ten seconds, also where the process was moved", () => {
		const root = plantTree(trees.dockerV2);
		const scope = new ProgramScope({ procRoot: "/proc", peek: createPeek(root) });
		expect(scope.limits(0).cpu?.value).toBe(2);
		growTree(root, { "/sys/fs/cgroup/cpu.max": "400000 100000\n" });
		expect(scope.limits(9_999).cpu?.value).toBe(2);
		expect(scope.limits(10_000).cpu?.value).toBe(4);
		growTree(root, {
			...groupV2("/sys/fs/cgroup/job", { cpu: "100000 100000" }),
			"/proc/self/cgroup": "0::/job\n",
		});
		expect(scope.limits(20_000).cpu).toMatchObject({ value: 1, path: "/job" });
	});

	it("of a process outside of its own namespace are found below the mount that shows it", () => {
		const moved = {
			"/proc/self/cgroup": "0::/../job\n",
			"/proc/self/mountinfo": "41 31 0:38 /.. /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
			...groupV2("/sys/fs/cgroup/job", { cpu: "100000 100000" }),
		};
		expect(scopeOf(trees.bareV2, moved).limits(0).cpu?.value).toBe(1);
	});
});

describe("of what a value is that no limit bounds", () => {
	it("is the container's network and mounts in one, and the host's network where it is shared", () => {
		const docker = scopeOf(trees.dockerV2);
		expect(docker.of("network")).toEqual({ scope: "container" });
		expect(docker.of("mounts")).toEqual({ scope: "container" });
		const shared = scopeOf(trees.dockerV2, { "/sys/class/net/eno1/device/vendor": "0x8086\n" });
		expect(shared.of("network")).toEqual({});
		expect(shared.of("mounts")).toEqual({ scope: "container" });
	});

	it("is the host's processes in a container that was given them", () => {
		expect(scopeOf(trees.dockerV2).of("processes")).toEqual({ scope: "container" });
		expect(scopeOf(trees.dockerV2, { "/proc/2/comm": "kthreadd\n" }).of("processes")).toEqual({});
	});

	it.each<[string, Tree, object]>([
		[
			"its own, of version 2",
			{ "cgroup.controllers": "cpu\n", "cgroup.events": "populated 1\n" },
			{ scope: "container" },
		],
		["the host's, of version 2", { "cgroup.controllers": "cpu\n" }, {}],
		["its own, of version 1", { "memory/cgroup.procs": "1\n" }, { scope: "container" }],
		["the host's, of version 1", { "memory/release_agent": "\n" }, {}],
		["none", {}, { scope: "container" }],
	])("is whose control groups a container sees: %s", (_, files, own) => {
		const tree = Object.entries(files).map(([name, text]) => [`/sys/fs/cgroup/${name}`, text]);
		expect(scopeOf(trees.dockerV2, Object.fromEntries(tree)).of("groups")).toEqual(own);
	});

	it("compares the network with that of the host's first process only where that one is seen", () => {
		const sees = { "/proc/2/comm": "kthreadd\n" };
		const other = { "/proc/1/ns/net": "->net:[4026531840]" };
		const base = { ...trees.dockerV2 };
		delete base["/proc/1/ns/net"];
		expect(scopeOf(base, sees, other).of("network")).toEqual({ scope: "container" });
		expect(scopeOf(base, sees, { "/proc/1/ns/net": "->net:[4026532630]" }).of("network")).toEqual({});
	});

	it("is the host on one, and for whoever watches another", () => {
		expect(scopeOf(trees.limitedService).of("network")).toEqual({});
		const watcher = new ProgramScope({ procRoot: "/host/proc", peek: createPeek(plantTree(trees.dockerV2)) });
		expect(watcher.of("mounts")).toEqual({});
		expect(watcher.isContainers("/proc/stat")).toBe(false);
	});

	it("is the container's load only where lxcfs counts its own tasks, and not where it passes on the host's", () => {
		const scope = scopeOf(trees.lxcWithLxcfs);
		scope.limits(0);
		expect(scope.hasOwnLoad("0.10 0.20 0.30 1/38 77\n")).toBe(true);
		expect(scope.hasOwnLoad("9.10 8.20 7.30 3/900 77\n")).toBe(false);
		expect(scope.hasOwnLoad("")).toBe(false);
		expect(scopeOf(trees.dockerV2).hasOwnLoad("0.10 0.20 0.30 1/38 77\n")).toBe(false);
	});
});
