import type { ReadableWindow } from "@/lib/series-window";
import type { ChartSeries } from "./chart-source";

/** One series ready to draw: where its line runs and, if stacked on another, what it stands on. */
export interface Column {
	values: Float64Array;
	base: Float64Array | null;
}

/** How many positions a window of `windowMs` has, both edges counted. */
export function positionsIn(windowMs: number, stepMs: number): number {
	return Math.max(2, Math.round(windowMs / stepMs) + 1);
}

/**
 * Reads `count` positions of every series up to the newest reading, the last position being the newest.
 * Mirrored values are negative; stacked ones stand on those before them on their side of zero. `NaN` is a gap.
 * Reuses `columns` where their length fits.
 */
export function readColumns(
	window: ReadableWindow,
	series: readonly ChartSeries[],
	count: number,
	stacked = false,
	columns: Column[] = [],
): Column[] {
	const { newest, stepMs } = window;
	const sums: Record<"up" | "down", Float64Array | null> = { up: null, down: null };
	return series.map(({ metric, mirrored, scale = 1 }, at) => {
		const old = columns[at];
		const values = old?.values.length === count ? old.values : new Float64Array(count);
		const factor = mirrored ? -scale : scale;
		for (let index = 0; index < count; index++) {
			const time = newest - (count - 1 - index) * stepMs;
			values[index] = factor * (typeof metric === "string" ? window.get(metric, time) : metric(window, time));
		}
		if (!stacked) return { values, base: null };
		const side = mirrored ? "down" : "up";
		const below = sums[side];
		sums[side] = stackOn(values, below);
		return { values, base: below };
	});
}

/** Lifts the values by what is below them; where a value is unknown, what comes next stands on the one before. */
function stackOn(values: Float64Array, below: Float64Array | null): Float64Array {
	return values.map((value, index) => {
		const ground = below?.[index] ?? 0;
		if (Number.isNaN(value)) return ground;
		values[index] = value + ground;
		return values[index] as number;
	});
}

/** The greatest distance from zero of all values, 0 where none is known. */
export function peakOf(columns: readonly Column[]): number {
	let peak = 0;
	for (const { values } of columns) {
		for (let index = 0; index < values.length; index++) {
			const height = Math.abs(values[index] as number);
			if (height > peak && height !== Number.POSITIVE_INFINITY) peak = height;
		}
	}
	return peak;
}
