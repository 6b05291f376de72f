import { late, within } from "./time-limit";

/**
 * Does slow things one at a time, for a limited time, and none while an earlier one still hangs: each of them may hold
 * a thread for ever, and there are only four.
 */
export class OneByOne {
	#monotonicMs: () => number;
	#tail: Promise<void> = Promise.resolve();
	#hangs = false;

	constructor(monotonicMs: () => number) {
		this.#monotonicMs = monotonicMs;
	}

	/** Does `work` for one item after the other, after all that was asked for before; what takes longer than `limitMs` together is left out. */
	do<T>(items: readonly T[], work: (item: T) => Promise<void>, limitMs: number): Promise<void> {
		if (items.length > 0) this.#tail = this.#tail.then(() => this.#doNow(items, work, limitMs));
		return this.#tail;
	}

	async #doNow<T>(items: readonly T[], work: (item: T) => Promise<void>, limitMs: number): Promise<void> {
		const endMs = this.#monotonicMs() + limitMs;
		for (const item of items) {
			const restMs = endMs - this.#monotonicMs();
			if (restMs <= 0 || this.#hangs) return;
			this.#hangs = true;
			const done = work(item).finally(() => {
				this.#hangs = false;
			});
			if ((await within(restMs, done)) === late) return;
		}
	}
}
