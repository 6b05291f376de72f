import { differences, elapsedSeconds, type Outcome, reasons } from "./rate";

/** Named counters, as they were read at one instant. */
export type CounterReading = ReadonlyMap<string, readonly number[]>;

export interface Growth {
	seconds: number;
	/** By name: how much each counter grew, or why that cannot be said. */
	differences: Map<string, Outcome<number[]>>;
}

/** Remembers one reading of named counters, and says how much each grew until the next. */
export class Counters {
	#paceMs: number;
	#mayFall: readonly number[];
	#before: CounterReading = new Map();
	#beforeMs: number | undefined;

	constructor(paceMs: number, mayFall: readonly number[] = []) {
		this.#paceMs = paceMs;
		this.#mayFall = mayFall;
	}

	/** Takes the next reading; a name that was not in the one before starts anew. */
	grow(nowMs: number, now: CounterReading): Outcome<Growth> {
		const seconds = elapsedSeconds(nowMs, this.#beforeMs, this.#paceMs);
		// After a reading that came too soon the next one speaks for the time of both.
		if (seconds === reasons.tooSoon) return seconds;
		const before = this.#before;
		this.#before = now;
		this.#beforeMs = nowMs;
		if (typeof seconds === "string") return seconds;
		const grown = new Map<string, Outcome<number[]>>();
		for (const [name, values] of now) {
			grown.set(name, differences(values, before.get(name), this.#mayFall));
		}
		return { seconds, differences: grown };
	}
}
