import { elapsedSeconds, type Outcome, reasons } from "../rate";
import { ended, readProcessText, whyAbsent } from "./process-file";
import type { SeenProcess } from "./process-walk";

/** Bytes per second that a process reads from and writes to storage. */
export interface IoRates {
	readBytesPerSecond: number;
	writtenBytesPerSecond: number;
}

interface IoReading {
	atMs: number;
	counters: [read: number, written: number] | null;
	/** What it had done by then. */
	ticks: number;
	childFaults: number;
	rates: Outcome<IoRates>;
}

const none: IoRates = { readBytesPerSecond: 0, writtenBytesPerSecond: 0 };
/** To have the disk move a megabyte takes a process a few milliseconds. */
const quietTicks = 3;

/** Reads what passed to and from storage, and not what only was copied from memory, out of `/proc/<pid>/io` (proc_pid_io(5)). */
export function parseProcessIo(text: string): [read: number, written: number] | null {
	const read = /^read_bytes: (\d+)$/m.exec(text)?.[1];
	const written = /^write_bytes: (\d+)$/m.exec(text)?.[1];
	return read === undefined || written === undefined ? null : [Number(read), Number(written)];
}

/** Measures the traffic of those processes that it is asked of, from one time to the next. */
export class ProcessIo {
	#procRoot: string;
	#paceMs: number;
	#restMs: number;
	#monotonicMs: () => number;
	#readings = new WeakMap<object, IoReading>();

	/** See ProcessTableOptions for both paces. */
	constructor(options: { procRoot: string; paceMs: number; restMs: number; monotonicMs: () => number }) {
		this.#procRoot = options.procRoot;
		this.#paceMs = options.paceMs;
		this.#restMs = options.restMs;
		this.#monotonicMs = options.monotonicMs;
	}

	/**
	 * The same as `measure`, for any number of processes: of one that did nothing since nothing is read, of one that did
	 * little only each third time, and nothing more where that is forbidden.
	 */
	follow(seen: SeenProcess): Outcome<IoRates> {
		const before = this.#readings.get(seen.key);
		if (!before) return this.measure(seen);
		const wasReadSince = before.atMs >= seen.atMs;
		if (wasReadSince || before.rates === reasons.forbidden) return before.rates;
		const ticks = seen.ticks - before.ticks;
		const sinceMs = seen.atMs - before.atMs;
		const isIdle = ticks === 0 && seen.childFaults === before.childFaults;
		const isQuiet = isIdle || (ticks < quietTicks && sinceMs < 1.5 * this.#restMs);
		if (!isQuiet || seen.state === "waiting" || !before.counters) return this.measure(seen);
		// It stood there a pace ago as it did when it was read: what it does next is of the time since. Of so little work
		// that no tick was counted, the bytes are counted with that.
		if (isIdle && sinceMs > this.#restMs) before.atMs = seen.atMs - this.#restMs;
		return isIdle ? none : before.rates;
	}

	/** The rates since it was asked last, which it tells again when it is asked twice in half a pace. */
	measure(seen: SeenProcess): Outcome<IoRates> {
		const before = this.#readings.get(seen.key) ?? unborn(seen);
		const atMs = this.#monotonicMs();
		if (before && atMs - before.atMs < this.#paceMs / 2) return before.rates;
		let reason: string = reasons.untold;
		const text = readProcessText(`${this.#procRoot}/${seen.pid}/io`, (failure) => {
			// Kernels may be built without it.
			reason = failure === ended ? whyAbsent(this.#procRoot, seen.pid) : failure;
		});
		const counters = text === null ? null : parseProcessIo(text);
		const { ticks, childFaults } = seen;
		const rates = counters ? this.#rate(counters, atMs, childFaults, before) : reason;
		this.#readings.set(seen.key, { atMs, counters, ticks, childFaults, rates });
		return rates;
	}

	#rate(
		[read, written]: [number, number],
		atMs: number,
		childFaults: number,
		before: IoReading | undefined,
	): Outcome<IoRates> {
		if (!before?.counters) return reasons.first;
		const seconds = elapsedSeconds(atMs, before.atMs, this.#restMs);
		if (typeof seconds === "string") return seconds;
		// The kernel adds all that a child has ever moved to its parent when that learns of its end: a shell would seem
		// to have written in one moment what took its child an hour. Their page faults are added with it.
		if (childFaults !== before.childFaults) return "it holds that of children which ended";
		const rates = {
			readBytesPerSecond: Math.round((read - before.counters[0]) / seconds),
			writtenBytesPerSecond: Math.round((written - before.counters[1]) / seconds),
		};
		return rates.readBytesPerSecond < 0 || rates.writtenBytesPerSecond < 0 ? reasons.wentBack : rates;
	}
}

/** What would have been read at the walk before, of a process that began after it. */
function unborn({ bornAfterMs }: SeenProcess): IoReading | undefined {
	if (bornAfterMs === null) return undefined;
	return { atMs: bornAfterMs, counters: [0, 0], ticks: 0, childFaults: 0, rates: reasons.first };
}
