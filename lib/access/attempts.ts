/** Why a password is not even looked at, and when it may be tried again. */
export interface Refusal {
	retryMs: number;
}

const freeTries = 5;
const longestMs = 15 * 60_000;
const mostOwners = 10_000;

/** Counts failed attempts to sign in, and makes each address wait longer after each. */
export class Attempts {
	#failures = new Map<string, { count: number; until: number }>();
	#now: () => number;

	constructor(now: () => number = () => performance.now()) {
		this.#now = now;
	}

	/** `null` when it may try now. */
	check(owner: string): Refusal | null {
		const wait = (this.#failures.get(owner)?.until ?? 0) - this.#now();
		return wait > 0 ? { retryMs: wait } : null;
	}

	failed(owner: string): void {
		const count = (this.#failures.get(owner)?.count ?? 0) + 1;
		const delay = count < freeTries ? 0 : Math.min(longestMs, 1_000 * 2 ** (count - freeTries));
		this.#failures.delete(owner);
		this.#failures.set(owner, { count, until: this.#now() + delay });
		const [oldest] = this.#failures.keys();
		if (this.#failures.size > mostOwners && oldest !== undefined) this.#failures.delete(oldest);
	}

	succeeded(owner: string): void {
		this.#failures.delete(owner);
	}
}
