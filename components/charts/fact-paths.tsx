import type { ChartDrawing } from "./chart-drawing";

/** Lines across what is missing: told by their slant before their colour. */
export function HatchPattern({ id }: { id: string }) {
	return (
		<pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
			<rect width="6" height="6" fill="var(--muted)" fillOpacity="0.08" />
			<path d="M0 0v6" stroke="var(--muted)" strokeOpacity="0.7" strokeWidth="2" />
		</pattern>
	);
}

/** The paths of what happened, empty until the drawing fills them in. */
export function FactPaths({ drawing, hatch }: { drawing: ChartDrawing; hatch: string }) {
	return (
		<g>
			<defs>
				<HatchPattern id={hatch} />
			</defs>
			<path ref={drawing.facts.attachBands} data-bands fill={`url(#${hatch})`} />
			<path
				ref={drawing.facts.attachMarks}
				data-marks
				fill="var(--muted)"
				stroke="var(--muted)"
				strokeLinejoin="round"
			/>
		</g>
	);
}
