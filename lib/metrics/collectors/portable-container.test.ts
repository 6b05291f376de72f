import type { Systeminformation } from "systeminformation";
import { expect, it } from "vitest";
import { reasonAt } from "@/lib/reason-at";
import { createPortableContainerCollector } from "./portable-container";
import { SlowSource } from "./slow-source";

type Library = typeof import("systeminformation");
type Stats = Partial<Systeminformation.DockerContainerStatsData>;

const id = "3f1c0e9a7b5d".padEnd(64, "0123456789abcdef");
const MiB = 1024 ** 2;

/** What Docker Desktop tells (API 1.47), as systeminformation hands it on. */
const stats = (totalSeconds: number, more: Stats = {}): Stats => ({
	id,
	pids: 5,
	blockIO: { r: 4096 * totalSeconds, w: 1024 },
	cpuStats: {
		cpu_usage: { total_usage: totalSeconds * 1e9 },
		online_cpus: 4,
		throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
	},
	memoryStats: { usage: 300 * MiB, limit: 8_000 * MiB, stats: { inactive_file: 100 * MiB } },
	...more,
});

async function collect(...readings: Stats[][]) {
	let now = 0;
	const library = {
		dockerContainers: async () => [{ id, name: "web", image: "nginx:1.27" }],
		dockerContainerStats: async () => readings[now],
	} as unknown as Library;
	const source = new SlowSource(async () => library);
	const collector = createPortableContainerCollector(source, 30_000, () => now * 30_000);
	let list = null;
	for (now = 0; now < readings.length; now++)
		list = await collector.collect({ time: now * 30_000, monotonicMs: 0 });
	if (!list) throw new Error("nothing was read");
	return {
		list,
		web: list.containers[0],
		why: (field: string) => reasonAt(list.missing, `containers.0.${field}`),
	};
}

it("never tells the library's zeros for what Docker did not tell", async () => {
	const unread = { id, pids: 0, blockIO: { r: 0, w: 0 }, cpuStats: {}, memoryStats: {} };
	const { web, why } = await collect([unread], [unread]);
	const { name, cgroup, kind, image, ...numbers } = web ?? {};
	expect({ name, cgroup, kind, image }).toEqual({
		name: "web",
		cgroup: "",
		kind: "docker",
		image: "nginx:1.27",
	});
	expect(Object.values(numbers)).toEqual(Array(9).fill(null));
	for (const field of Object.keys(numbers)) expect(why(field), field).toBeDefined();
	expect((await collect([], [])).web).toMatchObject({ utilization: null, usedBytes: null, tasks: null });
});

it("makes the rates from Docker's counters, and leaves the file cache out of memory", async () => {
	const { web } = await collect([stats(10)], [stats(40)]);
	expect(web).toMatchObject({
		utilization: 0.25,
		limitCores: 4,
		usedBytes: 200 * MiB,
		limitBytes: 8_000 * MiB,
		readBytesPerSecond: 4096,
		writtenBytesPerSecond: 0,
		tasks: 5,
	});
});

it("tells no share of a limit that it does not know", async () => {
	const limited = (seconds: number, periods: number) =>
		stats(seconds, {
			cpuStats: {
				cpu_usage: { total_usage: seconds * 1e9 },
				online_cpus: 4,
				throttling_data: { periods, throttled_periods: periods / 2 },
			},
		});
	const { web, why } = await collect([limited(0, 100)], [limited(15, 400)]);
	expect(web).toMatchObject({ utilization: null, limitCores: null, throttledUtilization: 0.5 });
	expect(why("utilization")).toBe("the limit of processor time is not told by Docker's statistics");
});

it("says why there are none", async () => {
	const library = { dockerContainers: async () => [] } as unknown as Library;
	const collector = createPortableContainerCollector(new SlowSource(async () => library), 30_000);
	expect(await collector.collect({ time: 1, monotonicMs: 1 })).toEqual({
		time: 1,
		containers: [],
		total: null,
		missing: { "": "Docker runs no containers, or does not answer here" },
	});
});
