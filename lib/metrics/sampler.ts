import type { Instant } from "./collector";
import type { MetricEvents, Snapshot } from "./types";

/** What the sampler takes the time from and waits with; tests put their own in its place. */
export interface SamplerClock {
	/** Unix milliseconds; may be set at any time. */
	now(): number;
	/** Milliseconds that only ever pass. */
	monotonicMs(): number;
	setTimer(wake: () => void, delayMs: number): unknown;
	clearTimer(timer: unknown): void;
}

interface SamplerOptions {
	/** 250, 500 or a multiple of 1000. */
	intervalMs: number;
	collection: {
		prime(at: Instant): void;
		read(at: Instant): Partial<MetricEvents>;
		close(): void;
	};
	onSnapshot: (snapshot: Snapshot) => void;
	clock?: SamplerClock;
}

const systemClock: SamplerClock = {
	now: () => Date.now(),
	monotonicMs: () => performance.now(),
	setTimer: (wake, delayMs) => setTimeout(wake, delayMs),
	clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

// The first rates are measured against the reading at the start: over less they would be noise.
const primingMs = 250;

/**
 * Takes a snapshot at each full step of the wall clock (each full second, say), and never two for one step. Steps that
 * were slept through stay out. When the clock is set, it goes on with the steps of the new time at once.
 */
export class Sampler {
	#intervalMs: number;
	#options: SamplerOptions;
	#clock: SamplerClock;
	#timer: unknown;
	#running = false;
	/** The last step that was taken or is not to be taken: its time in intervals. */
	#step = 0;
	/** What both clocks said when last looked at: apart from setting, they go alike. */
	#seen: Instant = { time: 0, monotonicMs: 0 };

	constructor(options: SamplerOptions) {
		const { intervalMs, clock = systemClock } = options;
		if (!isInterval(intervalMs)) {
			throw new Error(`intervalMs: expected 250, 500 or a multiple of 1000, got ${intervalMs}`);
		}
		this.#intervalMs = intervalMs;
		this.#options = options;
		this.#clock = clock;
	}

	start(): void {
		if (this.#running) return;
		this.#running = true;
		this.#seen = this.#look();
		this.#options.collection.prime(this.#seen);
		this.#step = Math.ceil((this.#seen.time + primingMs) / this.#intervalMs) - 1;
		this.#arm();
	}

	close(): void {
		if (!this.#running) return;
		this.#running = false;
		this.#clock.clearTimer(this.#timer);
		this.#options.collection.close();
	}

	#arm(): void {
		if (!this.#running) return;
		const { time } = this.#follow();
		const waitMs = (this.#step + 1) * this.#intervalMs - time;
		this.#timer = this.#clock.setTimer(() => this.#wake(), Math.max(0, waitMs));
	}

	#wake(): void {
		try {
			const at = this.#follow();
			const step = Math.floor(at.time / this.#intervalMs);
			// Otherwise it was woken a little early, or the clock was set back: the same step must not come twice.
			if (step > this.#step) this.#take(step, at);
		} finally {
			this.#arm();
		}
	}

	#take(step: number, at: Instant): void {
		this.#step = step;
		const time = step * this.#intervalMs;
		const events = this.#options.collection.read(at);
		const tookMs = Math.round((this.#clock.monotonicMs() - at.monotonicMs) * 100) / 100;
		this.#options.onSnapshot({ time, latenessMs: at.time - time, tookMs, events });
	}

	/** Looks at the clocks; if the wall clock was set back by more than a step, its steps are counted anew. */
	#follow(): Instant {
		const at = this.#look();
		const expected = this.#seen.time + at.monotonicMs - this.#seen.monotonicMs;
		// Less than a step is waited for, so that no step comes twice.
		if (expected - at.time > this.#intervalMs) this.#step = Math.floor(at.time / this.#intervalMs);
		this.#seen = at;
		return at;
	}

	#look(): Instant {
		return { time: this.#clock.now(), monotonicMs: this.#clock.monotonicMs() };
	}
}

function isInterval(intervalMs: number): boolean {
	return intervalMs === 250 || intervalMs === 500 || (intervalMs >= 1000 && intervalMs % 1000 === 0);
}
