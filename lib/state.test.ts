import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MemoryHistory } from "./history/memory";
import { TickMaker } from "./history/tick-maker";
import type { MetricEvents } from "./metrics/types";
import { paceOf, portableSchedule } from "./schedule";
import { SeriesWindow } from "./series-window";
import { HostState } from "./state";
import type { OwnEvent, OwnStreamList } from "./streams/types";

const pace = paceOf(portableSchedule, 1_000, { watched: false });
const watchedPace = paceOf(portableSchedule, 1_000, { watched: true });
let state: HostState;
let history: MemoryHistory;
let reasons: string[];
let own: { list: OwnStreamList; newest: Record<string, OwnEvent>; recent: SeriesWindow };

beforeEach(() => {
	vi.useFakeTimers({ toFake: ["Date"], now: 100_000 });
	const ticks = new TickMaker();
	reasons = [];
	own = { list: { time: 1, streams: [] }, newest: {}, recent: new SeriesWindow(60, 1_000) };
	history = new MemoryHistory({ windowMs: 60_000, stepMs: 1_000 });
	state = new HostState({
		host: "h",
		version: "1.2.3",
		intervalMs: 1_000,
		pace,
		watchedPace,
		recent: history,
		remember: (time, events, missingReason) => {
			history.append(ticks.make(time, events));
			reasons.push(missingReason);
		},
		own,
		jobs: () => ({ time: 0, jobs: [], more: 0, atOnce: 4 }),
		cursor: () => "e-7",
		status: () => ({ status: "up", since: 1, reason: null }),
	});
});
afterEach(() => vi.useRealTimers());

const load = (time: number): MetricEvents["load"] => ({
	...{ time, one: 1, five: 1, fifteen: 1, cores: 1, runnable: null, blocked: null },
});
const swap = (time: number, swapUsedBytes: number): MetricEvents["memory"] => ({
	...{
		time,
		totalBytes: 9,
		usedBytes: 1,
		availableBytes: 8,
		cachedBytes: null,
		buffersBytes: null,
		dirtyBytes: null,
	},
	...{ swapTotalBytes: 9, swapUsedBytes },
});
const line = (metric: string) =>
	history
		.range({ metrics: [metric], from: 0, to: 100_000, points: 101 })
		.series[0]?.points.map(([time, mean]) => [time / 1_000, mean]);

function take(second: number, events: Partial<MetricEvents>) {
	state.take({ time: second * 1_000, latenessMs: 3, tookMs: 1, events });
}

describe("HostState", () => {
	it("remembers a metric that is read at each fifth tick as a line, and not beyond what is due", () => {
		take(80, { load: load(80_003), memory: swap(79_003, 5) });
		for (const second of [81, 82, 83, 84]) take(second, { load: load(second * 1_000 + 3) });
		take(85, { load: load(85_003), memory: swap(84_003, 6) });
		for (const second of [86, 87, 88, 89, 90]) take(second, { load: load(second * 1_000 + 3) });
		expect(line("memory.swapUsedBytes")).toEqual([
			...[80, 81, 82, 83, 84].map((second) => [second, 5]),
			...[85, 86, 87, 88, 89].map((second) => [second, 6]),
			[90, null],
		]);
	});

	it("does not hold a metric that is read at each tick, whose absence is a hole", () => {
		take(80, { load: load(80_003), memory: swap(80_003, 5) });
		take(81, {});
		expect(line("load.one")).toEqual([
			[80, 1],
			[81, null],
		]);
	});

	it("hands on the reason why readings were missing, once", () => {
		take(80, { load: load(80_003) });
		state.miss("the sampler ended");
		take(83, { load: load(83_003) });
		take(85, { load: load(85_003) });
		expect(reasons.slice(1)).toEqual(["the sampler ended", "the sampler gave no reading"]);
	});

	it("tells a page the pace and the version of what it is rendered from", () => {
		take(99, { load: load(99_003) });
		expect(state.page()).toMatchObject({
			id: "e-7",
			version: "1.2.3",
			pace: watchedPace,
			intervalMs: 1_000,
		});
		expect(state.read(new Set(["load"]))).toEqual({
			...{ time: 100_000, id: "e-7", host: "h", version: "1.2.3" },
			events: { load: load(99_003) },
		});
		expect(state.sampler).toEqual({
			...{ status: "up", reason: null, lastTickTime: 99_000, latenessMs: 3, tookMs: 1 },
			...{ cpuUtilization: null, residentBytes: null },
		});
	});

	it("tells what is pushed by the name of its stream, and draws it on the page's steps", () => {
		const stream = {
			title: null,
			unit: null,
			pushedBy: null,
			everyMs: null,
			isRestored: false,
			notKept: null,
		};
		own.list.streams = [{ ...stream, name: "stock", fields: [{ name: "price", kind: "number" }] }];
		own.newest = { stock: { time: 98_500, price: 7 } };
		own.recent.set("stock.price", 98_500, 7);
		for (const second of [97, 98, 99]) take(second, { load: load(second * 1_000 + 3) });
		expect(state.read().events).toMatchObject({ streams: own.list, stock: { price: 7 } });
		expect(Object.keys(state.read(new Set(["stock"])).events)).toEqual(["stock"]);
		const { from, series } = state.page().window;
		expect(from).toBe(97_000);
		expect(series["stock.price"]).toEqual([null, 7, null]);
	});
});
