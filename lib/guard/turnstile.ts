/** So many requests are worked on at once: a tick waits for these at most, and not for all that came before it. */
const mostInside = 2;
/** Who waits for the disk, say, is no work meanwhile. */
const longestMs = 20;

/**
 * Lets requests in one after the other, a few in each turn of the event loop. However many come in one instant, what
 * else there is to do, ticks above all, is done between them. Owners take turns: who brings thousands waits for them
 * alone.
 */
export class Turnstile {
	/** Those that wait, by owner; whose turn it is comes first. */
	#lines = new Map<string, Set<() => void>>();
	#inside = 0;
	#isDue = false;

	get waiting(): number {
		return [...this.#lines.values()].reduce((sum, line) => sum + line.size, 0);
	}

	/** Runs it once it is its owner's turn. Gives what lets the next one in, or takes this one out of those that wait. */
	enter(owner: string, run: () => void): () => void {
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
			if (this.#remove(owner, start)) return;
			clearTimeout(timer);
			this.#inside--;
			this.#schedule();
		};
		this.#lines.set(owner, (this.#lines.get(owner) ?? new Set()).add(start));
		this.#schedule();
		return leave;
	}

	#schedule(): void {
		if (this.#isDue || this.#lines.size === 0 || this.#inside >= mostInside) return;
		this.#isDue = true;
		setImmediate(() => {
			this.#isDue = false;
			// Only as many as there is room for now: who leaves at once makes room for the next turn.
			const room = mostInside - this.#inside;
			const next = Array.from({ length: Math.max(room, 0) }, () => this.#takeNext());
			for (const start of next) start?.();
			this.#schedule();
		});
	}

	#takeNext(): (() => void) | undefined {
		const [[owner, line] = ["", new Set<() => void>()]] = this.#lines;
		const [next] = line;
		if (!next) return undefined;
		// To the end, so that the other owners come before its next one.
		this.#lines.delete(owner);
		line.delete(next);
		if (line.size > 0) this.#lines.set(owner, line);
		return next;
	}

	#remove(owner: string, start: () => void): boolean {
		const line = this.#lines.get(owner);
		const wasThere = line?.delete(start) ?? false;
		if (line?.size === 0) this.#lines.delete(owner);
		return wasThere;
	}
}
