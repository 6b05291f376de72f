import type { Process, ProcessList } from "@/lib/metrics/types";
import type { ProcessMinute, ProcessUse } from "./types";

const minuteMs = 60_000;
/** A reading with none for long before it may tell of any time: it counts for so little that any other outweighs it. */
const aloneMs = 1_000;

/** How many of a minute are kept, by what they were greatest in. */
const most = { utilization: 5, residentBytes: 5, io: 3 };

const fields = ["utilization", "residentBytes", "readBytesPerSecond", "writtenBytesPerSecond"] as const;
type Field = (typeof fields)[number];

interface Sum {
	process: Process;
	/** While it was among those that were told. */
	seenMs: number;
	/** What was known, times the milliseconds; and those in which it was there and that was not known. */
	totals: Record<Field, { sum: number; unknownMs: number }>;
}

interface Running {
	time: number;
	/** Of how much of the minute there are readings. */
	knownMs: number;
	sums: Map<string, Sum>;
}

/**
 * Sums up who used most in each minute, out of the readings of those that use most at a time. Who is not in a reading
 * did no work then, as far as is known; what was not read of a minute is not made up.
 */
export class ProcessMinutes {
	#everyMs: number;
	#running: Running | null = null;
	#newest: number | null = null;

	/** `everyMs` is how far apart readings are at most, unless some are missing. */
	constructor(everyMs: number) {
		this.#everyMs = everyMs;
	}

	/** The minute that is not over, as far as it is known. */
	get running(): ProcessMinute | null {
		return this.#running && summarize(this.#running);
	}

	/** Takes in a reading, of which the same may come several times. Returns the minutes that are over with it. */
	take({ time, processes }: Pick<ProcessList, "time" | "processes">): ProcessMinute[] {
		const before = this.#newest;
		if (time === before) return [];
		this.#newest = time;
		// Where the clock was set back, what is later than now never was.
		if (this.#running && this.#running.time > time) this.#running = null;
		if (processes.length === 0) return this.#endBefore(time);
		const sinceMs = before === null ? 0 : time - before;
		const isAlone = sinceMs <= 0 || sinceMs > 2 * this.#everyMs;
		const from = isAlone ? Math.max(floor(time), time - aloneMs) : time - sinceMs;
		const over: ProcessMinute[] = [];
		// It tells of the time since the one before, which may lie in several minutes.
		for (let start = floor(from); start <= time; start += minuteMs) {
			over.push(...this.#endBefore(start));
			const ms = Math.min(time, start + minuteMs) - Math.max(from, start);
			if (ms <= 0) continue;
			this.#running ??= { time: start, knownMs: 0, sums: new Map() };
			add(this.#running, processes, ms);
		}
		return over;
	}

	#endBefore(time: number): ProcessMinute[] {
		if (!this.#running || this.#running.time >= floor(time)) return [];
		const over = summarize(this.#running);
		this.#running = null;
		return [over];
	}
}

const floor = (time: number) => Math.floor(time / minuteMs) * minuteMs;

function add(minute: Running, processes: readonly Process[], ms: number): void {
	minute.knownMs += ms;
	for (const process of processes) {
		// The kernel gives a number again, in time to another program.
		const key = `${process.pid} ${process.name}`;
		const sum = minute.sums.get(key) ?? createSum(process);
		minute.sums.set(key, sum);
		sum.process = process;
		sum.seenMs += ms;
		for (const field of fields) {
			const value = process[field];
			if (value === null) sum.totals[field].unknownMs += ms;
			else sum.totals[field].sum += value * ms;
		}
	}
}

function createSum(process: Process): Sum {
	const totals = Object.fromEntries(fields.map((field) => [field, { sum: 0, unknownMs: 0 }]));
	return { process, seenMs: 0, totals: totals as Sum["totals"] };
}

function summarize({ time, knownMs, sums }: Running): ProcessMinute {
	const uses = [...sums.values()].map((sum) => toUse(sum, knownMs));
	const processes = new Set([
		...greatest(uses, most.utilization, ({ utilization }) => utilization),
		...greatest(uses, most.residentBytes, ({ residentBytes }) => residentBytes),
		...greatest(uses, most.io, movedBytes),
	]);
	return { time, processes: [...processes] };
}

// Names alone: arguments may hold secrets, and this is kept for months, whatever is shown now.
function toUse({ process, seenMs, totals }: Sum, knownMs: number): ProcessUse {
	const { pid, name, user, container } = process;
	// Work is spread over the minute: ten seconds at full speed are a sixth of it. Memory is what it had while it was
	// told, for it keeps that when others grow past it.
	const mean = (field: Field, ofMs: number, decimals = 0) => {
		const { sum, unknownMs } = totals[field];
		return ofMs > unknownMs ? Number((sum / (ofMs - unknownMs)).toFixed(decimals)) : null;
	};
	return {
		...{ pid, name, user, container },
		utilization: mean("utilization", knownMs, 4),
		residentBytes: mean("residentBytes", seenMs),
		readBytesPerSecond: mean("readBytesPerSecond", knownMs),
		writtenBytesPerSecond: mean("writtenBytesPerSecond", knownMs),
	};
}

function movedBytes({ readBytesPerSecond: read, writtenBytesPerSecond: written }: ProcessUse): number | null {
	return read === null && written === null ? null : (read ?? 0) + (written ?? 0);
}

/** Those with the greatest of something, of which each has any. */
function greatest(uses: ProcessUse[], count: number, read: (use: ProcessUse) => number | null): ProcessUse[] {
	return uses
		.map((use) => ({ use, value: read(use) ?? 0 }))
		.filter(({ value }) => value > 0)
		.sort((one, other) => other.value - one.value || one.use.pid - other.use.pid)
		.slice(0, count)
		.map(({ use }) => use);
}
