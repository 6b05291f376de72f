import { withBasePath } from "@/lib/base-path";
import type { ProcessUse } from "@/lib/history/types";
import { ask } from "./ask";

/** By what processes are compared; `io` is what they read and wrote together. */
export type BusiestSort = "utilization" | "residentBytes" | "io";

/** Who used most in a stretch, each in the minute in which it used most, which began at `time`. */
export interface BusiestAnswer {
	processes: (ProcessUse & { time: number })[];
	/** Why there are none. */
	missing?: string;
}

interface BusiestOptions {
	sort: BusiestSort;
	/** The time of the server. */
	now: () => number;
	fetch?: typeof fetch;
}

const minuteMs = 60_000;
/** Whoever moves over a chart passes many times, of which only the one where they rest is of interest. */
const restMs = 120;
const answerMs = 10_000;
/** So long what may still change is not asked for again, nor what could not be had. */
const freshMs = 10_000;
/** A minute is kept some seconds after it is over. */
const settledMs = 2 * minuteMs;
const mostAnswers = 200;
const limit = 3;

interface Known {
	/** What was told last; `null` while nothing was. */
	answer: BusiestAnswer | null;
	/** When it is to be asked for again, by the browser's own clock. */
	untilMs: number;
}

/**
 * Knows, or finds out, who used most at any time that somebody rests at. One question at a time, and only the newest
 * is waited for; what could not be had is not told, and asked for again later.
 */
export class Busiest {
	#options: Required<BusiestOptions>;
	#known = new Map<string, Known>();
	#listeners = new Set<() => void>();
	#wanted: string | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#request: AbortController | null = null;

	constructor(options: BusiestOptions) {
		this.#options = { fetch: ask, ...options };
	}

	/** Who it was in the step that began at `time`, or `null`: it is then asked for, and `on` tells when it is known. */
	read(time: number, stepMs: number): BusiestAnswer | null {
		if (!Number.isFinite(time)) return null;
		// All times of the same minutes have the same answer.
		const from = Math.floor(time / minuteMs) * minuteMs;
		const to = Math.ceil((time + stepMs) / minuteMs) * minuteMs - 1;
		const key = new URLSearchParams({ from: `${from}`, to: `${to}` }).toString();
		const known = this.#known.get(key);
		if (!known || known.untilMs <= performance.now()) this.#want(key, to);
		return known?.answer ?? null;
	}

	/** Calls `listener` when an answer has come; returns what ends it. */
	on(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	#want(key: string, to: number): void {
		if (this.#wanted === key) return;
		this.#wanted = key;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#ask(key, to), restMs);
	}

	async #ask(key: string, to: number): Promise<void> {
		this.#request?.abort();
		const request = new AbortController();
		this.#request = request;
		const late = setTimeout(() => request.abort(), answerMs);
		const answer = await this.#fetch(key, request.signal);
		clearTimeout(late);
		// Another one is asked meanwhile.
		if (this.#request !== request) return;
		this.#request = null;
		if (this.#wanted === key) this.#wanted = null;
		const isSettled = answer !== null && to < this.#options.now() - settledMs;
		this.#remember(key, {
			answer: answer ?? this.#known.get(key)?.answer ?? null,
			untilMs: isSettled ? Number.POSITIVE_INFINITY : performance.now() + freshMs,
		});
		if (answer) for (const listener of this.#listeners) listener();
	}

	#remember(key: string, known: Known): void {
		// The newest last, so that the first is the one that was asked for longest ago.
		this.#known.delete(key);
		this.#known.set(key, known);
		const [oldest] = this.#known.keys();
		if (this.#known.size > mostAnswers && oldest !== undefined) this.#known.delete(oldest);
	}

	async #fetch(key: string, signal: AbortSignal): Promise<BusiestAnswer | null> {
		const { sort, fetch } = this.#options;
		try {
			const response = await fetch(
				withBasePath(`/api/history/processes?${key}&sort=${sort}&limit=${limit}`),
				{
					signal,
				},
			);
			return response.ok ? ((await response.json()) as BusiestAnswer) : null;
		} catch {
			// Nobody is to be told: the page says by itself that the server is away.
			return null;
		}
	}
}
