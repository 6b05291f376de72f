import { RingBuffer } from "@/lib/ring-buffer";
import { beforeFirst, isHole, ticksAfter } from "../tick-id";
import type { Tick } from "./protocol";

/** Two minutes at the usual pace. */
const capacity = 120;

/** Remembers the newest ticks, for pages that come later than others. */
export class TickRing {
	#ticks = new RingBuffer<Tick>(capacity);
	/** All that came after this id is here. */
	#since: string | null;

	constructor(since: string | null) {
		this.#since = since;
	}

	push(tick: Tick & { id: string }): void {
		if (isHole(this.#ticks.at(this.#ticks.length - 1)?.id ?? this.#since, tick.id)) {
			// Who was told of it as it came heals it; who comes later could not know.
			this.#ticks = new RingBuffer(capacity);
			this.#since = tick.id;
			return;
		}
		if (this.#ticks.length === capacity) this.#since = this.#ticks.at(0)?.id ?? null;
		this.#ticks.push(tick);
	}

	/** Begins anew from the whole state, which brings a page of this life of the server up to date from wherever it was. */
	restart(state: Tick & { id: string }): void {
		this.#ticks = new RingBuffer(capacity);
		this.#since = beforeFirst(state.id);
		this.#ticks.push(state);
	}

	/** What a page that is at `cursor` has missed: nothing when it is ahead, `null` when that is not all here. */
	after(cursor: string | null): Tick[] | null {
		const place = ticksAfter(this.#since, cursor);
		if (place === null || place < 0) return null;
		return [...this.#ticks].filter(({ id }) => (ticksAfter(cursor, id) ?? 1) > 0);
	}
}
