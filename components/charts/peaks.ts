import type { ReadableWindow } from "@/lib/series-window";
import type { ChartPeak, TimeChartProps } from "./chart-props";
import type { ChartSeries, ChartSource } from "./chart-source";
import { type Column, peakOf, positionsIn, readColumns } from "./columns";

/** The greatest and the least of each step of one series, ready to draw. */
export interface PeakColumn {
	highest: Float64Array;
	lowest: Float64Array;
}

/** Reads them as `readColumns` does; for a sum over devices the sum of their maxima, which were not all at once. */
export function readPeaks(
	{ peaks, troughs }: Pick<ChartSource, "peaks" | "troughs">,
	series: readonly ChartSeries[],
	count: number,
): PeakColumn[] {
	if (!peaks || !troughs) return [];
	const read = (window: ReadableWindow): Column[] => readColumns(window, series, count);
	const lowest = read(troughs);
	return read(peaks).map(({ values }, index) => ({
		highest: values,
		lowest: lowest[index]?.values ?? values,
	}));
}

/** The greatest of a step of one series as people read it; `null` where nothing is known, or a step is one reading. */
export function readPeak(
	source: ChartSource,
	{ metric, scale = 1 }: ChartSeries,
	time: number,
): number | null {
	const { peaks } = source;
	if (!peaks) return null;
	const value = typeof metric === "string" ? peaks.get(metric, time) : metric(peaks, time);
	return Number.isFinite(value) ? value * scale : null;
}

/** The series whose peaks are drawn: each one, or of those on top of each other what was named. */
export function peakSeries(
	series: readonly ChartSeries[],
	stacked: boolean,
	peak: ChartPeak | undefined,
): readonly ChartSeries[] {
	if (!stacked) return series;
	return peak ? [{ ...peak, colorToken: 1 }] : [];
}

/** The greatest distance from zero of all that a chart shows, its peaks among them; 0 where nothing is known. */
export function peakInView({
	source,
	series,
	windowMs,
	stacked = false,
	peak,
}: Pick<TimeChartProps, "source" | "series" | "windowMs" | "stacked" | "peak">): number {
	const count = positionsIn(windowMs, source.window.stepMs);
	const peaks = readPeaks(source, peakSeries(series, stacked, peak), count);
	return Math.max(greatestOf(peaks), peakOf(readColumns(source.window, series, count, stacked)));
}

/** The greatest distance from zero of all peaks, 0 where none is known. */
export function greatestOf(columns: readonly PeakColumn[]): number {
	return peakOf(columns.map(({ highest }) => ({ values: highest, base: null })));
}
