import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { unframe } from "@/lib/framed";
import type { Load } from "@/lib/metrics/types";
import { mostWaiting } from "./disk";
import { FakeThread } from "./fake-thread";
import { History } from "./history";
import { makeJob, say } from "./jobs.fixture";
import type { Fact, Kept } from "./types";

const start = 1_700_000_000_000;
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
let threads: FakeThread[];
let facts: Fact[];
let kept: Kept[];
let history: History;

function createHistory(hasDisk = true): History {
	return new History({
		processesEveryMs: 10_000,
		intervalMs: 1_000,
		recentMs: 60_000,
		version: "1.0.0",
		bootId: "a",
		disk: hasDisk
			? {
					options: { file: "/x/hostbeat.db", tiers: [], maxBytes: 1 },
					start: (data) => {
						threads.push(new FakeThread(data));
						return thread();
					},
				}
			: null,
		clocks: () => ({ wallMs: Date.now(), steadyMs: Date.now(), uptimeMs: () => Date.now() }),
		onFact: (fact) => facts.push(fact),
		onKept: (now) => kept.push(now),
		log,
	});
}
const thread = () => threads.at(-1) as FakeThread;
const load = (time: number, one: number): Load => ({
	...{ time, one, five: null, fifteen: null, cores: null, runnable: null, blocked: null },
});

function take(second: number): void {
	vi.setSystemTime(start + second * 1_000);
	history.take(start + second * 1_000, { load: load(0, second) }, "the sampler ended");
}
const onDisk = () =>
	thread()
		.of("tick")
		.map(({ time }) => (time - start) / 1_000);
const inMemory = () =>
	history.recent
		.range({ metrics: ["load.one"], from: start - 900_000, to: start + 90_000, points: 1_000 })
		.series[0]?.points.map(([time]) => (time - start) / 1_000);

beforeEach(() => {
	vi.useFakeTimers({ now: start });
	threads = [];
	facts = [];
	kept = [];
	history = createHistory();
});
afterEach(() => {
	history.close();
	vi.useRealTimers();
	vi.clearAllMocks();
});

describe("History", () => {
	it("joins what was before this start to what comes, and names the time between as off", () => {
		take(10);
		expect(inMemory()).toBeUndefined();
		thread().open({
			previous: { time: start + 2_000, version: "1.0.0", bootId: "a", clean: false },
			recent: [1, 2].map((second) => ({
				...{ time: start + second * 1_000, metrics: ["load.one"], values: Float64Array.of(second) },
			})),
		});
		expect(inMemory()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
		expect(onDisk()).toEqual([10]);
		expect(facts.map(({ kind }) => kind)).toEqual(["off", "started"]);
		expect(
			thread()
				.of("fact")
				.map(({ fact }) => fact.kind),
		).toEqual(["off", "started"]);
	});

	it("drops ticks rather than fill the memory when the disk hangs, says so, and names what was lost", () => {
		thread().open();
		thread().say({ type: "kept", kept: { ...history.kept, state: "kept" } });
		for (let second = 0; second < mostWaiting + 5; second++) take(second);
		expect(onDisk()).toHaveLength(mostWaiting);
		expect(kept.at(-1)).toMatchObject({ state: "stopped", reason: "the disk does not answer" });
		thread().take(mostWaiting);
		take(mostWaiting + 5);
		expect(onDisk().at(-1)).toBe(mostWaiting + 5);
		expect(facts.at(-1)).toEqual({
			...{ kind: "notKept", detail: { reason: "the disk does not answer" } },
			...{ time: start + mostWaiting * 1_000, until: start + (mostWaiting + 4) * 1_000 },
		});
		expect(kept.at(-1)?.state).toBe("kept");
	});

	it("goes on in memory when the file is another's, and takes it once that one has ended", () => {
		thread().say({ type: "refused", reason: "another Hostbeat uses it" });
		for (const second of [1, 2, 3]) take(second);
		expect(kept.at(-1)).toMatchObject({ state: "memory", reason: "another Hostbeat uses it" });
		expect(inMemory()).toEqual([1, 2, 3]);
		vi.advanceTimersByTime(30_000);
		expect(threads).toHaveLength(2);
		thread().open({ previous: { time: start, version: "1.0.0", bootId: "a", clean: true } });
		expect(facts.at(-1)).toEqual({
			...{ kind: "notKept", detail: { reason: "another Hostbeat uses it" } },
			...{ time: start + 1_000, until: start + 3_000 },
		});
		take(40);
		expect(onDisk()).toEqual([40]);
	});

	it("warns once, however often it tries again", () => {
		for (let attempt = 0; attempt < 5; attempt++) {
			thread().say({ type: "refused", reason: "no permission" });
			vi.advanceTimersByTime(30_000);
		}
		expect(log.warn).toHaveBeenCalledOnce();
		expect(threads).toHaveLength(6);
	});

	it("refuses what was asked of a thread that died, and starts another", async () => {
		thread().open();
		take(1);
		const asked = history.ask("range", {});
		thread().emit("error", new Error("out of memory"));
		await expect(asked).rejects.toThrow("out of memory");
		vi.advanceTimersByTime(30_000);
		expect(threads).toHaveLength(2);
	});

	it("starts another thread at once in the place of one that was well for long", () => {
		thread().open();
		take(1);
		vi.advanceTimersByTime(60_001);
		thread().emit("error", new Error("out of memory"));
		vi.advanceTimersByTime(1_000);
		expect(threads).toHaveLength(2);
		// But not again and again.
		thread().open();
		thread().emit("error", new Error("out of memory"));
		vi.advanceTimersByTime(29_000);
		expect(threads).toHaveLength(2);
	});

	it("answers from memory while there is no disk", async () => {
		history.close();
		history = createHistory(false);
		await history.opened;
		take(1);
		const { body } = unframe(await history.ask("kept", null));
		expect(JSON.parse(new TextDecoder().decode(body))).toMatchObject({ state: "memory", series: 6 });
		expect(kept.at(-1)).toMatchObject({ state: "memory", reason: "HOSTBEAT_HISTORY=0" });
	});

	it("notes that it ends, and closes the file, once", () => {
		thread().open();
		take(1);
		history.close();
		history.close();
		expect(thread().of("fact").at(-1)?.fact.kind).toBe("stopped");
		expect(thread().of("close")).toHaveLength(1);
		vi.advanceTimersByTime(60_000);
		expect(threads).toHaveLength(1);
	});

	it("keeps own readings slice by slice, and tells how many are in the file", async () => {
		thread().open();
		take(1);
		const readings = Array.from({ length: 12_000 }, (_, index) => {
			return { metric: "stock.price", time: start - 12_000 + index, value: index };
		});
		const came = history.keepOwn(readings);
		for (const slice of [0, 1, 2]) {
			await vi.waitFor(() => expect(thread().of("own")).toHaveLength(slice + 1));
			const { id, readings } = thread().of("own")[slice] as { id: number; readings: unknown[] };
			thread().say({ type: "ownKept", id, came: { kept: readings.length, reason: null }, error: null });
		}
		expect(await came).toEqual({ kept: 12_000, reason: null });
		expect(
			thread()
				.of("own")
				.map(({ readings }) => readings.length),
		).toEqual([5_000, 5_000, 2_000]);
	});

	it("does not say that own readings are kept which the thread took with it", async () => {
		thread().open();
		take(1);
		const one = { metric: "stock.price", time: start, value: 1 };
		const came = history.keepOwn([one]);
		await vi.waitFor(() => expect(thread().of("own")).toHaveLength(1));
		thread().emit("error", new Error("out of memory"));
		expect(await came).toEqual({ kept: 0, reason: "out of memory" });
		expect(await history.keepOwn([one])).toEqual({ kept: 1, reason: "out of memory" });
		await expect(history.keepOwn([{ ...one, time: start + 3_600_000 }])).rejects.toThrow("in the future");
	});

	it("hands the jobs of its time in memory to the disk, once there is one", async () => {
		thread().say({ type: "refused", reason: "another Hostbeat uses it" });
		history.jobs.put(makeJob(1));
		await history.jobs.append(makeJob(1).id, say(1, 3));
		expect(history.jobs.reason).toBe("another Hostbeat uses it");
		vi.advanceTimersByTime(30_000);
		thread().open();
		for (const [index, type] of ["put", "append"].entries()) {
			await vi.waitFor(() => expect(thread().of("jobs")).toHaveLength(index + 1));
			const { id, writes } = thread().of("jobs")[index] as { id: number; writes: { type: string }[] };
			expect(writes.map((write) => write.type)).toEqual([type]);
			thread().say({ type: "jobsKept", id, reason: null });
		}
		await vi.waitFor(() => expect(history.jobs.reason).toBeNull());
	});

	it("keeps jobs while there is no disk at all", async () => {
		history.close();
		history = createHistory(false);
		history.jobs.put(makeJob(1));
		expect(await history.jobs.unfinished).toEqual([]);
		expect(await history.jobs.get(makeJob(1).id)).toEqual(makeJob(1));
		expect(history.jobs.reason).toBe("HOSTBEAT_HISTORY=0");
	});

	it("tells the thread the names of metrics only when they change", () => {
		thread().open();
		take(1);
		take(2);
		expect(
			thread()
				.of("tick")
				.map(({ metrics }) => metrics?.length),
		).toEqual([6, undefined]);
	});
});
