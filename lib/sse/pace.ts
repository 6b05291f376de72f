import { Replay, type ReplayOptions } from "./replay";
import type { Sequence } from "./sequence";
import { Tick } from "./tick";
import type { HubEvent, Thin } from "./types";

export interface PaceOptions extends ReplayOptions {
	/** Seconds; `null` is each tick as it is. */
	every: number | null;
	sequence: Sequence;
	thin: Thin;
}

interface Gathered {
	step: number;
	time: number;
	seq: number;
	events: Map<string, { readings: unknown[]; named?: boolean }>;
}

/**
 * The stream at one pace: each tick, or one for each n-th full second of the server's clock, with what was read since
 * the one before it. It has the number of the newest tick in it, so a client that comes back goes on from there.
 */
export class Pace {
	readonly replay: Replay;
	#options: PaceOptions;
	#gathered: Gathered | null = null;

	constructor(options: PaceOptions) {
		this.#options = options;
		this.replay = new Replay(options, options.sequence.seq);
	}

	/** Takes the events of a tick, and its number if it has one; gives the ticks to send. */
	add(time: number, events: HubEvent[], seq: number | null): Tick[] {
		const { every } = this.#options;
		if (every === null) return [this.#make(time, events, seq)];
		const stepMs = every * 1_000;
		const isFull = time % stepMs === 0;
		// Who must be named is told at once, for it is not kept for later.
		const transient = events.filter(
			({ transient, named, prompt }) => (transient && isFull) || (named && prompt),
		);
		if (seq === null) return transient.length > 0 ? [this.#make(time, transient, null)] : [];
		const ticks: Tick[] = [];
		const step = Math.ceil(time / stepMs);
		if (this.#gathered && this.#gathered.step !== step) ticks.push(this.#flush([]));
		this.#gather(step, time, seq, events);
		if (isFull || events.some((event) => event.prompt)) ticks.push(this.#flush(transient));
		return ticks;
	}

	#gather(step: number, time: number, seq: number, events: HubEvent[]): void {
		this.#gathered ??= { step, time, seq, events: new Map() };
		Object.assign(this.#gathered, { time, seq });
		for (const { event, data, transient, named, prompt } of events) {
			if (transient || (named && prompt)) continue;
			const one = this.#gathered.events.get(event) ?? { readings: [], named };
			this.#gathered.events.set(event, one);
			one.readings.push(data);
		}
	}

	#flush(transient: HubEvent[]): Tick {
		const { time, seq, events } = this.#gathered as Gathered;
		this.#gathered = null;
		const thinned = [...events].map(([event, { readings, named }]) => ({
			event,
			named,
			data: this.#options.thin(event, readings),
		}));
		return this.#make(time, [...transient, ...thinned], seq);
	}

	#make(time: number, events: HubEvent[], seq: number | null): Tick {
		const number =
			seq === null ? null : { seq, after: this.replay.newest, id: this.#options.sequence.encode(seq) };
		const tick = new Tick(time, events, number);
		this.replay.add(tick);
		return tick;
	}
}
