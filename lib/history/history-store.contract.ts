import { describe, expect, it } from "vitest";
import { Model, nextTime, randomTick } from "./line-model.fixture";
import { createRandom } from "./random.fixture";
import type { HistoryStore, Point } from "./types";

type Open = () => HistoryStore;
type Reading = [time: number, value: number | null];

const metrics = ["load.one", "load.five"];
const query = { metrics: ["load.one"], from: 0, to: 999_000, points: 1_000 };

function keep(store: HistoryStore, readings: Reading[]): HistoryStore {
	for (const [time, value] of readings) {
		store.append({ time, metrics, values: Float64Array.of(value ?? Number.NaN, 1) });
	}
	return store;
}

const run = (from: number, to: number, value = (time: number) => time / 1_000): Reading[] =>
	Array.from({ length: (to - from) / 1_000 + 1 }, (_, index) => {
		const time = from + index * 1_000;
		return [time, value(time)];
	});

/** What every store promises; `open` gives an empty one with readings each second, that keeps an hour and more. */
export function describeHistoryStore(name: string, open: Open): void {
	describe(name, () => {
		it("names a hole with its reason instead of drawing over it", () => {
			const store = keep(open(), [...run(10_000, 11_000), [15_000, 3]]);
			store.note({ kind: "off", time: 12_000, until: 14_000, detail: { clean: true } });
			const { series, gaps } = store.range({ ...query, from: 10_000 });
			expect(gaps).toEqual([{ from: 12_000, to: 14_000, reason: "Hostbeat was off: it had been stopped" }]);
			expect(series[0]?.points.map(([, mean]) => mean)).toEqual([10, 11, null, null, null, 3]);
			store.close();
		});

		it("keeps a value that was not known apart from a reading that never came", () => {
			const store = keep(open(), [
				[10_000, 1],
				[11_000, null],
			]);
			const { series, gaps } = store.range({ ...query, from: 10_000 });
			expect(series[0]?.points).toEqual([
				[10_000, 1, 1, 1],
				[11_000, null, null, null],
			]);
			expect(gaps).toEqual([]);
			store.close();
		});

		it("says what it cannot know because it was before its time", () => {
			const store = keep(open(), [[10_000, 1]]);
			const { gaps } = store.range({ ...query, from: 5_000 });
			expect(gaps).toEqual([{ from: 5_000, to: 9_000, reason: "before what this server remembers" }]);
			store.close();
		});

		it("is empty and says so before the first reading", () => {
			const store = open();
			const range = store.range({ ...query, from: 1_000, to: 5_000 });
			expect(range.series).toEqual([]);
			expect(range.gaps).toEqual([{ from: 1_000, to: 5_000, reason: "before what this server remembers" }]);
			expect(store.metrics).toEqual([]);
			store.close();
		});

		it("keeps peak and low when it gives fewer points than steps", () => {
			const store = keep(open(), [
				[10_000, 1],
				[11_000, 9],
				[12_000, 2],
				[13_000, 0],
			]);
			const { series, stepMs } = store.range({ ...query, from: 10_000, to: 13_000, points: 2 });
			expect(stepMs).toBe(2_000);
			expect(series[0]?.points).toEqual([
				[10_000, 5, 1, 9],
				[12_000, 1, 0, 2],
			]);
			store.close();
		});

		it("gives points as wide as fit what is asked for, however little of it is there", () => {
			const store = keep(open(), run(10_001_000, 10_600_000));
			const ask = (from: number) => store.range({ ...query, from, to: 10_600_000, points: 200 });
			const { stepMs, series } = ask(7_000_000);
			expect(stepMs).toBeGreaterThanOrEqual(18_000);
			expect(stepMs).toBeLessThanOrEqual(20_000);
			expect(series[0]?.points.length).toBeLessThan(40);
			expect(ask(10_401_000).stepMs).toBe(1_000);
			store.close();
		});

		it("gives no more points than asked for, though its steps lie on a grid that the range cuts", () => {
			const store = keep(open(), run(1_001_000, 1_100_000));
			for (const points of [2, 3, 7, 10, 33, 50, 99, 100]) {
				const { series } = store.range({ ...query, from: 1_001_000, to: 1_100_000, points });
				expect(series[0]?.points.length).toBeLessThanOrEqual(points);
			}
			store.close();
		});

		it("starts its line anew when the clock is set back, and never lets time run backwards", () => {
			const store = keep(open(), [
				[20_000, 0],
				[50_000, 1],
				[51_000, 2],
				[30_000, 3],
				[31_000, 4],
			]);
			const { series, to } = store.range({ ...query, from: 20_000 });
			expect(to).toBe(31_000);
			expect(known(series[0]?.points)).toEqual([
				[20_000, 0],
				[30_000, 3],
				[31_000, 4],
			]);
			store.close();
		});

		it("does not tell what happened later than a clock that was set back, nor lets it come back", () => {
			const store = keep(open(), [
				[50_000, 1],
				[51_000, 2],
			]);
			store.note({ kind: "started", time: 51_000, until: null, detail: { version: "1" } });
			store.keepProcesses({ time: 51_000, processes: [] });
			keep(store, run(30_000, 60_000));
			expect(store.facts(0, 100_000)).toEqual([]);
			expect(store.processes(0, 100_000)).toEqual([]);
			store.close();
		});

		it("covers what was before with a line that begins earlier, its holes included", () => {
			const store = keep(open(), [...run(10_000, 60_000), [20_000, 1], [50_000, 2]]);
			const { series } = store.range({ ...query, from: 18_000 });
			expect(known(series[0]?.points)).toEqual([
				[18_000, 18],
				[19_000, 19],
				[20_000, 1],
				[50_000, 2],
			]);
			store.close();
		});

		it("tells facts that touch a range, oldest first", () => {
			const store = keep(open(), run(10_000, 60_000));
			store.note({ kind: "silent", time: 20_000, until: 30_000, detail: { reason: "no agent" } });
			store.note({ kind: "started", time: 10_000, until: null, detail: { version: "1" } });
			store.note({ kind: "rebooted", time: 40_000, until: null, detail: {} });
			expect(store.facts(30_000, 40_000).map(({ kind }) => kind)).toEqual(["silent", "rebooted"]);
			expect(store.facts(0, 100_000).map(({ kind }) => kind)).toEqual(["started", "silent", "rebooted"]);
			expect(store.facts(31_000, 39_000)).toEqual([]);
			store.close();
		});

		it("keeps the processes of each minute", () => {
			const store = keep(open(), [[300_000, 1]]);
			for (const time of [60_000, 120_000, 180_000]) store.keepProcesses({ time, processes: [] });
			expect(store.processes(130_000, 200_000).map(({ time }) => time)).toEqual([120_000, 180_000]);
			store.close();
		});

		it("gives all metrics that begin with a name, at a dot only", () => {
			const store = keep(open(), [[10_000, 1]]);
			expect(store.range({ ...query, metrics: ["load"] }).series).toHaveLength(2);
			expect(store.range({ ...query, metrics: ["load.on"] }).series).toHaveLength(0);
			expect(store.range({ ...query, metrics: [] }).series).toHaveLength(2);
			store.close();
		});

		it("lets series come and go, and knows nothing of them in between", () => {
			const store = open();
			const append = (time: number, names: string[]) =>
				store.append({ time, metrics: names, values: Float64Array.from(names, () => time / 1_000) });
			append(10_000, ["a"]);
			append(11_000, ["a", "b"]);
			append(12_000, ["b"]);
			append(13_000, ["b", "a"]);
			const { series } = store.range({ ...query, metrics: ["a", "b"], from: 10_000 });
			const values = Object.fromEntries(
				series.map(({ metric, points }) => [metric, points.map(([, mean]) => mean)]),
			);
			expect(values).toEqual({ a: [10, 11, null, 13], b: [null, 11, 12, 13] });
			expect([...store.metrics].sort()).toEqual(["a", "b"]);
			store.close();
		});

		it("refuses a tier that there is not, and names those that there are", () => {
			const store = keep(open(), [[10_000, 1]]);
			expect(() => store.range({ ...query, tier: "1 fortnight" })).toThrow(RangeError);
			const [finest] = store.kept.tiers;
			const { series } = store.range({ ...query, from: 10_000, tier: finest?.name ?? "" });
			expect(series[0]?.points).toEqual([[10_000, 1, 1, 1]]);
			store.close();
		});

		it.each(Array.from({ length: 12 }, (_, seed) => seed))(
			"answers as a list of all readings does, by chance %i",
			(seed) => {
				const random = createRandom(seed).random;
				const store = open();
				const model = new Model();
				let time = 1_700_000_000_000 + Math.floor(random() * 600) * 1_000;
				for (let index = 0; index < 900; index++) {
					const tick = randomTick(random, time);
					store.append(tick);
					model.append(tick);
					time = nextTime(random, time);
				}
				for (let index = 0; index < 12; index++) model.check(store, random);
				store.close();
			},
		);
	});
}

function known(points: Point[] = []): [number, number][] {
	return points.flatMap(([time, mean]) => (mean === null ? [] : [[time, mean]]));
}
