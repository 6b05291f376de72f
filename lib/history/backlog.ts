import type { Fact, OwnReading, ProcessMinute, Tick } from "./types";

/** What waits to be written. */
export type Entry =
	| { type: "tick"; tick: Tick }
	| { type: "fact"; fact: Fact }
	| { type: "processes"; minute: ProcessMinute }
	| { type: "own"; readings: readonly OwnReading[] };

/** So many own readings wait at most. */
const mostReadings = 50_000;

/** Holds in order what cannot be written now; of ticks no more than `most`, and then forgets the oldest. */
export class Backlog {
	#entries: Entry[] = [];
	#ticks = 0;
	#lost: { from: number; to: number } | null = null;

	constructor(readonly most: number) {}

	get isEmpty(): boolean {
		return this.#entries.length === 0;
	}

	/** From which to which tick it had to forget; `null` if none. */
	get lost(): { from: number; to: number } | null {
		return this.#lost;
	}

	push(entry: Entry): void {
		this.#entries.push(entry);
		if (entry.type === "own") this.#boundReadings();
		if (entry.type !== "tick") return;
		this.#ticks++;
		if (this.#ticks <= this.most) return;
		const oldest = this.#entries.findIndex(({ type }) => type === "tick");
		const [gone] = this.#entries.splice(oldest, 1);
		this.#ticks--;
		if (gone?.type !== "tick") return;
		const { time } = gone.tick;
		// A clock set back begins another line, and what was lost before is not on it.
		this.#lost =
			this.#lost && this.#lost.to < time ? { from: this.#lost.from, to: time } : { from: time, to: time };
	}

	/** Writes them in order, each once; what is left after an error stays. */
	drain(write: (entry: Entry) => void): void {
		let done = 0;
		try {
			for (const entry of this.#entries) {
				write(entry);
				done++;
				if (entry.type === "tick") this.#ticks--;
			}
		} finally {
			this.#entries.splice(0, done);
		}
	}

	#boundReadings(): void {
		let count = 0;
		for (const { readings } of this.#entries.filter((entry) => entry.type === "own"))
			count += readings.length;
		while (count > mostReadings) {
			const oldest = this.#entries.findIndex(({ type }) => type === "own");
			const [gone] = this.#entries.splice(oldest, 1);
			if (gone?.type === "own") count -= gone.readings.length;
		}
	}

	/** Forgets what was lost: it was told. */
	settle(): void {
		this.#lost = null;
	}
}
