/** What may be taken: so much at once, and from then on so much each second. */
export class Bucket {
	#level: number;
	#at: number;

	/** `now` is in monotonic milliseconds. */
	constructor(
		readonly size: number,
		readonly perSecond: number,
		now: number,
	) {
		this.#level = size;
		this.#at = now;
	}

	/** How long it takes until `amount` can be taken; 0 for at once. */
	waitMs(amount: number, now: number): number {
		this.#fill(now);
		return this.#level >= amount ? 0 : ((amount - this.#level) / this.perSecond) * 1_000;
	}

	take(amount: number, now: number): void {
		this.#fill(now);
		this.#level -= amount;
	}

	/** Whether it is as one that was never used. */
	isFull(now: number): boolean {
		this.#fill(now);
		return this.#level >= this.size;
	}

	#fill(now: number): void {
		this.#level = Math.min(this.size, this.#level + ((now - this.#at) / 1_000) * this.perSecond);
		this.#at = now;
	}
}
