import { RingBuffer } from "@/lib/ring-buffer";
import { Chunk } from "./chunk";
import { mostSelections } from "./shared";
import type { Tick, ToldTick } from "./tick";
import type { Selection, Wanted } from "./types";

/** How a stream begins, told to its client in `hello`. */
export interface Resumption {
	resumed: "fresh" | "replayed" | "gap";
	/** How many ticks the client missed; `null` where that cannot be known. */
	missed: number | null;
}

export interface ReplayOptions {
	/** How many ticks may be replayed, and how old they may be. */
	retention: { count: number; ageMs: number };
	/** Unix milliseconds. */
	now: () => number;
}

const gap: Resumption = { resumed: "gap", missed: null };

/**
 * Remembers the newest numbered ticks for those that come back. What is replayed is encoded once for each selection,
 * and for at most 16 of them: whatever is asked for, it takes the memory of 17 times what is remembered, and a client
 * costs no more than references to it.
 */
export class Replay {
	#options: ReplayOptions;
	#ring: RingBuffer<Tick>;
	#newest: number;
	/** The keys of the selections that are kept encoded; all events are beside them, as they are kept anyway. */
	#kept = new Set<string>();

	/** `newest` is the number of the last tick before the first that will be remembered. */
	constructor(options: ReplayOptions, newest: number) {
		this.#options = options;
		this.#newest = newest;
		this.#ring = new RingBuffer(options.retention.count);
	}

	/** Whoever has this number, or a later one, can be told all that came after it. */
	get floor(): number {
		const since = this.#options.now() - this.#options.retention.ageMs;
		for (const { time, number } of this.#ring) if (number && time >= since) return number.after;
		return this.#newest;
	}

	/** The number of the newest tick that is remembered, or would be. */
	get newest(): number {
		return this.#newest;
	}

	add(tick: Tick): void {
		if (!tick.number) return;
		this.#newest = tick.number.seq;
		this.#ring.push(tick);
	}

	/**
	 * All that came after the tick of this number, or a gap. `isOpen` says whether a client with this selection is there;
	 * while it may not have read its replay, that is not given up for another selection.
	 */
	resume(
		seq: number | null,
		wanted: Wanted,
		isOpen: (key: string) => boolean,
	): { resumption: Resumption; chunks: Chunk[] } {
		const ticks = this.#after(seq);
		if (!ticks) return { resumption: gap, chunks: [] };
		const resumption: Resumption = { resumed: "replayed", missed: ticks.length };
		const isKnown = !wanted.selection || this.#kept.has(wanted.key);
		if (ticks.length > 0 && !this.#keep(wanted, isOpen)) {
			return { resumption: { ...resumption, resumed: "gap" }, chunks: [] };
		}
		const chunks = ticks.flatMap((tick) => tick.replay(wanted) ?? []);
		// Nobody may ever ask for this again, so it is not worth a deflater for each of a thousand ticks.
		return { resumption, chunks: isKnown ? chunks : chunks.map(({ bytes }) => Chunk.single(bytes)) };
	}

	/** Like `resume`, told instead of encoded. */
	tell(seq: number | null, selection: Selection): { resumption: Resumption; ticks: ToldTick[] } {
		const ticks = this.#after(seq);
		if (!ticks) return { resumption: gap, ticks: [] };
		return {
			resumption: { resumed: "replayed", missed: ticks.length },
			ticks: ticks.flatMap((tick) => tick.tell(selection) ?? []),
		};
	}

	// All or nothing: a replay with a hole in it would look whole to its reader.
	#after(seq: number | null): Tick[] | null {
		if (seq === null || seq < this.floor) return null;
		return [...this.#ring].filter(({ number }) => (number?.seq ?? 0) > seq);
	}

	#keep({ key, selection }: Wanted, isOpen: (key: string) => boolean): boolean {
		if (!selection || this.#kept.has(key)) return true;
		if (this.#kept.size >= mostSelections) {
			const idle = [...this.#kept].find((kept) => !isOpen(kept));
			if (idle === undefined) return false;
			this.#kept.delete(idle);
			for (const tick of this.#ring) tick.forget(idle);
		}
		this.#kept.add(key);
		return true;
	}
}
