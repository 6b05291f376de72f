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
	childFaults: number;
	rates: Outcome<IoRates>;
}

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
	#monotonicMs: () => number;
	#readings = new WeakMap<object, IoReading>();

	constructor({
		procRoot,
		paceMs,
		monotonicMs,
	}: {
		procRoot: string;
		paceMs: number;
		monotonicMs: () => number;
	}) {
		this.#procRoot = procRoot;
		this.#paceMs = paceMs;
		this.#monotonicMs = monotonicMs;
	}

	/** The rates since it was asked last, which it tells again when it is asked twice in half a pace. */
	measure(seen: SeenProcess): Outcome<IoRates> {
		const before = this.#readings.get(seen.key);
		const atMs = this.#monotonicMs();
		if (before && atMs - before.atMs < this.#paceMs / 2) return before.rates;
		let reason: string = reasons.untold;
		const text = readProcessText(`${this.#procRoot}/${seen.pid}/io`, (failure) => {
			// Kernels may be built without it.
			reason = failure === ended ? whyAbsent(this.#procRoot, seen.pid) : failure;
		});
		const counters = text === null ? null : parseProcessIo(text);
		const { childFaults } = seen;
		const rates = counters ? this.#rate(counters, atMs, childFaults, before) : reason;
		this.#readings.set(seen.key, { atMs, counters, childFaults, rates });
		return rates;
	}

	#rate(
		[read, written]: [number, number],
		atMs: number,
		childFaults: number,
		before: IoReading | undefined,
	): Outcome<IoRates> {
		if (!before?.counters) return reasons.first;
		const seconds = elapsedSeconds(atMs, before.atMs, this.#paceMs);
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
