import { type ChartSeries, type ChartSource, readValue } from "./chart-source";

/** One position of the window as Recharts sees it: made once, and its values are always those of this moment. */
export class SkeletonRow {
	/** Milliseconds before the newest reading, as a negative number: the x of the row. */
	readonly at: number;
	#source: ChartSource;
	#series: readonly ChartSeries[];

	constructor(at: number, source: ChartSource, series: readonly ChartSeries[]) {
		this.at = at;
		this.#source = source;
		this.#series = series;
	}

	/** The time of this position at this moment. */
	get time(): number {
		return this.#source.window.newest + this.at;
	}

	/** The value of a series here, negative if mirrored, `null` where nothing is known. */
	value(index: number): number | null {
		const series = this.#series[index];
		const value = series ? readValue(this.#source, series, this.time) : null;
		return value !== null && series?.mirrored ? -value : value;
	}
}

/** The rows of a window, oldest first. Plain objects would be frozen and copied by Recharts; these are not. */
export function createSkeleton(
	source: ChartSource,
	series: readonly ChartSeries[],
	count: number,
): SkeletonRow[] {
	const { stepMs } = source.window;
	return Array.from(
		{ length: count },
		(_, index) => new SkeletonRow((index - count + 1) * stepMs, source, series),
	);
}
