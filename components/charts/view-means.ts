import type { ReadableWindow } from "@/lib/series-window";
import { type ChartSeries, type ChartSource, readValue } from "./chart-source";
import { positionsIn } from "./columns";
import { readPeak } from "./peaks";

/** What a stretch amounts to: the mean of its readings and the greatest of them, `null` where nothing is known. */
export interface Amount {
	mean: number | null;
	peak: number | null;
}

/** Of one series over the positions [first, last) of a picture, the oldest being 0. */
export function amountOf(
	source: ChartSource,
	series: ChartSeries,
	windowMs: number,
	[first, last]: readonly [number, number],
): Amount {
	const { newest, stepMs } = source.window;
	const count = positionsIn(windowMs, stepMs);
	let [sum, known] = [0, 0];
	let peak: number | null = null;
	for (let index = first; index < last; index++) {
		const time = newest - (count - 1 - index) * stepMs;
		const mean = readValue(source, series, time);
		if (mean === null) continue;
		sum += mean;
		known++;
		const highest = readPeak(source, series, time) ?? mean;
		if (peak === null || highest > peak) peak = highest;
	}
	return { mean: known === 0 ? null : sum / known, peak };
}

/** The mean of one series over all that a picture shows. */
export function meanOfView(source: ChartSource, series: ChartSeries, windowMs: number): number | null {
	const count = positionsIn(windowMs, source.window.stepMs);
	return amountOf(source, series, windowMs, [0, count]).mean;
}

/** A picture cut into at most `most` parts of equal length: when each begins, and its positions; the newest first. */
export function partsOf(
	{ newest, stepMs }: ReadableWindow,
	windowMs: number,
	most: number,
): { time: number; positions: [number, number] }[] {
	const count = positionsIn(windowMs, stepMs);
	const length = Math.ceil(count / most);
	return Array.from({ length: Math.ceil(count / length) }, (_, part) => {
		const last = count - part * length;
		const first = Math.max(0, last - length);
		return { time: newest - (count - 1 - first) * stepMs, positions: [first, last] as [number, number] };
	});
}
