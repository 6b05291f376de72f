import type { TimeChartProps } from "./chart-props";
import { type Column, positionsIn, readColumns } from "./columns";

/** The ends of a y axis with four round steps between them. */
export interface Fit {
	min: number;
	max: number;
}

const intervals = 4;
/** Values that fill less of the axis than this are drawn on a closer one. */
const leastShare = 0.25;

/**
 * The axis around values that may lie anywhere: from zero, where they reach down near it, else only as far as they go.
 * Keeps `current` while they fit it.
 */
export function fitAround(current: Fit | null, least: number, greatest: number): Fit {
	if (least > greatest) return current ?? { min: 0, max: 1 };
	const [lowest, highest] = [bounded(least), bounded(greatest)];
	const size = Math.max(Math.abs(lowest), Math.abs(highest));
	// One level in the middle of its axis, and not on an edge of it.
	const half = highest - lowest > size * 1e-6 ? 0 : size / 20;
	const [low, high] = size === 0 ? [0, 1] : [lowest - half, highest + half];
	const span = high - low;
	const bottom = low >= 0 && low <= span ? 0 : low;
	if (current && low >= current.min && high <= current.max) {
		if (high - bottom >= leastShare * (current.max - current.min)) return current;
	}
	for (let step = roundStep((high - bottom) / intervals); ; step = roundStep(step * 1.01)) {
		const min = Math.floor(bottom / step + 1e-9) * step;
		const max = min + intervals * step;
		if (max >= high - span * 1e-9) return { min: tidy(min), max: tidy(max) };
	}
}

/** The least and the greatest of all that a chart shows, its peaks among them; the least is above the greatest where nothing is known. */
export function boundsOf({
	source,
	series,
	windowMs,
}: Pick<TimeChartProps, "source" | "series" | "windowMs">): [least: number, greatest: number] {
	const count = positionsIn(windowMs, source.window.stepMs);
	const windows = [source.window, source.peaks, source.troughs].filter((window) => window !== null);
	let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	const take = ({ values }: Column) => {
		for (const value of values) {
			if (value < least) least = value;
			if (value > greatest) greatest = value;
		}
	};
	for (const window of windows) readColumns(window, series, count).forEach(take);
	return [least, greatest];
}

// So that nothing becomes infinite, or nothing at all, on the way.
const bounded = (value: number) => (Math.abs(value) < 1e-290 ? 0 : Math.max(-1e290, Math.min(1e290, value)));

function roundStep(least: number): number {
	const power = 10 ** Math.floor(Math.log10(least));
	const step = [1, 2, 5, 10].find((one) => one * power >= least * (1 - 1e-9)) ?? 10;
	return step * power;
}

const tidy = (value: number) => Number(value.toPrecision(12));
