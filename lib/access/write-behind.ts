/** Writes down what is true in memory: at once what must not be lost, and seldom what may. */
export class WriteBehind {
	#write: (isNews: boolean) => void;
	#afterMs: number;
	#timer: NodeJS.Timeout | null = null;

	/** `write` is told whether there is more than what may be lost. */
	constructor(write: (isNews: boolean) => void, afterMs: number) {
		this.#write = write;
		this.#afterMs = afterMs;
	}

	now(): void {
		this.#stop();
		this.#write(true);
	}

	/** Together with all else that changes within the time. */
	soon(): void {
		this.#timer ??= setTimeout(() => this.#settle(), this.#afterMs).unref();
	}

	/** Writes what waits. */
	close(): void {
		if (!this.#timer) return;
		this.#settle();
		this.#stop();
	}

	#settle(): void {
		this.#stop();
		this.#write(false);
	}

	#stop(): void {
		if (this.#timer) clearTimeout(this.#timer);
		this.#timer = null;
	}
}
