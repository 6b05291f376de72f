/** Measures how long nothing was heard. Counts on both clocks: one stands still while the machine sleeps, the other may be set. */
export class Silence {
	#heardAt: { date: number; monotonic: number } | null = null;

	/** `null` before anything was heard. */
	get ms(): number | null {
		if (!this.#heardAt) return null;
		return Math.max(Date.now() - this.#heardAt.date, performance.now() - this.#heardAt.monotonic);
	}

	/** Something was heard, so long ago. */
	end(agoMs = 0): void {
		this.#heardAt = { date: Date.now() - agoMs, monotonic: performance.now() - agoMs };
	}
}
