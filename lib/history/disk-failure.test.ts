import { existsSync, readdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { diskOptions, silentLog } from "./disk.fixture";
import { openDiskHistory } from "./disk-history";
import { type Database, openDatabase } from "./sqlite";
import type { Fact } from "./types";

const start = 1_700_000_000_000;
const query = { metrics: ["a"], from: 0, to: start * 2, points: 10_000, tier: "1 s" };

/** A store on a disk that can be filled, at a time that stands still. */
function openOnSmallDisk(options = diskOptions({ text: "1s:6h,10s:12h,1m:1d" })) {
	const state = { now: 0, database: null as Database | null, isDamaged: false };
	const log = silentLog();
	const open = (file: string) => {
		const opened = openDatabase(file);
		state.database = opened.database;
		return { ...opened, database: damageable(opened.database, state) };
	};
	const store = openDiskHistory(options, { now: () => state.now, log, open });
	const facts: Fact[] = [];
	store.onFact = (fact) => facts.push(fact);
	let time = start;
	const append = (count: number) => {
		for (let index = 0; index < count; index++) {
			// Numbers that take space.
			const values = Float64Array.from({ length: 40 }, (_, at) => Math.sin(time + at));
			store.append({ time, metrics: ["a", ...Array.from({ length: 39 }, (_, at) => `b${at}`)], values });
			time += 1_000;
		}
	};
	const limit = (pages: number) => state.database?.exec(`PRAGMA history.max_page_count = ${pages}`);
	return { store, state, log, facts, append, limit, options };
}

/** Says once that it is damaged, when it is to write. */
function damageable(database: Database, state: { isDamaged: boolean }): Database {
	return new Proxy(database, {
		get(target, key) {
			const value = Reflect.get(target, key, target);
			if (typeof value !== "function") return value;
			return (...args: unknown[]) => {
				if (args[0] === "COMMIT" && state.isDamaged) {
					state.isDamaged = false;
					throw Object.assign(new Error("database disk image is malformed"), { errcode: 11 });
				}
				return value.apply(target, args);
			};
		},
	});
}

describe("DiskHistory on a disk that fails", () => {
	it("begins a new file where somebody deleted the directory, with what was not sealed", () => {
		const { store, state, append, options } = openOnSmallDisk();
		append(100);
		expect(store.kept.state).toBe("kept");
		rmSync(dirname(options.file), { recursive: true });
		state.now += 10_000;
		append(5);
		expect(store.kept).toMatchObject({ state: "stopped", reason: "its file was deleted" });
		state.now += 10_000;
		append(5);
		expect(store.kept).toMatchObject({ state: "kept", reason: null });
		expect(existsSync(options.file)).toBe(true);
		store.close();
		const again = openDiskHistory(options);
		expect(again.range(query).series[0]?.points).toHaveLength(110);
		again.close();
	});

	it("says that the disk is full, keeps what comes in memory, and writes all of it once it can", () => {
		const { store, state, append, limit, facts } = openOnSmallDisk();
		append(100);
		limit(1);
		append(400);
		store.note({ kind: "silent", time: start + 300_000, until: null, detail: { reason: "x" } } as Fact);
		expect(store.kept).toMatchObject({ state: "stopped", reason: "the disk is full" });
		limit(1_000_000);
		append(50);
		expect(store.kept.state).toBe("stopped");
		state.now += 10_000;
		append(1);
		expect(store.kept).toMatchObject({ state: "kept", reason: null });
		const points = store.range(query).series[0]?.points ?? [];
		expect(points.map(([time, mean]) => [time, mean])).toEqual(
			Array.from({ length: 551 }, (_, index) => [start + index * 1_000, Math.sin(start + index * 1_000)]),
		);
		expect(store.facts(0, start * 2)).toHaveLength(1);
		expect(facts).toEqual([]);
		store.close();
	});

	it("says what it could not keep because the disk was full for too long", () => {
		const { store, state, append, limit, facts } = openOnSmallDisk();
		append(100);
		limit(1);
		append(5_000);
		limit(1_000_000);
		state.now += 10_000;
		append(1);
		const points = store.range(query).series[0]?.points ?? [];
		const missing = points.filter(([, mean]) => mean === null).map(([time]) => time);
		expect(facts).toMatchObject([
			{ kind: "notKept", time: missing[0], until: missing.at(-1), detail: { reason: "the disk is full" } },
		]);
		expect(store.facts(0, start * 2)).toEqual(facts);
		expect(points.length - missing.length).toBeGreaterThan(3_600);
		store.close();
	});

	it("loses nothing when a seal does not fit on the disk, and seals later", () => {
		const { store, state, append, limit, options } = openOnSmallDisk();
		const untilSeal = 1_800 - ((start / 1_000) % 1_800);
		append(untilSeal);
		limit(1);
		append(200);
		expect(store.kept.state).toBe("stopped");
		limit(1_000_000);
		state.now += 10_000;
		append(1);
		store.close();
		const again = openDiskHistory(options);
		const points = again.range(query).series[0]?.points ?? [];
		expect(points.map(([, mean]) => mean)).toEqual(
			Array.from({ length: untilSeal + 201 }, (_, index) => Math.sin(start + index * 1_000)),
		);
		again.close();
	});

	it("goes on with a new file when its own is damaged, and keeps what was not sealed", () => {
		const { store, state, append, facts, options } = openOnSmallDisk();
		append(200);
		state.isDamaged = true;
		append(1);
		expect(facts).toMatchObject([{ kind: "setAside" }]);
		append(2);
		expect(store.kept.state).toBe("kept");
		expect(readdirSync(dirname(options.file)).some((name) => name.includes("damaged"))).toBe(true);
		const points = store.range(query).series[0]?.points ?? [];
		expect(points.map(([, mean]) => mean)).toEqual(
			Array.from({ length: 203 }, (_, index) => Math.sin(start + index * 1_000)),
		);
		expect(store.facts(0, start * 2)).toEqual(facts);
		store.close();
	});

	it("shows all but a chunk that cannot be read, and says so once", () => {
		const { store, state, append, log } = openOnSmallDisk();
		append(6_000);
		state.database?.exec("UPDATE history.chunk SET data = zeroblob(1000) WHERE id = 2");
		const points = store.range(query).series[0]?.points ?? [];
		store.range(query);
		const missing = points.filter(([, mean]) => mean === null);
		expect(missing).toHaveLength(1_800);
		expect(points.length).toBe(6_000);
		expect(log.lines).toHaveLength(1);
		expect(log.lines[0]).toMatch(/^Chunk 2 cannot be read/);
		store.close();
	});

	it("ends uncleanly for the next when the disk is full at the end", () => {
		const { store, append, limit, options } = openOnSmallDisk();
		append(10);
		limit(1);
		append(300);
		store.close();
		const again = openDiskHistory(options);
		expect(again.previous?.clean).toBe(false);
		expect(again.previous?.time).toBeGreaterThanOrEqual(start + 9_000);
		again.close();
	});
});
