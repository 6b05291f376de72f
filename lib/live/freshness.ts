import { measureClockOffset } from "./clock-offset";
import type { ClockOffset } from "./types";

/** A clock that is this far from where it is expected has been set, or what it says was held up on the way. */
const doubtMs = 2_000;
/** Once it was found that no clock was set, the next such doubt waits this long. */
const believeMs = 30_000;
/** So many paces old, and this much on top, a reading is late. */
const latePaces = 2.5;
const graceMs = 500;

/**
 * Knows the server's time in the browser, and when the server was last heard. Between measurements of the offset
 * it takes the server at its word: a word that was under way for long only makes things look older.
 */
export class Freshness {
	#offset: ClockOffset | null = null;
	#roughOffsetMs: number;
	#heardTime: number;
	#believedAt = Number.NEGATIVE_INFINITY;
	#measuring = false;
	#ask: () => Promise<number>;
	#onOffset: () => void;

	constructor(options: { pageTime: number; ask: () => Promise<number>; onOffset: () => void }) {
		this.#roughOffsetMs = options.pageTime - answeredAt();
		this.#heardTime = options.pageTime;
		this.#ask = options.ask;
		this.#onOffset = options.onOffset;
	}

	/** The measured offset, `null` until it was measured. */
	get offset(): ClockOffset | null {
		return this.#offset;
	}

	/** The server's time, as well as the browser knows it. */
	get now(): number {
		return Date.now() + (this.#offset?.offsetMs ?? this.#roughOffsetMs);
	}

	/** The newest time that the server gave: older than the silence where its news was held up on the way. */
	get heardTime(): number {
		return this.#heardTime;
	}

	/** How long ago a time of the server's clock was. */
	ageMs(time: number): number {
		return this.now - time;
	}

	/** Whether what comes each `paceMs` should have come again since `time`. A time that is not known is late. */
	isLate(time: number, paceMs: number): boolean {
		return !(this.ageMs(time) <= paceMs * latePaces + graceMs);
	}

	/** The server gave its time. Where that is not what was expected, either clock may have been set: it is measured anew. */
	hear(time: number, { isNewStream = false } = {}): void {
		if (isNewStream) this.#roughOffsetMs = time - Date.now();
		this.#heardTime = time;
		if (isNewStream) void this.measure();
		else if (Math.abs(time - this.now) > doubtMs) void this.#clearDoubt(time > this.now);
	}

	/** Measures the offset; without an answer the last one stands. */
	async measure(): Promise<void> {
		if (this.#measuring) return;
		this.#measuring = true;
		const measured = await measureClockOffset(this.#ask);
		this.#measuring = false;
		if (!measured) return;
		this.#offset = measured;
		this.#onOffset();
	}

	// Late news may only have been held up on the way, and will be for a while. Early news never was: a clock was set.
	async #clearDoubt(isEarly: boolean): Promise<void> {
		if (!isEarly && performance.now() - this.#believedAt < believeMs) return;
		const before = this.now - Date.now();
		await this.measure();
		const after = this.now - Date.now();
		this.#believedAt = Math.abs(after - before) < doubtMs ? performance.now() : Number.NEGATIVE_INFINITY;
	}
}

/** When the page was answered: its scripts may have come much later. */
function answeredAt(): number {
	const [navigation] = performance.getEntriesByType?.("navigation") ?? [];
	const { responseStart = 0 } = (navigation ?? {}) as Partial<PerformanceNavigationTiming>;
	return responseStart > 0 ? performance.timeOrigin + responseStart : Date.now();
}
