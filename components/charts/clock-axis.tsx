import { MOST_TICKS } from "./axis-drawing";
import { AxisText } from "./axis-text";
import type { ChartDrawing } from "./chart-drawing";

const places = Array.from({ length: MOST_TICKS }, (_, place) => place);

/** The words of a time axis that moves along with the readings, empty until the drawing fills them in. */
export function ClockAxis({ drawing, y }: { drawing: ChartDrawing; y: number }) {
	return (
		<g ref={drawing.axis.attach}>
			{places.map((place) => (
				<AxisText key={place} x={0} y={y} axis="x">
					{""}
				</AxisText>
			))}
		</g>
	);
}
