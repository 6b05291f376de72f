// A timer neither sees that the clock was set, nor runs while the machine sleeps; nor can it wait for 25 days.
const longestMs = 60_000;

/** Rings once it is late enough by the clock on the wall, at most a minute after that was set or the machine woke up. */
export class Alarm {
	#ring: () => void;
	#now: () => number;
	#at = Number.POSITIVE_INFINITY;
	#timer: NodeJS.Timeout | null = null;

	constructor(ring: () => void, now: () => number) {
		this.#ring = ring;
		this.#now = now;
	}

	/** Rings at this time as well: of several, only the first is remembered, and who hears it sets the next. */
	set(time: number): void {
		if (time >= this.#at) return;
		this.#at = time;
		this.#wait();
	}

	close(): void {
		this.#at = Number.NEGATIVE_INFINITY;
		if (this.#timer) clearTimeout(this.#timer);
	}

	#wait(): void {
		if (this.#timer) clearTimeout(this.#timer);
		const ms = Math.min(Math.max(this.#at - this.#now(), 0), longestMs);
		this.#timer = setTimeout(() => this.#wake(), ms);
		this.#timer.unref();
	}

	#wake(): void {
		if (this.#now() < this.#at) {
			this.#wait();
			return;
		}
		this.#at = Number.POSITIVE_INFINITY;
		this.#ring();
	}
}
