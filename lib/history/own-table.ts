import type { MetaTable } from "./meta-table";
import { type OwnPart, OwnPoints } from "./own-points";
import { mostOwnSeries } from "./own-rules";
import { OwnSeriesTable } from "./own-series-table";
import type { Database } from "./sqlite";
import type { Transactions } from "./transactions";
import type { OwnReading, Point } from "./types";

interface OwnParts {
	database: Database;
	transactions: Transactions;
	meta: MetaTable;
	maxBytes: number;
	/** Milliseconds of a clock that is never set. */
	now: () => number;
}

interface Counts {
	readings: number;
	minutes: number;
}

const minuteMs = 60_000;
/** At full detail. */
const detailMs = 7 * 86_400_000;
/** Who imports what is old may do so in several parts: until then all of it can be replaced. */
const quietMs = 600_000;
const startMs = 60_000;
const rowsAtOnce = 2_000;
const removedAtOnce = 200;
/** About what a row takes, measured with numbers of all digits. */
const readingBytes = 25;
const minuteBytes = 60;

/** Own readings, which come when they come: at full detail for a week, and then a row for each minute. */
export class OwnTable {
	readonly series: OwnSeriesTable;
	#parts: OwnParts;
	#statements;
	#counts: Counts;
	/** When something older than a week came last. */
	#lateAt: number;
	/** When it is tidied. */
	#tidyAt: number;

	constructor(parts: OwnParts) {
		const { database, meta, now } = parts;
		this.#parts = parts;
		this.#lateAt = now();
		this.#tidyAt = now() + startMs;
		this.series = new OwnSeriesTable(database);
		const of = "WHERE series = ? AND time";
		const bucket = "time / CAST(? AS INTEGER) AS bucket";
		this.#statements = {
			insert: database.prepare("INSERT OR IGNORE INTO own_reading (series, time, value) VALUES (?, ?, ?)"),
			update: database.prepare("UPDATE own_reading SET value = ? WHERE series = ? AND time = ?"),
			unfold: database.prepare("DELETE FROM own_minute WHERE series = ? AND time = ?"),
			fold: database.prepare(
				`INSERT INTO own_minute (series, time, min, max, mean, last, count) VALUES (?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (series, time) DO UPDATE SET min = min(min, excluded.min), max = max(max, excluded.max),
				mean = (mean * count + excluded.mean * excluded.count) / (count + excluded.count),
				last = excluded.last, count = count + excluded.count`,
			),
			oldest: database.prepare(`SELECT time, value FROM own_reading ${of} < ? ORDER BY time LIMIT ?`),
			readings: database.prepare(
				`SELECT ${bucket}, min(value) AS min, max(value) AS max, avg(value) AS mean, count(*) AS count
				FROM own_reading ${of} >= ? AND time < ? GROUP BY bucket`,
			),
			minutes: database.prepare(
				`SELECT ${bucket}, min(min) AS min, max(max) AS max, sum(mean * count) / sum(count) AS mean,
				sum(count) AS count FROM own_minute ${of} >= ? AND time < ? GROUP BY bucket`,
			),
			nextReading: database.prepare(`SELECT time FROM own_reading ${of} >= ? ORDER BY time LIMIT 1`),
			nextMinute: database.prepare(`SELECT time FROM own_minute ${of} >= ? ORDER BY time LIMIT 1`),
			removeReadings: database.prepare("DELETE FROM own_reading WHERE series = ? AND time <= ? AND time < ?"),
			cutReadings: database.prepare(`SELECT time FROM own_reading ${of} < ? ORDER BY time LIMIT 1 OFFSET ?`),
			removeMinutes: database.prepare("DELETE FROM own_minute WHERE series = ? AND time <= ? AND time < ?"),
			cutMinutes: database.prepare(`SELECT time FROM own_minute ${of} < ? ORDER BY time LIMIT 1 OFFSET ?`),
		};
		this.#counts = JSON.parse(meta.read("own") ?? '{"readings":0,"minutes":0}') as Counts;
	}

	/** About what they take. */
	get bytes(): number {
		return this.#counts.readings * readingBytes + this.#counts.minutes * minuteBytes;
	}

	/** Keeps all of which there are series or room for more, or throws and keeps none; tells how many. */
	keep(readings: readonly OwnReading[], newest: number): number {
		const { insert, update, unfold } = this.#statements;
		const foldedBefore = newest - detailMs;
		let kept = 0;
		let isLate = false;
		this.#change((counts) => {
			for (const { metric, time, value } of readings) {
				const id = this.series.resolve(metric, mostOwnSeries);
				if (id === null) continue;
				kept++;
				isLate ||= time < foldedBefore;
				// What was rolled up of this minute is what somebody now tells anew.
				counts.minutes -= Number(unfold.run(id, time - (time % minuteMs)).changes);
				if (insert.run(id, time, value).changes) counts.readings++;
				else update.run(value, id, time);
			}
		});
		const now = this.#parts.now();
		if (isLate) this.#lateAt = now;
		if (this.#isOver(this.#counts)) this.#tidyAt = now;
		return kept;
	}

	/** Of a series from a time to before another, on a grid. */
	read(id: number, from: number, until: number, widthMs: number): Point[] {
		const points = new OwnPoints(widthMs);
		for (const statement of [this.#statements.minutes, this.#statements.readings]) {
			const rows = statement.all(widthMs, id, from, until) as unknown as (OwnPart & { bucket: number })[];
			for (const { bucket, ...row } of rows) points.add({ ...row, time: bucket * widthMs });
		}
		return points.points;
	}

	/** The oldest reading of these series from a time on; `null` without one. */
	next(ids: readonly number[], from: number): number | null {
		const times = ids.flatMap((id) => [
			this.#next("nextMinute", id, from),
			this.#next("nextReading", id, from),
		]);
		const first = Math.min(...times);
		return Number.isFinite(first) ? first : null;
	}

	/** Rolls up what is older than a week, and deletes what is too old or too much; tells whether there is more to do. */
	tidy(newest: number, retentionMs: number): boolean {
		const { now } = this.#parts;
		if (now() < this.#tidyAt || this.series.names.length === 0 || !Number.isFinite(newest)) return false;
		const isQuiet = now() - this.#lateAt >= quietMs;
		let left = rowsAtOnce;
		this.#change((counts) => {
			for (const id of this.series.ids) {
				for (const kind of ["minutes", "readings"] as const) {
					if (left > 0) left -= this.#remove(counts, kind, id, newest - retentionMs, left);
				}
				if (isQuiet && left > 0) left -= this.#fold(counts, id, newest - detailMs);
			}
			while (left > 0 && this.#isOver(counts)) left -= this.#removeOldest(counts);
		});
		if (left <= 0) return true;
		this.series.forget((id) => this.next([id], 0) === null);
		this.#tidyAt = now() + quietMs;
		return false;
	}

	#isOver({ readings, minutes }: Counts): boolean {
		return readings * readingBytes + minutes * minuteBytes > this.#parts.maxBytes;
	}

	/** All or nothing, the counts as well. */
	#change(run: (counts: Counts) => void): void {
		const counts = { ...this.#counts };
		const { transactions, meta } = this.#parts;
		try {
			transactions.run(() => {
				run(counts);
				meta.write("own", JSON.stringify(counts));
			});
		} catch (error) {
			this.series.load();
			throw error;
		}
		this.#counts = counts;
	}

	/** Rolls up some of what is from before a time, and tells of how many rows. */
	#fold(counts: Counts, id: number, before: number): number {
		const { oldest, fold, removeReadings } = this.#statements;
		const until = before - (before % minuteMs);
		const rows = oldest.all(id, until, rowsAtOnce) as unknown as { time: number; value: number }[];
		const minutes = new Map<number, number[]>();
		for (const { time, value } of rows) {
			const minute = time - (time % minuteMs);
			const values = minutes.get(minute);
			if (values) values.push(value);
			else minutes.set(minute, [value]);
		}
		for (const [minute, values] of minutes) {
			const mean = values.reduce((mean, value, index) => mean + (value - mean) / (index + 1), 0);
			const last = values.at(-1) as number;
			// The first or the last may be half of a minute: the statement adds to what there is of it.
			fold.run(id, minute, Math.min(...values), Math.max(...values), mean, last, values.length);
		}
		removeReadings.run(id, rows.at(-1)?.time ?? 0, until);
		counts.readings -= rows.length;
		counts.minutes += minutes.size;
		return rows.length;
	}

	/** Deletes at most so many rows from before a time, and tells how many. */
	#remove(counts: Counts, kind: keyof Counts, id: number, before: number, most: number): number {
		const isMinutes = kind === "minutes";
		const { cutReadings, removeReadings, cutMinutes, removeMinutes } = this.#statements;
		const cut = (isMinutes ? cutMinutes : cutReadings).get(id, before, most - 1) as
			| { time: number }
			| undefined;
		const remove = isMinutes ? removeMinutes : removeReadings;
		const gone = Number(remove.run(id, cut?.time ?? before, before).changes);
		counts[kind] -= gone;
		return gone;
	}

	/** Deletes some of what is oldest of all, and tells how many. */
	#removeOldest(counts: Counts): number {
		const firsts = this.series.ids.flatMap((id) => [
			{ id, kind: "minutes" as const, time: this.#next("nextMinute", id, 0) },
			{ id, kind: "readings" as const, time: this.#next("nextReading", id, 0) },
		]);
		const { id, kind } = firsts.reduce((one, other) => (other.time < one.time ? other : one));
		return this.#remove(counts, kind, id, Number.MAX_SAFE_INTEGER, removedAtOnce) || rowsAtOnce;
	}

	/** Infinite where there is none. */
	#next(kind: "nextMinute" | "nextReading", id: number, from: number): number {
		const row = this.#statements[kind].get(id, from) as { time: number } | undefined;
		return row?.time ?? Number.POSITIVE_INFINITY;
	}
}
