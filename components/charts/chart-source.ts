import type { Fact } from "@/lib/history/types";
import type { ReadableWindow } from "@/lib/series-window";

/** What a chart reads: the window of series, what happened in it, and a word each time it changed. */
export interface ChartSource {
	/** The mean of each step. Charts read it at every tick. */
	readonly window: ReadableWindow;
	/** The greatest and the least of each step; `null` where each step is one reading. */
	readonly peaks: ReadableWindow | null;
	readonly troughs: ReadableWindow | null;
	/** What happened in the window, oldest first. */
	readonly facts: readonly Fact[];
	/** Calls `listener` after each tick; returns the function that ends it. */
	onTick(listener: () => void): () => void;
}

/** One line or area of a chart. Keep the array of them stable between renders: a new one mounts the lines anew. */
export interface ChartSeries {
	/** A metric of the window, or a reading made of several; `NaN` where nothing is known. */
	metric: string | ((window: ReadableWindow, time: number) => number);
	label: string;
	colorToken: 1 | 2 | 3 | 4 | 5 | 6;
	/** Drawn below zero; its values stay positive everywhere in words. */
	mirrored?: boolean;
	/** Multiplies what the window holds, 1 unless told. */
	scale?: number;
}

/** The words of a chart. */
export interface ChartLabels {
	/** Opens the table of the last readings. */
	table: string;
	/** Opens the table of a longer or a past stretch, whose rows are parts of it. */
	parts: string;
	/** Heads the column of times. */
	time: string;
	/** Stands where no value is known. */
	noValue: string;
	/** The right end of the time axis. */
	now: string;
	/** Names the hairline that arrow keys move. */
	cursor: string;
	/** A distance in time on the axis, such as "−5 min". */
	ago(ms: number): string;
	/** Says of a value that it is the mean of what is shown. */
	mean(value: string): string;
	/** The greatest reading of a step. */
	peak(value: string): string;
	/** What the greatest of a step is at most: the sum of maxima that were not all at once. */
	upTo(value: string): string;
	/** What happened, with its time. */
	fact(fact: Fact, time: (time: number) => string): string;
	/** So many facts more than there is room for. */
	more(count: number): string;
}

/** The value of one series at `time` as people read it, `null` where nothing is known. */
export function readValue(source: ChartSource, series: ChartSeries, time: number): number | null {
	const { metric, scale = 1 } = series;
	const value = typeof metric === "string" ? source.window.get(metric, time) : metric(source.window, time);
	return Number.isFinite(value) ? value * scale : null;
}

/** The colour of a series, as CSS. */
export function seriesColor(series: ChartSeries): string {
	return `var(--series-${series.colorToken})`;
}
