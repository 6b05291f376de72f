"use client";

import { useEffect, useRef, useState } from "react";
import { type ChartDomain, nextTop, scaleFor } from "@/lib/chart-scale";
import { type ChartSeries, type ChartSource, seriesColor } from "./chart-source";
import { type Column, peakOf, positionsIn, readColumns } from "./columns";
import { drawWhileSeen } from "./draw-while-seen";
import { type Paths, pathsOf } from "./path";

interface SparklineProps {
	source: ChartSource;
	metric: ChartSeries["metric"];
	colorToken: ChartSeries["colorToken"];
	windowMs: number;
	domain: ChartDomain;
	/** The least top of a growing axis. */
	atLeast?: number;
	/** In pixels, 32 unless told. */
	height?: number;
}

const WIDTH = 200;
const EDGE = 1;

/** One series in the space of a word: an ornament to a number that stands beside it, hidden from screen readers. */
export function Sparkline({
	source,
	metric,
	colorToken,
	windowMs,
	domain,
	atLeast,
	height = 32,
}: SparklineProps) {
	const svg = useRef<SVGSVGElement>(null);
	const [picture] = useState(() => createPicture(source, metric, windowMs, domain, height, atLeast));
	// Read once: later paths are set on the nodes, and React must not set them back.
	const [first] = useState(picture);
	const color = seriesColor({ metric, label: "", colorToken });

	useEffect(() => {
		const [fill, line] = svg.current?.children ?? [];
		if (!svg.current || !fill || !line) return;
		const redraw = createPicture(source, metric, windowMs, domain, height, atLeast);
		const draw = () => {
			const paths = redraw();
			fill.setAttribute("d", paths.fill);
			line.setAttribute("d", paths.line);
		};
		return drawWhileSeen(svg.current, [{ draw, subscribe: (listener) => source.onTick(listener) }]);
	}, [source, metric, windowMs, domain, height, atLeast]);

	return (
		<svg
			ref={svg}
			width="100%"
			height={height}
			viewBox={`0 0 ${WIDTH} ${height}`}
			preserveAspectRatio="none"
			aria-hidden="true"
			className="block"
		>
			<path d={first.fill} fill={color} fillOpacity="0.2" suppressHydrationWarning />
			<path
				d={first.line}
				fill="none"
				stroke={color}
				strokeWidth="1.5"
				strokeLinecap="round"
				vectorEffect="non-scaling-stroke"
				suppressHydrationWarning
			/>
		</svg>
	);
}

function createPicture(
	source: ChartSource,
	metric: ChartSeries["metric"],
	windowMs: number,
	domain: ChartDomain,
	height: number,
	atLeast?: number,
): () => Paths {
	const series: ChartSeries[] = [{ metric, label: "", colorToken: 1 }];
	let columns: Column[] = [];
	let top = 0;
	return () => {
		const count = positionsIn(windowMs, source.window.stepMs);
		columns = readColumns(source.window, series, count, false, columns);
		top = nextTop(top, peakOf(columns), domain, "decimal", atLeast);
		const { min, max } = scaleFor(domain, top);
		const plot = { left: 0, top: EDGE, width: WIDTH, height: height - 2 * EDGE, min, max };
		return pathsOf(columns[0]?.values ?? new Float64Array(), null, plot, true);
	};
}
