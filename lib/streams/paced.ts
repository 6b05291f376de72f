/** Runs something at once when it is due, and then no more often than each so many milliseconds. */
export class Paced {
	#run: () => void;
	#everyMs: number;
	#ranAt = Number.NEGATIVE_INFINITY;
	#timer: NodeJS.Timeout | null = null;

	constructor(run: () => void, everyMs: number) {
		this.#run = run;
		this.#everyMs = everyMs;
	}

	/** It is due. */
	soon(): void {
		if (this.#timer) return;
		const waitMs = this.#ranAt + this.#everyMs - performance.now();
		if (waitMs <= 0) this.#now();
		else this.#timer = setTimeout(() => this.#now(), waitMs).unref();
	}

	close(): void {
		if (this.#timer) clearTimeout(this.#timer);
		this.#timer = null;
	}

	#now(): void {
		this.#timer = null;
		this.#ranAt = performance.now();
		this.#run();
	}
}
