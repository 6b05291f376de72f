const windowMs = 60_000;
const mostTold = 10;

/**
 * Bounds what others can make the log say: ten times a minute it may. `ask` gives how many were not told since, `null`
 * where this one is not to be told either.
 */
export class Seldom {
	#now: () => number;
	#from = Number.NEGATIVE_INFINITY;
	#told = 0;
	#untold = 0;

	constructor(now: () => number = () => performance.now()) {
		this.#now = now;
	}

	ask(): number | null {
		if (this.#now() - this.#from >= windowMs) {
			this.#from = this.#now();
			this.#told = 0;
		}
		if (this.#told >= mostTold) {
			this.#untold++;
			return null;
		}
		this.#told++;
		const untold = this.#untold;
		this.#untold = 0;
		return untold;
	}
}
