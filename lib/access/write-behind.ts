/** Writes down what is true in memory: at once what must not be lost, and seldom what may. */
export class WriteBehind {
	#write: () => void;
	#afterMs: number;
	#timer: NodeJS.Timeout | null = null;

	constructor(write: () => void, afterMs: number) {
		this.#write = write;
		this.#afterMs = afterMs;
	}

	now(): void {
		if (this.#timer) clearTimeout(this.#timer);
		this.#timer = null;
		this.#write();
	}

	/** Together with all else that changes within the time. */
	soon(): void {
		this.#timer ??= setTimeout(() => this.now(), this.#afterMs).unref();
	}

	/** Writes what waits. */
	close(): void {
		if (!this.#timer) return;
		this.now();
		if (this.#timer) clearTimeout(this.#timer);
		this.#timer = null;
	}
}
