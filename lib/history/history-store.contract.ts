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

		describeOwn(open);
	});
}

function known(points: Point[] = []): [number, number][] {
	return points.flatMap(([time, mean]) => (mean === null ? [] : [[time, mean]]));
}

function describeOwn(open: Open): void {
	const own = (metric: string, time: number, value: number) => ({ metric, time, value });
	const ask = { ...query, metrics: ["stock"], from: 0, to: 4_000_000, points: 5_000 };

	it("tells readings of one's own at their times, also from before the first tick", () => {
		const store = keep(open(), run(2_000_000, 2_010_000));
		expect(
			store.keepOwn([
				own("stock.price", 1_500_500, 3),
				own("stock.price", 1_500_900, 5),
				own("stock.price", 2_004_000, 7),
				own("shop.visitors", 2_004_000, 1),
			]),
		).toEqual({ kept: 4, reason: null });
		const { series, gaps, stepMs } = store.range({ ...ask, from: 1_500_000, to: 2_010_000 });
		expect([series.length, gaps, stepMs]).toEqual([1, [], 1_000]);
		expect(series[0]).toEqual({
			...{ metric: "stock.price", unit: "1" },
			points: [
				[1_500_000, 4, 3, 5],
				[2_004_000, 7, 7, 7],
			],
		});
		expect(store.metrics).toEqual(expect.arrayContaining(["load.one", "shop.visitors", "stock.price"]));
		expect(store.range({ ...ask, metrics: [] }).series.map(({ metric }) => metric)).toContain("stock.price");
		expect(store.kept.own).toMatchObject({ series: 2, most: 200, from: 1_500_500 });
		store.close();
	});

	it("takes the newer one of two readings of one time", () => {
		const store = keep(open(), run(10_000, 20_000));
		store.keepOwn([own("stock.price", 15_000, 3), own("stock.price", 15_000, 4)]);
		store.keepOwn([own("stock.price", 15_000, 5)]);
		expect(store.range(ask).series[0]?.points).toEqual([[15_000, 5, 5, 5]]);
		store.close();
	});

	it("does not tell what is later than the newest tick before that time has come", () => {
		const store = keep(open(), run(10_000, 20_000));
		store.keepOwn([own("stock.price", 19_000, 1), own("stock.price", 25_000, 2)]);
		expect(known(store.range(ask).series[0]?.points)).toEqual([[19_000, 1]]);
		keep(store, run(21_000, 26_000));
		expect(known(store.range(ask).series[0]?.points)).toEqual([
			[19_000, 1],
			[25_000, 2],
		]);
		store.close();
	});

	it("leaves readings of one's own where they are when the clock is set back", () => {
		const store = keep(open(), run(10_000, 50_000));
		store.keepOwn([own("stock.price", 15_000, 1), own("stock.price", 40_000, 2)]);
		keep(store, run(20_000, 30_000));
		expect(known(store.range(ask).series[0]?.points)).toEqual([[15_000, 1]]);
		keep(store, run(31_000, 60_000));
		expect(known(store.range(ask).series[0]?.points)).toEqual([
			[15_000, 1],
			[40_000, 2],
		]);
		store.close();
	});

	it("refuses one series more than there may be, with all that came with it, and none of ours", () => {
		const store = keep(open(), run(10_000, 20_000));
		store.keepOwn(Array.from({ length: 199 }, (_, index) => own(`a.s${index}`, 15_000, index)));
		expect(() => store.keepOwn([own("b.one", 15_000, 1), own("b.two", 15_000, 1)])).toThrow(
			/expected at most 200 series of your own, and "b.two" is one more/,
		);
		expect(store.range({ ...ask, metrics: ["b"] }).series).toEqual([]);
		expect(store.keepOwn([own("b.one", 15_000, 1), own("a.s7", 15_000, 9)]).kept).toBe(2);
		expect(() => store.keepOwn([own("load.one", 15_000, 1)])).toThrow(
			'expected none that is measured, got "load.one"',
		);
		store.close();
	});

	it("says so where nothing is kept of what is too old", () => {
		const store = keep(open(), run(90_000_000_000, 90_000_001_000));
		const came = store.keepOwn([own("stock.price", 1_000, 1), own("stock.price", 90_000_000_500, 1)]);
		expect(came).toEqual({ kept: 1, reason: "they are older than what is kept" });
		store.close();
	});

	it("knows the next reading of some series", () => {
		const store = keep(open(), run(10_000, 20_000));
		store.keepOwn([own("stock.a", 15_000, 1), own("stock.b", 16_500, 1)]);
		expect(store.nextOwn(["stock.a", "stock.b"], 0)).toBe(15_000);
		expect(store.nextOwn(["stock.a", "stock.b"], 15_001)).toBe(16_500);
		expect(store.nextOwn(["stock.a"], 15_001)).toBeNull();
		expect(store.nextOwn(["stock", "load.one"], 0)).toBeNull();
		store.close();
	});

	it.each(Array.from({ length: 10 }, (_, seed) => seed))(
		"tells of one's own what a list of them does, by chance %i",
		(seed) => {
			const { random } = createRandom(seed + 500);
			const store = open();
			const begin = 1_700_000_000_000;
			const newest = begin + 3_000_000;
			keep(store, run(newest - 10_000, newest));
			const all = new Map<string, Map<number, number>>();
			for (let index = 0; index < 40; index++) {
				const readings = Array.from({ length: Math.floor(random() * 40) }, () => {
					const metric = `own.${"abc"[Math.floor(random() * 3)]}`;
					return own(metric, begin + Math.floor(random() * 3_000_000), Math.round(random() * 1_000) / 8);
				});
				store.keepOwn(readings);
				for (const { metric, time, value } of readings) {
					all.set(metric, (all.get(metric) ?? new Map()).set(time, value));
				}
			}
			for (let index = 0; index < 12; index++) {
				const from = begin + Math.floor(random() * 2_900_000);
				const to = from + Math.floor(random() * 200_000);
				const points = 1 + Math.floor(random() * 300);
				const range = store.range({ metrics: ["own"], from, to, points });
				const tierMs = store.kept.tiers.find(({ name }) => name === range.tier)?.stepMs ?? 0;
				for (const [metric, readings] of all) {
					const told = range.series.find((one) => one.metric === metric)?.points ?? [];
					expect(told.length).toBeLessThanOrEqual(points);
					const until = Math.min(range.to + tierMs, newest + 1);
					const expected = new Map<number, number[]>();
					for (const [time, value] of [...readings].sort(([one], [other]) => one - other)) {
						if (time < range.from || time >= until) continue;
						const step = Math.floor(time / range.stepMs) * range.stepMs;
						expected.set(step, [...(expected.get(step) ?? []), value]);
					}
					expect(told.map(([time]) => time)).toEqual([...expected.keys()]);
					for (const [time, mean, min, max] of told) {
						const values = expected.get(time) as number[];
						expect([min, max]).toEqual([Math.min(...values), Math.max(...values)]);
						expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 9);
					}
				}
			}
			store.close();
		},
	);
}
