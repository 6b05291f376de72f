import type { ChartDomain, Unit } from "@/lib/chart-scale";
import type { ChartLabels, ChartSeries, ChartSource } from "./chart-source";

/** What a time chart shows. Give `series`, `labels` and the functions once, not anew at each render. */
export interface TimeChartProps {
	/** The accessible name; a visible heading is the panel's. */
	title: string;
	source: ChartSource;
	series: readonly ChartSeries[];
	/** How far back the left edge lies, counted from the newest reading. */
	windowMs: number;
	/** Whether the right edge is now and moves on, which it does unless told. */
	isLive?: boolean;
	/** Whose clocks the time axis shows; UTC unless told. */
	timezone?: string;
	/** Shows another stretch of time, where it can be chosen. */
	zoom?: ChartZoom;
	/** What was known of the cause of a reading, in words; `null` where nothing is, or not yet. */
	noteAt?(time: number, stepMs: number): string | null;
	/** Calls `listener` when a note has come that was not known when it was asked for; returns what ends it. */
	onNote?(listener: () => void): () => void;
	/** Height of the plot with its axes in pixels, 180 unless told; legend and table come beneath. */
	height?: number;
	domain: ChartDomain;
	/** Which steps are round on the y axis: powers of two for bytes; "decimal" unless told. */
	unit?: Unit;
	/** The least top of a growing y axis, so that noise near zero is not drawn as mountains. */
	atLeast?: number;
	/** Areas on top of each other; mirrored ones grow downwards. */
	stacked?: boolean;
	/** What of the stacked is worth knowing at its greatest: drawn as a line where a step is many readings. */
	peak?: ChartPeak;
	/** Lines or areas; areas unless several unstacked series would cover each other. */
	kind?: "line" | "area";
	/** A level to compare with, such as the number of cores; drawn once the values come near it. */
	reference?: { value: number; label: string };
	formatValue(value: number | null): string;
	/** Shorter text for the y axis; `formatValue` unless told. */
	formatTick?(value: number): string;
	formatTime(time: number): string;
	labels: ChartLabels;
}

/** A metric whose greatest readings are drawn over what is stacked. Give it once, not anew at each render. */
export interface ChartPeak {
	metric: string;
	label: string;
}

/** How a chart asks for another stretch of time. */
export interface ChartZoom {
	zoomTo(from: number, to: number): void;
	/** Shows `factor` times as much about a time, which stays where it is. */
	zoomBy(factor: number, at: number): void;
}

const longestCountdownMs = 5 * 60_000;

/** Whether the time axis counts back from now, and what is newest is the present: only of the last minutes. */
export function isRecent({ isLive = true, windowMs }: Pick<TimeChartProps, "isLive" | "windowMs">): boolean {
	return isLive && windowMs <= longestCountdownMs;
}

/** Whether the series are filled down to zero. */
export function isFilled({
	kind,
	stacked,
	series,
}: Pick<TimeChartProps, "kind" | "stacked" | "series">): boolean {
	if (kind) return kind === "area";
	return Boolean(stacked) || series.filter((one) => !one.mirrored).length < 2;
}
