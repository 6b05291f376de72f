import { describe, expect, it } from "vitest";
import { diskOptions, silentLog } from "./disk.fixture";
import { openDiskHistory } from "./disk-history";
import { createRandom } from "./random.fixture";
import { type Database, openDatabase } from "./sqlite";
import type { HistoryStore, OwnReading } from "./types";

const day = 86_400_000;
const newest = 1_700_000_000_000 - (1_700_000_000_000 % day);
const text = "1s:1h,1m:1d,15m:100d";

function open(options = diskOptions({ text })) {
	const state = { now: 0, database: null as unknown as Database };
	const connect = (file: string) => {
		const opened = openDatabase(file);
		state.database = opened.database;
		return opened;
	};
	const store = openDiskHistory(options, { now: () => state.now, log: silentLog(), open: connect });
	let time = newest;
	const tick = () => {
		store.append({ time, metrics: ["a"], values: Float64Array.of(1) });
		time += 1_000;
	};
	/** As many ticks as it takes to tidy all. */
	const tidy = () => {
		state.now += 600_000;
		for (let index = 0; index < 100; index++) tick();
	};
	const count = (table: string) =>
		(state.database.prepare(`SELECT count(*) AS count FROM own_${table}`).get() as { count: number }).count;
	tick();
	return { store, state, tick, tidy, count, options };
}

const readings = (
	from: number,
	count: number,
	stepMs: number,
	value = (index: number) => index,
): OwnReading[] =>
	Array.from({ length: count }, (_, index) => {
		return { metric: "stock.price", time: from + index * stepMs, value: value(index) };
	});
const points = (store: HistoryStore, from: number, to: number, tier = "1 min") =>
	store.range({ metrics: ["stock"], from, to, points: 1, tier }).series[0]?.points;

describe("own readings on the disk", () => {
	it("loses no peak and no mean when it rolls up what is older than a week", () => {
		const { store, tidy, count } = open();
		const { random } = createRandom(1);
		const all = readings(newest - 9 * day, 30_000, 700, () => Math.round(random() * 1e6) / 100);
		store.keepOwn(all);
		const last = all.at(-1)?.time ?? 0;
		const before = points(store, newest - 9 * day, last);
		tidy();
		expect([count("reading"), count("minute")]).toEqual([0, 350]);
		const after = points(store, newest - 9 * day, last);
		expect(after?.map(([time, , ...ends]) => [time, ...ends])).toEqual(
			before?.map(([time, , ...ends]) => [time, ...ends]),
		);
		for (const [index, point] of (after ?? []).entries()) {
			expect(point[1]).toBeCloseTo(before?.[index]?.[1] as number, 6);
		}
		store.close();
	});

	it("keeps the last week as it came, to the last bit and after a restart", () => {
		const { store, tidy, count, options } = open();
		store.keepOwn(readings(newest - 7 * day + 200_000, 3, 100, (index) => index / 3));
		store.keepOwn(readings(newest - 9 * day, 1, 1));
		tidy();
		expect([count("reading"), count("minute")]).toEqual([3, 1]);
		store.close();
		const again = open(options).store;
		const from = newest - 7 * day + 200_000;
		expect(points(again, from, from, "1 s")).toEqual([[from, 1 / 3, 0, 2 / 3]]);
		expect(again.kept.own).toMatchObject({ series: 1, from: newest - 9 * day });
		again.close();
	});

	it("replaces what was rolled up when somebody imports it anew", () => {
		const { store, tidy, count } = open();
		const from = newest - 30 * day;
		store.keepOwn(readings(from, 120, 1_000, () => 666));
		tidy();
		expect([count("reading"), count("minute")]).toEqual([0, 2]);
		store.keepOwn(readings(from, 120, 1_000, () => 7));
		for (let round = 0; round < 2; round++) {
			expect(points(store, from, from + 60_000)).toEqual([
				[from, 7, 7, 7],
				[from + 60_000, 7, 7, 7],
			]);
			tidy();
		}
		expect([count("reading"), count("minute")]).toEqual([0, 2]);
		store.close();
	});

	it("does not roll up what is still being imported", () => {
		const { store, state, tick, count } = open();
		const from = newest - 30 * day;
		for (let minute = 0; minute < 30; minute++) {
			state.now += 60_000;
			store.keepOwn(readings(from + minute * 500, 1, 1));
			tick();
		}
		expect([count("reading"), count("minute")]).toEqual([30, 0]);
		store.close();
	});

	it("forgets what is older than the longest tier, and makes room for other series then", () => {
		const { store, tidy, count, options } = open(diskOptions({ text: "1s:1h,1m:20d" }));
		store.keepOwn(readings(newest - 20 * day + 50_000, 4, 1_000));
		tidy();
		tidy();
		expect([count("reading"), count("minute")]).toEqual([0, 0]);
		expect(store.metrics).toEqual(["a"]);
		expect(store.kept.own).toBeUndefined();
		store.close();
		open(options).store.close();
	});

	it("takes a share of the file and no more, the oldest of all going first", () => {
		const { store, tick } = open(diskOptions({ text, maxBytes: 4 * 2 ** 20 }));
		const other = readings(newest - 5 * day, 10_000, 1_000).map((one) => ({
			...one,
			metric: "shop.visitors",
		}));
		store.keepOwn(other);
		for (let part = 0; part < 20; part++) {
			store.keepOwn(readings(newest - 4 * day + part * 5_000_000, 5_000, 1_000));
			for (let index = 0; index < 5; index++) tick();
		}
		expect(store.kept.own?.bytes).toBeLessThanOrEqual(2 ** 20);
		expect(store.kept.own?.bytes).toBeGreaterThan(2 ** 20 - 10_000);
		expect(store.metrics).toContain("stock.price");
		expect(store.nextOwn(["shop.visitors"], 0)).toBeNull();
		expect(store.nextOwn(["stock.price"], newest - 3 * day)).not.toBeNull();
		store.close();
	});

	it("rolls up nothing while the clock is ahead by mistake", () => {
		const { store, tidy, count, state } = open();
		store.keepOwn(readings(newest - day, 10, 1_000));
		state.now += 600_000;
		store.append({ time: newest + 20 * day, metrics: ["a"], values: Float64Array.of(1) });
		tidy();
		expect([count("reading"), count("minute")]).toEqual([10, 0]);
		store.close();
	});

	it("holds what a full disk does not take, says so, and writes it once it can", () => {
		const { store, state, tick, options } = open();
		store.keepOwn(readings(newest - 1_000_000, 10, 1_000));
		state.database.exec("PRAGMA history.max_page_count = 1");
		const came = store.keepOwn(readings(newest - 900_000, 5_000, 100));
		expect(came).toEqual({ kept: 0, reason: "the disk is full" });
		state.database.exec("PRAGMA history.max_page_count = 1000000");
		state.now += 10_000;
		tick();
		expect(store.keepOwn(readings(newest - 300_000, 1, 1))).toEqual({ kept: 1, reason: null });
		store.close();
		const again = open(options);
		expect(again.count("reading")).toBe(5_011);
		again.store.close();
	});
});
