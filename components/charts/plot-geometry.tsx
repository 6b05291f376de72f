"use client";

import { useLayoutEffect } from "react";
import { useXAxisScale, useYAxisScale } from "recharts";
import type { Scale } from "@/lib/chart-scale";
import type { ChartDrawing } from "./chart-drawing";

/** Tells the drawing where Recharts' axes have put the plot. */
export function Geometry({ drawing, scale }: { drawing: ChartDrawing; scale: Scale }) {
	const x = useXAxisScale();
	const y = useYAxisScale();
	useLayoutEffect(() => {
		const [left, right] = [x?.(-drawing.windowMs), x?.(0)];
		const [top, bottom] = [y?.(scale.max), y?.(scale.min)];
		if (left === undefined || right === undefined || top === undefined || bottom === undefined) return;
		drawing.place({ left, top, width: right - left, height: bottom - top, min: scale.min, max: scale.max });
	}, [drawing, scale, x, y]);
	return null;
}
