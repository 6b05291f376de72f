// @ts-check

/** Numbers that look random and are the same for the same seed (xorshift32, Marsaglia 2003). */
export class Random {
	#state;

	/** @param {number} seed a whole number */
	constructor(seed) {
		// Never 0, from which it would not come away; neighbouring seeds must not begin alike.
		this.#state = Math.imul(seed + 1, 0x9e3779b1) | 1;
		for (let round = 0; round < 8; round++) this.unit();
	}

	/** From 0 to less than 1. */
	unit() {
		let state = this.#state;
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		this.#state = state;
		return (state >>> 0) / 4_294_967_296;
	}

	/** Around 0, of a variance of 1 (the sum of three, which is near enough to a bell). */
	noise() {
		return (this.unit() + this.unit() + this.unit() - 1.5) * 2;
	}

	/**
	 * A whole number from 0 up to less than `count`.
	 * @param {number} count
	 */
	below(count) {
		return Math.floor(this.unit() * count);
	}

	/**
	 * How often something happened that on average happens `mean` times.
	 * @param {number} mean
	 */
	count(mean) {
		if (mean > 12) return Math.max(0, Math.round(mean + this.noise() * Math.sqrt(mean)));
		const least = Math.exp(-mean);
		let product = this.unit();
		let count = 0;
		for (; product > least; count++) product *= this.unit();
		return count;
	}
}
