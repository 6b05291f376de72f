import type { Fact, HistoryRange } from "@/lib/history/types";
import { type ReadableWindow, SeriesWindow } from "@/lib/series-window";
import { mergeFacts } from "./facts";
import type { LiveStore } from "./store";
import type { View } from "./view";

/** What charts draw of a view: the same object until another picture takes its place, whatever it holds by then. */
export interface Picture {
	readonly view: View;
	/** How far its left edge lies before its newest step. */
	readonly windowMs: number;
	/** Whether its right edge is the newest reading, and moves on. */
	readonly isLive: boolean;
	/** The name of what it was read from, `null` where it is what the page itself heard. */
	readonly tier: string | null;
	readonly stepMs: number;
	/** Up to when it tells what was; on the server's clock. */
	readonly asOf: number;
	/** See ChartSource. */
	readonly window: ReadableWindow;
	readonly peaks: ReadableWindow | null;
	readonly troughs: ReadableWindow | null;
	readonly facts: readonly Fact[];
	onTick(listener: () => void): () => void;
}

/** The last minutes as the page hears them. */
export class LivePicture implements Picture {
	readonly isLive = true;
	readonly tier = null;
	readonly peaks = null;
	readonly troughs = null;
	#store: LiveStore;

	constructor(
		store: LiveStore,
		readonly view: View,
		readonly windowMs: number,
	) {
		this.#store = store;
	}

	get window(): ReadableWindow {
		return this.#store.window;
	}

	get stepMs(): number {
		return this.#store.window.stepMs;
	}

	get asOf(): number {
		return this.#store.window.newest;
	}

	get facts(): readonly Fact[] {
		return this.#store.facts;
	}

	onTick(listener: () => void): () => void {
		return this.#store.onTick(listener);
	}
}

interface PastPictureOptions extends Pick<Picture, "view" | "windowMs" | "isLive" | "tier" | "stepMs"> {
	/** The time of its right edge. */
	to: number;
	/** Whether each of its steps is a single reading. */
	isSingle: boolean;
}

/** What the history told: `blank` until it takes in an answer, and as large as its window however often it does. */
export class PastPicture implements Picture {
	readonly view: View;
	readonly windowMs: number;
	readonly isLive: boolean;
	readonly tier: string | null;
	readonly stepMs: number;
	#isSingle: boolean;
	#windows: Record<"means" | "peaks" | "troughs", SeriesWindow>;
	#facts: readonly Fact[] = [];
	#asOf: number;
	#listeners = new Set<() => void>();

	constructor({ view, windowMs, isLive, tier, stepMs, isSingle, to }: PastPictureOptions) {
		this.view = view;
		this.windowMs = windowMs;
		this.isLive = isLive;
		this.tier = tier;
		this.stepMs = stepMs;
		this.#isSingle = isSingle;
		this.#windows = this.#blank(to);
		this.#asOf = to;
	}

	get window(): ReadableWindow {
		return this.#windows.means;
	}

	get peaks(): ReadableWindow | null {
		return this.#isSingle ? null : this.#windows.peaks;
	}

	get troughs(): ReadableWindow | null {
		return this.#isSingle ? null : this.#windows.troughs;
	}

	get facts(): readonly Fact[] {
		return this.#facts;
	}

	get asOf(): number {
		return this.#asOf;
	}

	onTick(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Takes in an answer with the same step: all of its window, or only the end, which then moves on to `asOf`. */
	take(range: HistoryRange, part: "whole" | "end", asOf: number): void {
		if (part === "whole") this.#windows = this.#blank(this.isLive ? range.to : this.#asOf);
		const { means, peaks, troughs } = this.#windows;
		for (const window of [means, peaks, troughs]) window.reach(range.to);
		for (const { metric, points } of range.series) {
			for (const [time, mean, min, max] of points) {
				if (mean === null) continue;
				means.set(metric, time, mean);
				if (this.#isSingle) continue;
				peaks.set(metric, time, max);
				troughs.set(metric, time, min);
			}
		}
		const oldest = means.newest - this.windowMs;
		// Devices come and go, and a page may be open for weeks.
		for (const window of [means, peaks, troughs]) window.forget(oldest);
		this.#facts = mergeFacts(part === "whole" ? [] : this.#facts, range.facts, oldest);
		if (this.isLive) this.#asOf = asOf;
		for (const listener of this.#listeners) listener();
	}

	#blank(to: number): Record<"means" | "peaks" | "troughs", SeriesWindow> {
		const blank = () => {
			const window = new SeriesWindow(Math.min(mostSteps, stepsOf(this)), this.stepMs);
			window.reach(to);
			return window;
		};
		return { means: blank(), peaks: blank(), troughs: blank() };
	}
}

/** More steps than this are more than a screen has room for. */
export const mostSteps = 1_000;

/** How many steps a window has, both edges counted. */
export function stepsOf({ windowMs, stepMs }: Pick<Picture, "windowMs" | "stepMs">): number {
	return Math.ceil(windowMs / stepMs) + 1;
}

/** No picture is asked for anew more often, nor more seldom, while it is waited for. */
export const leastTurnMs = 5_000;
export const mostTurnMs = 60_000;

/** How often a live picture with this step is brought up to date. */
export function turnMsOf(stepMs: number): number {
	return Math.min(mostTurnMs, Math.max(leastTurnMs, stepMs / 2));
}
