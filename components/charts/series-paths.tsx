import type { ChartDrawing, Part } from "./chart-drawing";
import { seriesColor } from "./chart-source";

/** The paths of one series, empty until its drawing fills them in. */
export function SeriesPaths({
	drawing,
	index,
	filled,
}: {
	drawing: ChartDrawing;
	index: number;
	filled: boolean;
}) {
	const series = drawing.series[index];
	if (!series) return null;
	const color = seriesColor(series);
	const attach = (part: Part) => (element: SVGPathElement | null) => drawing.attach(index, part, element);
	return (
		<>
			{filled && <path ref={attach("fill")} fill={color} fillOpacity="0.2" stroke="none" />}
			<path
				ref={attach("line")}
				fill="none"
				stroke={color}
				strokeWidth="1.5"
				strokeLinecap="round"
				strokeLinejoin="round"
			/>
		</>
	);
}
