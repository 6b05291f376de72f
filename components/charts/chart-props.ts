import type { ChartLabels, ChartSeries, ChartSource } from "./chart-source";
import type { ChartDomain, Unit } from "./domain";

/** What a time chart shows. Give `series`, `labels` and the functions once, not anew at each render. */
export interface TimeChartProps {
	/** The accessible name; a visible heading is the panel's. */
	title: string;
	source: ChartSource;
	series: readonly ChartSeries[];
	/** How far back the left edge lies, counted from the newest reading. */
	windowMs: number;
	/** Height of the plot with its axes in pixels, 180 unless told; legend and table come beneath. */
	height?: number;
	domain: ChartDomain;
	/** Which steps are round on the y axis: powers of two for bytes; "decimal" unless told. */
	unit?: Unit;
	/** The least top of a growing y axis, so that noise near zero is not drawn as mountains. */
	atLeast?: number;
	/** Areas on top of each other; mirrored ones grow downwards. */
	stacked?: boolean;
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

/** Whether the series are filled down to zero. */
export function isFilled({
	kind,
	stacked,
	series,
}: Pick<TimeChartProps, "kind" | "stacked" | "series">): boolean {
	if (kind) return kind === "area";
	return Boolean(stacked) || series.filter((one) => !one.mirrored).length < 2;
}
