import { beforeEach, describe, expect, it } from "vitest";
import { linuxSchedule, type Schedule } from "@/lib/schedule";
import { Collection } from "./collection";
import type { AnyCollector, Collector, Instant } from "./collector";
import { blankMemory } from "./collectors/memory";
import type { FileSystem, Load } from "./types";

const at = (seconds: number): Instant => ({ time: seconds * 1_000, monotonicMs: seconds * 1_000 });

const blank = { one: null, five: null, fifteen: null, cores: null, runnable: null, blocked: null };

const load = (collect: (at: Instant) => Load | null): Collector<"load"> => ({
	metric: "load",
	blank,
	collect,
});

const reading = (time: number): Load => ({ ...blank, time, one: 0.5 });

let lines: string[];
const log = { info: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) };
const collection = (...collectors: AnyCollector[]) => new Collection(collectors, log);
const paced = (plan: Partial<Schedule>, ...collectors: AnyCollector[]) =>
	new Collection(collectors, log, { schedule: { ...linuxSchedule, ...plan }, intervalMs: 1_000 });

beforeEach(() => {
	lines = [];
});

describe("Collection, with a collector that throws", () => {
	it("gives its blank reading with the reason, and all others as ever", () => {
		const failing = load(() => {
			throw new Error("no such file");
		});
		const mounts: FileSystem = { time: 1_000, mounts: [] };
		const other: Collector<"filesystem"> = {
			metric: "filesystem",
			blank: { mounts: [] },
			collect: () => mounts,
		};
		expect(collection(failing, other).read(at(1))).toEqual({
			load: { ...blank, time: 1_000, missing: { "": "no such file" } },
			filesystem: mounts,
		});
	});

	it("logs once when it begins to fail and once when it recovers", () => {
		let isBroken = true;
		const members = collection(
			load(({ time }) => {
				if (isBroken) throw new Error("no such file");
				return reading(time);
			}),
		);
		for (const second of [1, 2, 3]) members.read(at(second));
		isBroken = false;
		for (const second of [4, 5]) members.read(at(second));
		expect(lines).toEqual(["load cannot be read: no such file", "load is read again"]);
	});
});

describe("Collection, with a collector that takes its time", () => {
	const slow = () => {
		const calls: { resolve(reading: FileSystem | null): void; reject(error: Error): void }[] = [];
		const collector: Collector<"filesystem"> = {
			metric: "filesystem",
			blank: { mounts: [] },
			collect: () => new Promise((resolve, reject) => calls.push({ resolve, reject })),
		};
		return { calls, collector };
	};
	const settled = () => new Promise(setImmediate);

	it("goes on without it, and never asks it twice at a time", async () => {
		const { calls, collector } = slow();
		const members = collection(collector);
		expect([members.read(at(1)), members.read(at(2)), members.read(at(3))]).toEqual([{}, {}, {}]);
		expect(calls).toHaveLength(1);
		calls[0]?.resolve({ time: 1_000, mounts: [] });
		await settled();
		expect(members.read(at(4))).toEqual({ filesystem: { time: 1_000, mounts: [] } });
		expect(calls).toHaveLength(2);
	});

	it("gives its blank reading after five seconds, once and then at its own pace, and its answer when that comes", async () => {
		const { calls, collector } = slow();
		const members = paced({ filesystem: { tier: "warm", every: 4_000 } }, collector);
		const blanks = [0, 1, 2, 3, 4, 5, 6, 7, 8].filter((second) => members.read(at(second)).filesystem);
		expect(blanks).toEqual([6, 8]);
		expect(lines).toEqual(["filesystem cannot be read: did not answer within 5 s"]);
		calls[0]?.resolve({ time: 0, mounts: [] });
		await settled();
		expect(members.read(at(9)).filesystem).toEqual({ time: 0, mounts: [], tier: "warm" });
		expect(lines).toHaveLength(2);
	});

	it("never lets the time of a metric run backwards, however late an answer is", async () => {
		const { calls, collector } = slow();
		const members = paced({ filesystem: { tier: "warm", every: 10_000 } }, collector);
		const times: number[] = [];
		for (let second = 0; second < 9; second++) {
			const reading = members.read(at(second)).filesystem;
			if (reading) times.push(reading.time);
			if (second === 7) calls[0]?.resolve({ time: 0, mounts: [] });
			await settled();
		}
		expect(times).toEqual([0, 0]);
	});

	it("drops an answer that is older than what was told", () => {
		const answers = [2_000, 1_000, 3_000].map(reading);
		const members = collection(load(() => answers.shift() ?? null));
		const told = [2, 3, 4].map((second) => members.read(at(second)).load?.time);
		expect(told).toEqual([2_000, undefined, 3_000]);
	});

	it("goes on with the new time when the clock was set back", () => {
		const members = collection(load(({ time }) => reading(time)));
		const read = (time: number, second: number) =>
			members.read({ time, monotonicMs: second * 1_000 }).load?.time;
		expect([read(3_600_000, 0), read(3_601_000, 1), read(2_000, 2), read(3_000, 3)]).toEqual([
			...[3_600_000, 3_601_000, 2_000, 3_000],
		]);
	});

	it("gives its blank reading when it fails", async () => {
		const { calls, collector } = slow();
		const members = collection(collector);
		members.read(at(1));
		calls[0]?.reject(new Error("gone"));
		await settled();
		expect(members.read(at(2)).filesystem).toEqual({ time: 1_000, mounts: [], missing: { "": "gone" } });
	});
});

describe("Collection", () => {
	it("leaves out what has nothing new to say", () => {
		expect(collection(load(() => null)).read(at(1))).toEqual({});
	});

	it("reads each at its own pace, all of them at the start, and says of what tier they are", () => {
		const members = paced(
			{ load: { tier: "warm", every: 3_000 } },
			load(({ time }) => reading(time)),
		);
		const read = [0, 1, 2, 3, 4, 5, 6].filter((second) => members.read(at(second)).load?.tier === "warm");
		expect(read).toEqual([0, 3, 6]);
	});

	it("does not read what nobody watches, and reads at once, and more often, what somebody does", () => {
		const members = paced(
			{
				load: { tier: "warm", every: "never", watched: 2_000 },
				memory: { tier: "warm", every: 5_000, watched: 2_000 },
			},
			load(({ time }) => reading(time)),
			{ metric: "memory", blank: blankMemory, collect: ({ time }) => ({ ...blankMemory, time }) },
		);
		const seen: string[] = [];
		for (let second = 0; second < 12; second++) {
			if (second === 3) members.watch(new Set(["load", "memory"]));
			if (second === 8) members.watch(new Set());
			for (const name of Object.keys(members.read(at(second)))) seen.push(`${name} ${second}`);
		}
		expect(seen).toEqual(["memory 0", "load 3", "memory 3", "load 5", "memory 5", "load 7", "memory 7"]);
	});

	it("closes what its collectors hold", () => {
		let isClosed = false;
		const members = collection({
			...load(() => null),
			close: () => {
				isClosed = true;
			},
		});
		members.close();
		expect(isClosed).toBe(true);
	});
});
