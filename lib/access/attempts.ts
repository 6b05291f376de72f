import { ownerOf } from "./owner";

/** Why a password is not even looked at, and when it may be tried again. */
export interface Refusal {
	retryMs: number;
}

/** One attempt that may be made. It counts as failed until its end is told. */
export interface Attempt {
	/** Whether it comes from where somebody was signed in before. */
	isKnown: boolean;
	/** The password was right. */
	succeeded(): void;
	/** The password was not looked at. */
	withdrawn(): void;
}

export interface AttemptFrom {
	/** `null` where it is not known: all of those are one. */
	address: string | null;
	/** An account's name; what nobody could have is one, too. */
	account: string | null;
	/** Whether it comes from this very machine, or brings a session. */
	isKnown: boolean;
}

const known = { free: 5, longestMs: 60_000, most: 1_000 };
const strangers = { free: 5, longestMs: 15 * 60_000, most: 10_000 };
const allStrangers = { free: 50, longestMs: 30_000, most: 1 };
const forgetMs = 3_600_000;

/**
 * Counts attempts to sign in, and makes each address wait longer after each that failed: 1 s after the fifth, then twice
 * as long each time, up to 15 minutes. All addresses together wait up to 30 s, but for those where somebody was signed
 * in: these wait only for themselves, a minute at most, so that no attack from elsewhere keeps them out.
 */
export class Attempts {
	#now: () => number;
	#knownOnes = new Map<string, true>();
	#known = new Ladder(known);
	#strangers = new Ladder(strangers);
	#all = new Ladder(allStrangers);

	constructor(now: () => number = () => performance.now()) {
		this.#now = now;
	}

	/** How much is remembered: bounded, whoever asks from however many addresses. */
	get size(): number {
		return this.#knownOnes.size + this.#known.size + this.#strangers.size + this.#all.size;
	}

	/** Remembers that somebody is signed in to this account from there. */
	know(address: string | null, account: string): void {
		if (address === null) return;
		const key = keyOf(address, account);
		this.#knownOnes.delete(key);
		this.#knownOnes.set(key, true);
		dropOldest(this.#knownOnes, known.most);
	}

	/** Begins an attempt, unless it has to wait. */
	begin({ address, account, isKnown }: AttemptFrom): Attempt | Refusal {
		const now = this.#now();
		const key = keyOf(address, account);
		const own = isKnown || this.#knownOnes.has(key);
		const ladder = own ? this.#known : this.#strangers;
		const retryMs = Math.max(ladder.waitMs(key, now), own ? 0 : this.#all.waitMs("", now));
		if (retryMs > 0) return { retryMs };
		// Counted now, or many that come at once would all be the first.
		const takeBack = ladder.count(key, now);
		const takeBackFromAll = own ? () => {} : this.#all.count("", now);
		return {
			isKnown: own,
			succeeded: () => {
				ladder.forget(key);
				takeBackFromAll();
			},
			withdrawn: () => {
				takeBack();
				takeBackFromAll();
			},
		};
	}
}

// Of each account by itself: who may sign in as one does not thereby get more guesses at another.
function keyOf(address: string | null, account: string | null): string {
	return `${address === null ? "" : ownerOf(address)} ${account ?? ""}`;
}

interface Step {
	count: number;
	at: number;
	until: number;
}

/** Waits that grow with each count, and halve with each quiet hour. */
class Ladder {
	#steps = new Map<string, Step>();
	#options: typeof strangers;

	constructor(options: typeof strangers) {
		this.#options = options;
	}

	get size(): number {
		return this.#steps.size;
	}

	waitMs(key: string, now: number): number {
		return Math.max(0, (this.#steps.get(key)?.until ?? 0) - now);
	}

	/** Counts one. Gives what takes just that back. */
	count(key: string, now: number): () => void {
		const { free, longestMs, most } = this.#options;
		const step = this.#steps.get(key) ?? { count: 0, at: now, until: 0 };
		const count = Math.floor(step.count / 2 ** Math.floor((now - step.at) / forgetMs)) + 1;
		const waitMs = count < free ? 0 : Math.min(longestMs, 1_000 * 2 ** Math.min(count - free, 20));
		// The one that was used last is the last to be dropped.
		this.#steps.delete(key);
		this.#steps.set(key, { count, at: now, until: now + waitMs });
		dropOldest(this.#steps, most);
		return () => {
			const counted = this.#steps.get(key);
			if (!counted) return;
			counted.count--;
			counted.until = step.until;
			if (counted.count <= 0) this.#steps.delete(key);
		};
	}

	forget(key: string): void {
		this.#steps.delete(key);
	}
}

function dropOldest(map: Map<string, unknown>, most: number): void {
	const [oldest] = map.keys();
	if (map.size > most && oldest !== undefined) map.delete(oldest);
}
