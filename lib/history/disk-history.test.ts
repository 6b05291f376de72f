import { statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { diskOptions } from "./disk.fixture";
import { openDiskHistory } from "./disk-history";
import { describeHistoryStore } from "./history-store.contract";
import { Model, nextTime, randomTick } from "./line-model.fixture";
import { createRandom } from "./random.fixture";
import { parseTiers } from "./tiers";
import type { Tick } from "./types";

describeHistoryStore("DiskHistory", () => openDiskHistory(diskOptions({ text: "1s:2h,10s:4h,1m:1d" })));
describeHistoryStore("DiskHistory that seals often", () => openDiskHistory(diskOptions()));

const start = 1_700_000_000_000;

function* seconds(
	from: number,
	count: number,
	value = (index: number) => (index % 97) / 10,
): Generator<Tick> {
	const metrics = ["a", "b", "c"];
	for (let index = 0; index < count; index++) {
		yield { time: from + index * 1_000, metrics, values: Float64Array.of(value(index), index % 5, 0) };
	}
}

const all = { metrics: ["a", "c"], from: 0, to: start * 2, points: 800 };

describe("DiskHistory", () => {
	it.each([1, 2, 3])("says the same after each end and start, clean or killed, by chance %i", (seed) => {
		const { random } = createRandom(seed);
		const options = diskOptions();
		const model = new Model();
		let store = openDiskHistory(options);
		let time = start;
		for (let phase = 0; phase < 12; phase++) {
			const count = Math.floor(random() * 400);
			for (let index = 0; index < count; index++) {
				const tick = randomTick(random, time);
				store.append(tick);
				model.append(tick);
				time = nextTime(random, time);
			}
			const queries = [1, 7, 60, 800].map((points) => ({
				...all,
				points,
				from: start - 3_000_000,
				to: time + 60_000,
			}));
			const before = queries.map((query) => store.range(query));
			store.close();
			store = openDiskHistory(options);
			expect(queries.map((query) => store.range(query))).toEqual(before);
			if (count > 0) expect(store.previous).toMatchObject({ time: model.newest, clean: true });
			model.check(store, random);
		}
		store.close();
	});

	it.each([1, 2, 3, 4])("keeps in bulk what it keeps one by one, by chance %i", (seed) => {
		const { random } = createRandom(seed + 100);
		const ticks: Tick[] = [];
		const model = new Model();
		let time = start;
		for (let index = 0; index < 6_000; index++) {
			ticks.push(randomTick(random, time));
			model.append(ticks.at(-1) as Tick);
			time = nextTime(random, time);
		}
		const options = diskOptions({ text: "1s:6h,10s:12h,1m:1d" });
		const bulk = openDiskHistory(options);
		bulk.import(ticks.slice(0, 4_000));
		for (const tick of ticks.slice(4_000)) bulk.append(tick);
		const single = openDiskHistory(diskOptions({ text: "1s:6h,10s:12h,1m:1d" }));
		for (const tick of ticks) single.append(tick);
		for (const tier of single.kept.tiers) {
			const query = { ...all, tier: tier.name };
			expect(bulk.range(query)).toEqual(single.range(query));
		}
		for (let index = 0; index < 25; index++) model.check(bulk, random);
		single.close();
		bulk.close();
		const again = openDiskHistory(options);
		for (let index = 0; index < 5; index++) model.check(again, random);
		again.close();
	});

	it("forgets each tier when it is too old, and not before the coarser one has it", () => {
		const store = openDiskHistory(diskOptions({ text: "1s:10m,10s:2h,1m:1d" }));
		store.import(seconds(start, 40_000));
		const newest = start + 39_999_000;
		const [seconds1, seconds10, minutes] = store.kept.tiers;
		for (const [tier, retention] of [
			[seconds1, 600_000],
			[seconds10, 7_200_000],
		] as const) {
			expect(tier?.from).toBeGreaterThan(newest - retention - 600_000);
			expect(tier?.from).toBeLessThanOrEqual(newest - retention + 1_000);
		}
		expect(minutes?.from).toBe(Math.floor(start / 60_000) * 60_000);
		const { series, tier } = store.range({ ...all, points: 2_000 });
		expect(tier).toBe("1 min");
		expect(series[0]?.points.every(([, mean]) => mean !== null)).toBe(true);
		store.close();
	});

	it("keeps a finer tier for as long as the coarser one has not folded it", () => {
		const store = openDiskHistory(diskOptions({ text: "1s:1m,1h:30d" }));
		store.import(seconds(start, 10_000));
		const { series } = store.range({ ...all, tier: "1 h" });
		const values = Array.from(seconds(start, 10_000), ({ values }) => values[0] as number);
		const firstHour = 3_600 - ((start / 1_000) % 3_600);
		expect(series[0]?.points[0]?.slice(2)).toEqual([
			Math.min(...values.slice(0, firstHour)),
			Math.max(...values.slice(0, firstHour)),
		]);
		expect(series[0]?.points[1]?.slice(2)).toEqual([0, 9.6]);
		store.close();
	});

	it("is never larger than it may be, and loses the oldest detail first", () => {
		const maxBytes = 4 * 2 ** 20;
		const options = diskOptions({ text: "1s:24h,10s:7d,1m:90d", maxBytes });
		const store = openDiskHistory(options);
		const { random } = createRandom(1);
		let largest = 0;
		const metrics = Array.from({ length: 40 }, (_, index) => `m${index}`);
		store.import(
			(function* () {
				for (let index = 0; index < 60_000; index++) {
					const values = Float64Array.from(metrics, () => Math.round(random() * 10_000) / 10_000);
					yield { time: start + index * 1_000, metrics, values };
					largest = Math.max(largest, statSync(options.file).size + statSync(`${options.file}-wal`).size);
				}
			})(),
		);
		expect(largest).toBeLessThanOrEqual(maxBytes);
		const [fine, coarse] = store.kept.tiers;
		expect(fine?.from).toBeGreaterThan(start + 10_000_000);
		expect(coarse?.from).toBe(start);
		expect(
			store.range({ ...all, metrics: ["m1"] }).series[0]?.points.every(([, mean]) => mean !== null),
		).toBe(true);
		store.close();
	});

	it("folds no more for a year than for a day", () => {
		const store = openDiskHistory(
			diskOptions({ text: "1m:10d,15m:3y", intervalMs: 60_000, tiers: parseTiers("1m:10d,15m:3y") }),
		);
		expect(store.kept.tiers.map(({ name }) => name)).toEqual(["1 min", "15 min", "4 h"]);
		const metrics = ["a", "b"];
		store.import(
			(function* () {
				for (let index = 0; index < 400 * 1_440; index++) {
					yield { time: start + index * 60_000, metrics, values: Float64Array.of(index % 100, 1) };
				}
			})(),
		);
		const to = start + 400 * 86_400_000;
		const cost = (days: number) => {
			store.range({ metrics, from: to - days * 86_400_000, to, points: 400 });
			const before = store.folded;
			const { tier } = store.range({ metrics, from: to - days * 86_400_000, to, points: 400 });
			return { tier, folded: store.folded - before };
		};
		const costs = [0.25, 1, 7, 30, 200, 400].map(cost);
		expect(costs.map(({ tier }) => tier)).toEqual(["1 min", "1 min", "15 min", "15 min", "4 h", "4 h"]);
		for (const { folded } of costs) expect(folded).toBeLessThan(10_000);
		store.close();
	});

	it("keeps all when the tiers are others, and folds the new ones from what there is", () => {
		const options = diskOptions({ text: "1s:2h,10s:4h,1m:1d" });
		const model = new Model();
		const { random } = createRandom(5);
		let time = start;
		let store = openDiskHistory(options);
		const follow = (count: number) => {
			for (let index = 0; index < count; index++) {
				const tick = randomTick(random, time);
				store.append(tick);
				model.append(tick);
				time += 1_000;
			}
		};
		follow(2_000);
		for (const text of ["1s:2h,30s:1d,5m:2d", "1s:2h,10s:4h,1m:1d", "1s:3h"]) {
			store.close();
			store = openDiskHistory({ ...options, tiers: parseTiers(text) });
			for (let index = 0; index < 10; index++) model.check(store, random, false);
			follow(700);
			for (let index = 0; index < 10; index++) model.check(store, random, false);
		}
		store.close();
	});

	it("goes on at another interval, and still shows what was kept at the one before", () => {
		const options = diskOptions({ text: "1s:2h,10s:4h,1m:1d" });
		const first = openDiskHistory(options);
		for (const tick of seconds(start, 1_000)) first.append(tick);
		first.close();
		const second = openDiskHistory({
			...options,
			intervalMs: 2_000,
			tiers: parseTiers("2s:2h,10s:4h,1m:1d"),
		});
		expect(second.previous?.time).toBe(start + 999_000);
		for (let index = 0; index < 500; index++) {
			second.append({ time: start + 1_000_000 + index * 2_000, metrics: ["a"], values: Float64Array.of(1) });
		}
		const { series, tier } = second.range({
			metrics: ["a"],
			from: start,
			to: start + 2_000_000,
			points: 200,
		});
		expect(tier).toBe("10 s");
		expect(series[0]?.points.filter(([, mean]) => mean === null)).toEqual([]);
		const old = second.range({ ...all, metrics: ["a"], from: start, to: start + 60_000, points: 100 });
		expect(old.tier).toBe("1 s");
		second.close();
	});

	it("does not take all for old because the clock leapt ahead", () => {
		const store = openDiskHistory(diskOptions({ text: "1s:1h,10s:4h,1m:1d" }));
		store.import(seconds(start, 20_000));
		store.import(seconds(start + 3_650 * 86_400_000, 4_000));
		store.import(seconds(start + 20_000_000, 10));
		const { series, to } = store.range({ ...all, from: start, to: start + 30_000_000, points: 800 });
		expect(to).toBe(Math.floor((start + 20_009_000) / 60_000) * 60_000);
		expect(series[0]?.points.length).toBeGreaterThan(300);
		store.close();
	});

	it("tells the newest ticks as they came", () => {
		const store = openDiskHistory(diskOptions());
		const ticks = [...seconds(start, 1_000)];
		for (const tick of ticks) store.append(tick);
		expect(store.recent(450_000)).toEqual(ticks.slice(-450));
		store.close();
	});

	it("packs the processes of an hour that is over, and keeps each minute once", () => {
		const options = diskOptions();
		const store = openDiskHistory(options);
		store.append({ time: start + 20_000_000, metrics: ["a"], values: Float64Array.of(1) });
		const minutes = Array.from({ length: 200 }, (_, index) => ({
			time: Math.floor(start / 60_000 + index) * 60_000,
			processes: [{ pid: index, name: "node" } as never],
		}));
		for (const minute of minutes) store.keepProcesses(minute);
		store.close();
		const again = openDiskHistory({ ...options, version: "1.1.0" });
		expect(again.processes(0, start * 2)).toEqual(minutes);
		expect(again.previous).toMatchObject({ version: "1.0.0", clean: true });
		again.close();
	});
});
