import type { ReactNode } from "react";

interface AxisTextProps {
	x: number | string;
	y: number;
	/** Which axis; "xEnd" is the last word of the x axis, which would else stand out over the edge. */
	axis: "x" | "xEnd" | "y";
	children: ReactNode;
}

/** The words of one axis tick, the same on the still picture and the live chart. */
export function AxisText({ x, y, axis, children }: AxisTextProps) {
	return (
		<text
			x={x}
			y={y}
			dy={axis === "y" ? "0.32em" : "0.9em"}
			textAnchor={axis === "x" ? "middle" : "end"}
			fontSize="11"
			fill="var(--muted)"
		>
			{children}
		</text>
	);
}
