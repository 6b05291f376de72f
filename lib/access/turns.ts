/** Does one thing after the other; only so many wait, and those who are known come before those who are not. */
export class Turns {
	#most: number;
	#known: (() => void)[] = [];
	#others: (() => void)[] = [];
	#isBusy = false;

	/** So many of each kind may wait. */
	constructor(most: number) {
		this.#most = most;
	}

	/** What the work gives when its turn has come; `null` at once when too many wait already. */
	take<T>(work: () => Promise<T>, isKnown: boolean): Promise<T> | null {
		const line = isKnown ? this.#known : this.#others;
		if (line.length >= this.#most) return null;
		const turn = new Promise<void>((resolve) => line.push(resolve));
		const done = turn.then(work).finally(() => {
			this.#isBusy = false;
			this.#next();
		});
		this.#next();
		return done;
	}

	#next(): void {
		if (this.#isBusy) return;
		const next = this.#known.shift() ?? this.#others.shift();
		this.#isBusy = next !== undefined;
		next?.();
	}
}
