import { longHoleMs } from "./grid";
import type { Fact } from "./types";

/** What the server before this one left behind. */
export interface Previous {
	/** Of its newest tick. */
	time: number;
	version: string;
	/** Another one after each start of the host. */
	bootId: string;
	/** Whether it was told to end. */
	clean: boolean;
	/** Where older lines have readings after `time`, for the clock was set back. */
	later?: readonly Line[];
}

interface Line {
	from: number;
	to: number;
}

/** The clocks of this machine at one moment, in milliseconds. */
export interface Clocks {
	/** What people read, and may set. */
	wallMs: number;
	/** Never set; stands still while the host sleeps. */
	steadyMs: number;
	/** Never set; goes on while the host sleeps. Dear: asked for only where the others disagree with the ticks. */
	uptimeMs: () => number;
}

interface TimelineOptions {
	intervalMs: number;
	version: string;
	bootId: string;
	previous: Previous | null;
}

/** NTP slews what is less; and a reading may be this late without anything being wrong. */
const steppedMs = 1_000;
/** Clocks read one after the other on a busy machine are this far apart. */
const sleptMs = 2_000;

/** Finds out what happened from the times of ticks: what was missing between two of them, and why. */
export class Timeline {
	#options: TimelineOptions;
	#newest: number | null;
	#clocks: Clocks | null = null;
	/** Where the newest line began. */
	#lineFrom = Number.NEGATIVE_INFINITY;
	/** The older ones, which are told again where the newest one leaps over them. */
	#older: Line[];
	/** How long the host has slept in all. */
	#sleptMs = 0;

	constructor(options: TimelineOptions) {
		this.#options = options;
		this.#newest = options.previous?.time ?? null;
		this.#older = [...(options.previous?.later ?? [])];
	}

	/** What happened up to and with this tick; `missingReason` explains the ticks that are missing before it. */
	follow(time: number, clocks: Clocks, missingReason: string): Fact[] {
		const newest = this.#newest;
		const before = this.#clocks;
		this.#followLine(newest, time);
		this.#newest = time;
		this.#clocks = clocks;
		if (!before) return this.#begin(time, clocks);
		const { intervalMs } = this.#options;
		const hole = newest !== null && time > newest + intervalMs;
		const stretch = hole ? this.#hole(newest, time) : { time, until: null };
		if (!hole && newest !== null && time > newest) return [];
		const asleepMs = this.#sleep(clocks);
		const byMs = Math.round(clocks.wallMs - before.wallMs - (clocks.steadyMs - before.steadyMs) - asleepMs);
		if (Math.abs(byMs) >= steppedMs) return [{ kind: "clockStepped", ...stretch, detail: { byMs } }];
		if (!hole) return [];
		if (asleepMs >= sleptMs) return [{ kind: "suspended", ...stretch, detail: {} }];
		return [{ kind: "silent", ...stretch, detail: { reason: missingReason } }];
	}

	#followLine(newest: number | null, time: number): void {
		if (newest === null) return;
		if (time <= newest) this.#older.push({ from: Math.max(time, this.#lineFrom), to: newest });
		if (time <= newest || time - newest > longHoleMs) this.#lineFrom = time;
	}

	/** From a reading to the next one that is later: as much of it as no older line knows anything of. */
	#hole(newest: number, time: number): Pick<Fact, "time" | "until"> {
		const { intervalMs } = this.#options;
		let from = newest + intervalMs;
		if (time - newest > longHoleMs) {
			for (const line of this.#older) if (line.from < time) from = Math.max(from, line.to + intervalMs);
		}
		const until = time - intervalMs;
		return from <= until ? { time: from, until } : { time, until: null };
	}

	/** How long the host has slept since this was asked last. */
	#sleep({ steadyMs, uptimeMs }: Clocks): number {
		const before = this.#sleptMs;
		this.#sleptMs = uptimeMs() - steadyMs;
		return this.#sleptMs - before;
	}

	#begin(time: number, clocks: Clocks): Fact[] {
		this.#sleep(clocks);
		const { previous, version, bootId, intervalMs } = this.#options;
		const facts: Fact[] = [];
		if (previous && previous.time + intervalMs < time) {
			facts.push({ kind: "off", ...this.#hole(previous.time, time), detail: { clean: previous.clean } });
		}
		if (previous && previous.time >= time) {
			facts.push({ kind: "clockStepped", time, until: null, detail: { byMs: time - previous.time } });
		}
		if (previous && previous.bootId !== bootId) {
			facts.push({
				kind: "rebooted",
				time: Math.round(clocks.wallMs - clocks.uptimeMs()),
				until: null,
				detail: {},
			});
		}
		if (previous && previous.version !== version) {
			facts.push({
				kind: "versionChanged",
				time,
				until: null,
				detail: { from: previous.version, to: version },
			});
		}
		return [...facts, { kind: "started", time, until: null, detail: { version } }];
	}
}
