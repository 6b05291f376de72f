import type { ChartDrawing } from "./chart-drawing";
import { type ChartSeries, seriesColor } from "./chart-source";

/** How the peaks of a series look: a band in its colour, or a thin line over all that is stacked. */
export function peakLook(series: ChartSeries, stacked: boolean) {
	const look = stacked
		? { fill: "none", stroke: "var(--text)", strokeOpacity: 0.75 }
		: { fill: seriesColor(series), fillOpacity: 0.15, stroke: seriesColor(series), strokeOpacity: 0.55 };
	// A spike of one step is no wider than its outline.
	return { ...look, strokeWidth: 1, strokeLinejoin: "round", vectorEffect: "non-scaling-stroke" } as const;
}

/** The paths of the greatest readings, empty until the drawing fills them in. */
export function PeakPaths({ drawing: { peaks } }: { drawing: ChartDrawing }) {
	return (
		<g>
			{peaks.series.map((one, index) => (
				<path
					key={one.label}
					ref={(element) => peaks.attach(index, element)}
					data-peaks
					{...peakLook(one, peaks.isStacked)}
				/>
			))}
		</g>
	);
}
