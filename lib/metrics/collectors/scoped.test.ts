import { unlinkSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import type { Collector } from "../collector";
import { createCpuCollector } from "./cpu";
import { KernelFile } from "./kernel-file";
import { createLoadCollector } from "./load";
import { createMemoryCollector } from "./memory";
import { createPeek } from "./peek";
import { ProgramScope } from "./scope";
import * as trees from "./scope-trees";
import { fellTrees, GiB, groupV2, growTree, MiB, plantTree, type Tree } from "./scope-trees";
import { createScopedCpuCollector, createScopedMemoryCollector, withScope } from "./scoped";

afterEach(fellTrees);

const at = (seconds: number) => ({ time: seconds * 1_000, monotonicMs: seconds * 1_000 });
const uncounted = "not counted for a control group";

function collectorsOf(...tree: Tree[]) {
	const root = plantTree(...tree);
	const scope = new ProgramScope({ procRoot: "/proc", peek: createPeek(root) });
	const stat = new KernelFile(`${root}/proc/stat`);
	const cpu = createScopedCpuCollector(createCpuCollector(stat, 1_000), scope, 1_000);
	const memory = createScopedMemoryCollector(
		createMemoryCollector(`${root}/proc/meminfo`, "/nowhere"),
		scope,
	);
	const load = createLoadCollector(`${root}/proc/loadavg`, stat, scope);
	return { root, cpu, memory, load };
}

const statV2 = (usage: number, user: number, system: number, periods: number, throttled: number) =>
	`usage_usec ${usage}\nuser_usec ${user}\nsystem_usec ${system}\nnr_periods ${periods}\nnr_throttled ${throttled}\nthrottled_usec 1\n`;

describe("the processor under a limit", () => {
	it("is full when the group uses all that it may, and not a share of the host's cores", () => {
		const half = groupV2("/sys/fs/cgroup", { cpu: "50000 100000" });
		const { root, cpu } = collectorsOf(trees.dockerV2, half);
		expect(cpu.collect(at(0))).toMatchObject({
			utilization: null,
			missing: { utilization: "first reading" },
		});
		growTree(root, { "/sys/fs/cgroup/cpu.stat": statV2(1_500_000, 1_200_000, 300_000, 110, 19) });
		expect(cpu.collect(at(1))).toEqual({
			time: 1_000,
			scope: "container",
			utilization: 1,
			user: 0.8,
			nice: null,
			system: 0.2,
			iowait: null,
			irq: null,
			softirq: null,
			steal: null,
			cores: [],
			limit: { cores: 0.5, hostCores: 16, throttledUtilization: 0.9 },
			missing: {
				nice: uncounted,
				iowait: uncounted,
				irq: uncounted,
				softirq: uncounted,
				steal: uncounted,
				cores: uncounted,
			},
		});
	});

	it("is counted in v1's own files", () => {
		const { root, cpu } = collectorsOf(trees.dockerV1);
		cpu.collect(at(0));
		growTree(root, {
			"/sys/fs/cgroup/cpu,cpuacct/cpuacct.usage": "1250000000\n",
			"/sys/fs/cgroup/cpu,cpuacct/cpuacct.stat": "user 100\nsystem 25\n",
			"/sys/fs/cgroup/cpu,cpuacct/cpu.stat": "nr_periods 110\nnr_throttled 10\nthrottled_time 5000000\n",
		});
		expect(cpu.collect(at(1))).toMatchObject({
			scope: "container",
			utilization: 0.5,
			user: 0.4,
			system: 0.1,
			limit: { cores: 0.5, hostCores: 16, throttledUtilization: 0 },
		});
	});

	it("and memory are those of a container that was made without any trace of its runtime", () => {
		const { root, cpu, memory } = collectorsOf(trees.crunV2);
		cpu.collect(at(0));
		growTree(root, { "/sys/fs/cgroup/cpu.stat": statV2(941_618, 667_252, 274_366, 17, 15) });
		expect(cpu.collect(at(1))).toMatchObject({
			scope: "container",
			utilization: 0.5,
			user: 0.4,
			system: 0.1,
			limit: { cores: 0.75, hostCores: 1, throttledUtilization: 0.9 },
		});
		expect(memory.collect(at(1))).toMatchObject({
			scope: "container",
			totalBytes: 512 * MiB,
			usedBytes: 720_896,
			limit: { hostBytes: 2_578_336 * 1024, oomKills: 0 },
		});
	});

	it("is that of a service, and not that of a container, where there is none", () => {
		const { cpu } = collectorsOf(trees.limitedService);
		expect(cpu.collect(at(0))).toMatchObject({ scope: "cgroup", limit: { cores: 0.5 } });
	});

	it.each([
		["", 'cpu.stat: expected whole lines, got ""'],
		[
			"usage_usec x\nuser_usec 1\nsystem_usec 1\n",
			'cpu.stat: expected a line with a number, got "usage_usec x"',
		],
	])("has its reason, and is not 0, when the group's file is damaged: %j", (text, reason) => {
		const { root, cpu } = collectorsOf(trees.dockerV2);
		cpu.collect(at(0));
		growTree(root, { "/sys/fs/cgroup/cpu.stat": text });
		expect(cpu.collect(at(1))).toMatchObject({
			utilization: null,
			limit: { cores: 2, throttledUtilization: null },
			missing: { utilization: reason },
		});
	});

	it("has its reason when the group is gone", () => {
		const { root, cpu } = collectorsOf(trees.dockerV2);
		unlinkSync(`${root}/sys/fs/cgroup/cpu.stat`);
		expect(cpu.collect(at(0))).toMatchObject({
			utilization: null,
			missing: { utilization: "first reading" },
		});
		expect(cpu.collect(at(1))).toMatchObject({
			missing: { utilization: expect.stringMatching(/cpu\.stat cannot be read \(ENOENT\)$/) },
		});
	});

	it("is not measured by the time of others: no group counts for those that share the limit", () => {
		const apart = {
			"/proc/self/cgroup": "4:cpu:/job\n3:cpuacct:/\n",
			"/proc/self/mountinfo": [
				"41 31 0:38 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu",
				"42 31 0:39 / /sys/fs/cgroup/cpuacct rw - cgroup cgroup rw,cpuacct\n",
			].join("\n"),
			"/sys/fs/cgroup/cpu/job/cpu.cfs_quota_us": "100000\n",
			"/sys/fs/cgroup/cpu/job/cpu.cfs_period_us": "100000\n",
			"/sys/fs/cgroup/cpu/job/cpu.stat": "nr_periods 1\nnr_throttled 0\nthrottled_time 0\n",
			"/sys/fs/cgroup/cpuacct/cpuacct.usage": "1\n",
		};
		const { cpu } = collectorsOf(trees.bareV1, apart);
		cpu.collect(at(0));
		expect(cpu.collect(at(1))).toMatchObject({
			utilization: null,
			limit: { cores: 1, throttledUtilization: 0 },
			missing: { utilization: "no group here counts the time of those that share this limit" },
		});
	});

	it("is throttled by a quota only, and never by a set of processors", () => {
		const set = groupV2("/sys/fs/cgroup", { cpus: "0-3" });
		const { cpu } = collectorsOf(trees.dockerV2, set);
		cpu.collect(at(0));
		expect(cpu.collect(at(1))).toMatchObject({
			limit: { cores: 4, throttledUtilization: null },
			missing: { "limit.throttledUtilization": "only a quota throttles" },
		});
	});

	it("starts anew with another group's counters, and is the host's once the limit is lifted", () => {
		const { root, cpu } = collectorsOf(trees.dockerV2);
		cpu.collect(at(0));
		growTree(root, {
			...groupV2("/sys/fs/cgroup/job", { cpu: "100000 100000" }),
			"/proc/self/cgroup": "0::/job\n",
		});
		expect(cpu.collect(at(10))).toMatchObject({ missing: { utilization: "first reading" } });
		growTree(root, {
			"/sys/fs/cgroup/cpu.max": "max 100000\n",
			"/sys/fs/cgroup/job/cpu.max": "max 100000\n",
		});
		const whole = cpu.collect(at(20));
		expect(whole).toMatchObject({ cores: { length: 16 } });
		expect(whole).not.toHaveProperty("scope");
		expect(whole).not.toHaveProperty("limit");
	});
});

describe("memory under a limit", () => {
	const expected = {
		totalBytes: 512 * MiB,
		usedBytes: 240 * MiB,
		availableBytes: 272 * MiB,
		cachedBytes: 60 * MiB,
		buffersBytes: null,
		dirtyBytes: 4096,
		swapTotalBytes: 0,
		swapUsedBytes: 0,
		limit: { hostBytes: 64 * GiB, oomKills: 2 },
		missing: { buffersBytes: uncounted },
	};

	it.each([
		["v2", trees.dockerV2],
		["v1", trees.dockerV1],
	])("is of the limit, without the file cache that is given back, on %s", (_, tree) => {
		expect(collectorsOf(tree).memory.collect(at(0))).toEqual({ time: 0, scope: "container", ...expected });
	});

	it("has the host's swap where its own is not limited, and no more than its own limit", () => {
		const swap = {
			"/proc/meminfo": `MemTotal: ${64 * 1024 ** 2} kB\nSwapTotal: ${1024 ** 2} kB\nSwapFree: 0 kB\n`,
			"/sys/fs/cgroup/memory.swap.current": `${5 * MiB}\n`,
		};
		expect(collectorsOf(trees.dockerV2, swap).memory.collect(at(0))).toMatchObject({
			swapTotalBytes: GiB,
			swapUsedBytes: 5 * MiB,
		});
		const own = { ...swap, "/sys/fs/cgroup/memory.swap.max": `${100 * MiB}\n` };
		expect(collectorsOf(trees.dockerV2, own).memory.collect(at(0))).toMatchObject({
			swapTotalBytes: 100 * MiB,
		});
	});

	it.each(["memory.current", "memory.stat", "memory.events"])(
		"has its reason, and is not 0, without %s",
		(name) => {
			const { root, memory } = collectorsOf(trees.dockerV2);
			unlinkSync(`${root}/sys/fs/cgroup/${name}`);
			const reading = memory.collect(at(0));
			const reason = expect.stringMatching(/cannot be read \(ENOENT\)$/);
			expect(reading).toMatchObject(
				name === "memory.events"
					? { limit: { oomKills: null }, missing: { "limit.oomKills": reason } }
					: { totalBytes: 512 * MiB, usedBytes: null, missing: { usedBytes: reason } },
			);
		},
	);
});

describe("behind lxcfs", () => {
	it("the files of the whole are the container's, and say so", () => {
		const { cpu, memory } = collectorsOf(trees.lxcWithLxcfs, groupV2("/sys/fs/cgroup", { cpus: "3-5" }));
		cpu.collect(at(0));
		expect(cpu.collect(at(1))).toMatchObject({
			scope: "container",
			cores: { length: 3 },
			limit: { cores: 3, hostCores: null, throttledUtilization: null },
			missing: { "limit.hostCores": "lxcfs shows what the container may use in its place" },
		});
		expect(memory.collect(at(0))).toMatchObject({
			scope: "container",
			totalBytes: 2 * GiB,
			usedBytes: GiB,
			limit: { hostBytes: null, oomKills: null },
		});
	});

	it("a limit that the group itself tells goes before", () => {
		expect(collectorsOf(trees.lxcWithLxcfs).memory.collect(at(0))).toMatchObject({
			usedBytes: 240 * MiB,
			limit: { oomKills: 2 },
		});
	});

	it("the host's load is not read against the container's cores", () => {
		const { cpu, load } = collectorsOf(trees.lxcWithLxcfs);
		cpu.collect(at(0));
		const reading = load.collect(at(0));
		expect(reading).toMatchObject({ one: 1, cores: null });
		expect(reading).not.toHaveProperty("scope");
	});

	it("the container's own load is", () => {
		const { cpu, load } = collectorsOf(trees.lxcWithLxcfs, { "/proc/loadavg": "0.50 0.40 0.30 1/38 77\n" });
		cpu.collect(at(0));
		expect(load.collect(at(0))).toMatchObject({
			scope: "container",
			one: 0.5,
			cores: 3,
			runnable: null,
			missing: { runnable: "told only of the host" },
		});
	});
});

describe("without a limit", () => {
	it.each([
		["a bare host on v2", trees.bareV2],
		["a bare host on v1", trees.bareV1],
		["a container", trees.nspawn],
	])("the kernel's numbers of the host are said to be the host's, in %s", (_, tree) => {
		const { cpu, memory, load } = collectorsOf(tree);
		for (const reading of [cpu.collect(at(0)), memory.collect(at(0)), load.collect(at(0))]) {
			expect(reading).not.toHaveProperty("scope");
			expect(reading).not.toHaveProperty("limit");
		}
		expect(cpu.collect(at(1))).toMatchObject({ cores: { length: 16 } });
		expect(memory.collect(at(1))).toMatchObject({ totalBytes: 64 * GiB });
		expect(load.collect(at(1))).toMatchObject({ cores: 16 });
	});
});

describe("withScope", () => {
	const network: Collector<"network"> = {
		metric: "network",
		blank: { interfaces: [] },
		collect: () => ({ time: 1, interfaces: [] }),
	};

	it("labels the readings, those to come, and those that could not be made", async () => {
		const labelled = withScope(network, { scope: "container" });
		expect(labelled.collect(at(0))).toEqual({ time: 1, interfaces: [], scope: "container" });
		expect(labelled.blank).toEqual({ interfaces: [], scope: "container" });
		const mounts: Collector<"filesystem"> = {
			metric: "filesystem",
			blank: { mounts: [] },
			collect: async () => ({ time: 1, mounts: [] }),
		};
		const slow = withScope(mounts, { scope: "container" });
		expect(await slow.collect(at(0))).toEqual({ time: 1, mounts: [], scope: "container" });
	});

	it("labels the answers to questions too, which are all that a page shows of processes", async () => {
		const processes: Collector<"process"> = {
			metric: "process",
			blank: { processes: [], total: null, running: null, threads: null },
			collect: () => null,
			answer: async (query) => ({ time: 1, processes: [], matched: query }),
		};
		const labelled = withScope(processes, { scope: "container" });
		expect(await labelled.answer?.(2)).toEqual({ time: 1, processes: [], matched: 2, scope: "container" });
	});

	it("leaves the host's as they are", () => {
		expect(withScope(network, {})).toBe(network);
	});
});
