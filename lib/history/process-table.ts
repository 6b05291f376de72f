import { deflateRawSync, inflateRawSync } from "node:zlib";
import { floorTo } from "./grid";
import { joinMinutes } from "./process-parts";
import type { Database } from "./sqlite";
import type { ProcessMinute } from "./types";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The top processes of each minute: the newest as rows, those of an hour that is over in one blob. */
export class ProcessTable {
	#statements;
	#newest: number | null;

	constructor(database: Database) {
		this.#statements = {
			insert: database.prepare("INSERT OR REPLACE INTO process_minute (time, data) VALUES (?, ?)"),
			minutes: database.prepare("SELECT data FROM process_minute WHERE time > ? AND time <= ? ORDER BY time"),
			clear: database.prepare("DELETE FROM process_minute WHERE time < ?"),
			cover: database.prepare("DELETE FROM process_minute WHERE time > ? AND time <= ?"),
			pack: database.prepare("INSERT OR REPLACE INTO process_hour (time, data) VALUES (?, ?)"),
			hour: database.prepare("SELECT data FROM process_hour WHERE time = ?"),
			hours: database.prepare(
				"SELECT time, data FROM process_hour WHERE time > ? AND time <= ? ORDER BY time",
			),
			prune: database.prepare("DELETE FROM process_hour WHERE time < ?"),
		};
		const last = database.prepare("SELECT max(time) AS time FROM process_minute").get();
		this.#newest = (last as { time: number | null }).time;
	}

	/** Keeps a minute. To be called in a transaction where `isHourOver` says so. */
	insert(minute: ProcessMinute): void {
		if (this.isHourOver(minute.time)) this.#pack(floorTo(minute.time, hourMs));
		// The first part of it, where the server was started anew since.
		const [before] = this.read(minute.time, minute.time).filter(({ time }) => time === minute.time);
		const whole = before ? joinMinutes(before, minute) : minute;
		this.#statements.insert.run(minute.time, JSON.stringify(whole));
		this.#newest = minute.time;
	}

	isHourOver(time: number): boolean {
		return this.#newest !== null && floorTo(this.#newest, hourMs) < floorTo(time, hourMs);
	}

	/** The minutes that touch the range, oldest first. */
	read(from: number, to: number): ProcessMinute[] {
		const isWithin = ({ time }: ProcessMinute) => time > from - minuteMs && time <= to;
		const hours = this.#statements.hours.all(from - hourMs, to) as unknown as { data: Uint8Array }[];
		const packed = hours.flatMap(({ data }) => unpack(data)).filter(isWithin);
		return mergeMinutes(packed, this.#minutes(from - minuteMs, to));
	}

	/** A newer line goes from one time to another: the minutes that began in between are not of it. */
	cover(after: number, until: number): void {
		const hours = this.#statements.hours.all(after - hourMs, until);
		for (const hour of hours as unknown as { time: number; data: Uint8Array }[]) {
			const all = unpack(hour.data);
			const left = all.filter(({ time }) => time <= after || time > until);
			if (left.length < all.length) this.#statements.pack.run(hour.time, pack(left));
		}
		this.#statements.cover.run(after, until);
		this.#newest = null;
	}

	prune(before: number): void {
		this.#statements.prune.run(before - hourMs);
	}

	#minutes(after: number, to: number): ProcessMinute[] {
		return this.#statements.minutes.all(after, to).map((row) => JSON.parse((row as { data: string }).data));
	}

	#pack(before: number): void {
		const hours = new Map<number, ProcessMinute[]>();
		for (const minute of this.#minutes(0, before - 1)) {
			const hour = floorTo(minute.time, hourMs);
			hours.set(hour, [...(hours.get(hour) ?? []), minute]);
		}
		for (const [hour, minutes] of hours) {
			const known = this.#statements.hour.get(hour) as { data: Uint8Array } | undefined;
			this.#statements.pack.run(hour, pack(mergeMinutes(known ? unpack(known.data) : [], minutes)));
		}
		this.#statements.clear.run(before);
	}
}

/** Of two lists in the order of time one: a minute that is in both is the newer one's. */
function mergeMinutes(older: ProcessMinute[], newer: ProcessMinute[]): ProcessMinute[] {
	const byTime = new Map([...older, ...newer].map((minute) => [minute.time, minute]));
	return [...byTime.values()].sort((one, other) => one.time - other.time);
}

function pack(minutes: ProcessMinute[]): Uint8Array {
	return deflateRawSync(JSON.stringify(minutes));
}

function unpack(data: Uint8Array): ProcessMinute[] {
	try {
		return JSON.parse(inflateRawSync(data).toString());
	} catch {
		// A damaged hour costs that hour only.
		return [];
	}
}
