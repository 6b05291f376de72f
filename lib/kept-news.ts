import type { Kept } from "./history/types";

const minuteMs = 60_000;

/** Knows when what is kept is worth telling: at once where somebody would read something else, and its size once a minute. */
export class KeptNews {
	#told = "";
	#seen: Kept | null = null;
	#toldAtMs = Number.NEGATIVE_INFINITY;

	/** Whether this is news at `atMs`, on the monotonic clock; it then counts as told. */
	isNews(kept: Kept, atMs: number): boolean {
		const isDue = atMs - this.#toldAtMs >= minuteMs;
		// Asked at each tick, mostly of the very same: what is kept in a file is made anew only as it changes.
		if (kept === this.#seen && !isDue) return false;
		this.#seen = kept;
		const words = wordsOf(kept);
		if (words === this.#told && !isDue) return false;
		this.#told = words;
		this.#toldAtMs = atMs;
		return true;
	}
}

function wordsOf({ state, reason, file, maxBytes, tiers }: Kept): string {
	return JSON.stringify([
		state,
		reason,
		file,
		maxBytes,
		tiers.map(({ name, from }) => [name, from === null]),
	]);
}
