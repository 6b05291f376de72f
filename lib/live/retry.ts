import { backoffMs } from "./backoff";
import type { ConnectionState, LossReason } from "./types";

/** After this long without trouble the next failure is a first one again. */
const steadyMs = 60_000;

/** Owns the wait between attempts: how many there were, when the next one is, and what to say meanwhile. */
export class Retry {
	#timer: ReturnType<typeof setTimeout> | undefined;
	#steady: ReturnType<typeof setTimeout> | undefined;
	#attempt = 0;
	#at = 0;
	#reason: LossReason | null = null;

	constructor(
		private readonly open: () => void,
		private readonly say: (state: ConnectionState) => void,
		private readonly isOnline: () => boolean,
	) {}

	get waiting(): boolean {
		return this.#timer !== undefined;
	}

	/** What to say while an attempt is under way. */
	get trying(): ConnectionState {
		return this.#attempt === 0 ? { name: "connecting" } : this.#state(null);
	}

	/** Waits before the next attempt, as long as the server asked for or else by the backoff. */
	schedule(waitMs?: number, reason: LossReason | null = null): void {
		this.clear();
		this.#attempt++;
		// What was the matter is most likely the matter still, until it is known better.
		this.#reason = reason ?? this.#reason;
		this.#wait(waitMs ?? backoffMs(this.#attempt));
	}

	/** What was the matter has been found out during the wait, and maybe a better time for the next attempt. */
	explain(reason: LossReason | null, waitMs?: number): void {
		if (!this.waiting) return;
		this.#reason = reason;
		if (waitMs === undefined) this.say(this.#state(this.#at));
		else this.#wait(waitMs);
	}

	/** Makes the next attempt at once. */
	now(): void {
		this.clear();
		this.say(this.trying);
		this.open();
	}

	/** The attempt succeeded, as may be said again and again; once that has held for a minute, the count begins anew. */
	succeeded(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#reason = null;
		this.#steady ??= setTimeout(() => this.reset(), steadyMs);
	}

	reset(): void {
		this.clear();
		this.#attempt = 0;
		this.#reason = null;
	}

	clear(): void {
		clearTimeout(this.#timer);
		clearTimeout(this.#steady);
		this.#timer = undefined;
		this.#steady = undefined;
	}

	#wait(waitMs: number): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.now(), waitMs);
		this.#at = Date.now() + waitMs;
		this.say(this.#state(this.#at));
	}

	#state(at: number | null): ConnectionState {
		const name = this.isOnline() ? "reconnecting" : "offline";
		return { name, attempt: this.#attempt, at, reason: this.#reason };
	}
}
