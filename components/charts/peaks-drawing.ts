import type { ChartPeak } from "./chart-props";
import type { ChartSeries, ChartSource } from "./chart-source";
import { type PlotArea, pathsOf } from "./path";
import { peakPath } from "./peak-path";
import { greatestOf, type PeakColumn, peakSeries, readPeaks } from "./peaks";

/** Draws the greatest readings of each step of one chart: a band about each line, or one line over all that is stacked. */
export class PeaksDrawing {
	/** Whose peaks are drawn. */
	readonly series: readonly ChartSeries[];
	readonly isStacked: boolean;
	#paths: (SVGPathElement | null)[] = [];
	#isEmpty = true;

	constructor(series: readonly ChartSeries[], stacked: boolean, peak: ChartPeak | undefined) {
		this.series = peakSeries(series, stacked, peak);
		this.isStacked = stacked;
	}

	attach(index: number, element: SVGPathElement | null): void {
		this.#paths[index] = element;
		this.#isEmpty = false;
	}

	/** Draws them, and returns the greatest distance from zero; 0 where each step is one reading. */
	draw(source: ChartSource, count: number, plot: PlotArea): number {
		if (!source.peaks && this.#isEmpty) return 0;
		const columns = readPeaks(source, this.series, count);
		this.#isEmpty = columns.length === 0;
		for (const [index, path] of this.#paths.entries()) {
			path?.setAttribute("d", peakShape(columns[index], plot, this.isStacked));
		}
		return greatestOf(columns);
	}
}

/** The `d` of the path that shows these peaks; empty where there are none. */
export function peakShape(column: PeakColumn | undefined, plot: PlotArea, stacked: boolean): string {
	if (!column) return "";
	return stacked ? pathsOf(column.highest, null, plot, false).line : peakPath(column, plot);
}
