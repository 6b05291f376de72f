import { randomInt } from "node:crypto";

const timeDigits = 9;
const countDigits = 3;
const chanceDigits = 4;

const digits = (value: number, count: number) => value.toString(36).padStart(count, "0");

/** Makes ids of 16 letters and digits, each after the one before it, also where the clock is set back. */
export class JobIds {
	#time = 0;
	#count = 0;
	#now: () => number;

	constructor(now: () => number) {
		this.#now = now;
	}

	/** All that are made from now on come after this one. */
	follow(id: string): void {
		const time = Number.parseInt(id.slice(0, timeDigits), 36);
		if (time >= this.#time) this.#time = time + 1;
	}

	make(): string {
		const now = this.#now();
		if (now > this.#time) {
			this.#time = now;
			this.#count = 0;
		} else if (++this.#count === 36 ** countDigits) {
			this.#time++;
			this.#count = 0;
		}
		const chance = randomInt(36 ** chanceDigits);
		return digits(this.#time, timeDigits) + digits(this.#count, countDigits) + digits(chance, chanceDigits);
	}
}
