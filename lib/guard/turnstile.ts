/** So many requests are worked on at once: a tick waits for these at most, and not for all that came before it. */
const mostInside = 2;
/** Who waits for the disk, say, is no work meanwhile. */
const longestMs = 20;

/**
 * Lets requests in one after the other, a few in each turn of the event loop. However many come in one instant, what
 * else there is to do, ticks above all, is done between them.
 */
export class Turnstile {
	#waiting = new Set<() => void>();
	#inside = 0;
	#isDue = false;

	get waiting(): number {
		return this.#waiting.size;
	}

	/** Runs it once it is its turn. Gives what lets the next one in, or takes this one out of those that wait. */
	enter(run: () => void): () => void {
		let timer: NodeJS.Timeout | undefined;
		let hasLeft = false;
		const start = () => {
			this.#inside++;
			timer = setTimeout(leave, longestMs);
			run();
		};
		const leave = () => {
			if (hasLeft) return;
			hasLeft = true;
			if (this.#waiting.delete(start)) return;
			clearTimeout(timer);
			this.#inside--;
			this.#schedule();
		};
		this.#waiting.add(start);
		this.#schedule();
		return leave;
	}

	#schedule(): void {
		if (this.#isDue || this.#waiting.size === 0 || this.#inside >= mostInside) return;
		this.#isDue = true;
		setImmediate(() => {
			this.#isDue = false;
			// Only as many as there is room for now: who leaves at once makes room for the next turn.
			for (const start of [...this.#firstFew()]) {
				this.#waiting.delete(start);
				start();
			}
			this.#schedule();
		});
	}

	*#firstFew(): Generator<() => void> {
		let left = mostInside - this.#inside;
		for (const start of this.#waiting) {
			if (left-- <= 0) return;
			yield start;
		}
	}
}
