import { useId } from "react";
import type { TimeChartProps } from "./chart-props";
import { HatchPattern } from "./fact-paths";
import { bandsOf, markShape, marksOf } from "./fact-shapes";

/** Of a width that is not known: that of a phone. */
const LEAST_SHARE = 0.01;
const NEAR_SHARE = 0.03;

interface StaticFactsProps extends Pick<TimeChartProps, "source" | "windowMs"> {
	height: number;
}

/** What happened, behind the still picture of a chart. */
export function StaticFacts({ source, windowMs, height }: StaticFactsProps) {
	const hatch = useId();
	const { window, facts } = source;
	if (facts.length === 0 || !Number.isFinite(window.newest)) return null;
	const stretch = { newest: window.newest, stepMs: window.stepMs, windowMs };
	return (
		<svg
			width="100%"
			height={height}
			aria-hidden="true"
			className="absolute inset-0 overflow-visible"
			suppressHydrationWarning
		>
			<defs>
				<HatchPattern id={hatch} />
			</defs>
			{bandsOf(facts, stretch, LEAST_SHARE).map(({ from, to }) => (
				<rect
					key={from}
					x={`${100 * from}%`}
					width={`${100 * (to - from)}%`}
					height={height}
					fill={`url(#${hatch})`}
				/>
			))}
			{marksOf(facts, stretch, NEAR_SHARE).map(({ at, count }) => (
				<svg key={at} x={`${100 * at}%`} overflow="visible" aria-hidden="true">
					<path d={`M0 0${markShape(count)}v${height}`} fill="var(--muted)" stroke="var(--muted)" />
				</svg>
			))}
		</svg>
	);
}
