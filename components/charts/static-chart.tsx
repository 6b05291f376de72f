import { AxisText } from "./axis-text";
import { isFilled, type TimeChartProps } from "./chart-props";
import { seriesColor } from "./chart-source";
import { peakOf, positionsIn, readColumns } from "./columns";
import { nextTop, peakWithReference, scaleFor, timeTicks } from "./domain";
import { pathsOf, yOf } from "./path";
import { DEFAULT_HEIGHT, PLOT, PLOT_BOX } from "./plot-layout";

const WIDTH = 1000;

/** The chart as a still picture of the window as it is now: needs no script, no Recharts and no known width. */
export function StaticChart(props: TimeChartProps) {
	const { source, series, windowMs, domain, unit, atLeast, stacked, reference, formatValue, labels } = props;
	const { formatTick = formatValue, height = DEFAULT_HEIGHT, title } = props;
	const columns = readColumns(source.window, series, positionsIn(windowMs, source.window.stepMs), stacked);
	const top = nextTop(0, peakWithReference(peakOf(columns), reference?.value), domain, unit, atLeast);
	const scale = scaleFor(domain, top, unit);
	const plotHeight = height - PLOT.top - PLOT.bottom;
	const plot = { left: 0, top: 0, width: WIDTH, height: plotHeight, min: scale.min, max: scale.max };
	const filled = isFilled(props);
	return (
		<div className="absolute inset-0 tabular-nums">
			<svg width="100%" height={height} aria-hidden="true" className="absolute inset-0 overflow-visible">
				{scale.ticks.map((value) => (
					<AxisText key={value} x={PLOT.left - 8} y={PLOT.top + yOf(value, plot)} axis="y">
						{formatTick(Math.abs(value))}
					</AxisText>
				))}
			</svg>
			<div className={PLOT_BOX}>
				<svg width="100%" height={height} aria-hidden="true" className="absolute inset-0 overflow-visible">
					{timeTicks(windowMs).map((at) => (
						<AxisText
							key={at}
							x={`${100 * (1 + at / windowMs)}%`}
							y={plotHeight + 8}
							axis={at === 0 ? "xEnd" : "x"}
						>
							{at === 0 ? labels.now : labels.ago(-at)}
						</AxisText>
					))}
				</svg>
				<svg
					width="100%"
					height={plotHeight}
					viewBox={`0 0 ${WIDTH} ${plotHeight}`}
					preserveAspectRatio="none"
					role="img"
					aria-label={title}
					className="block overflow-visible"
				>
					{scale.ticks.map((value) => (
						<path
							key={value}
							d={`M0 ${yOf(value, plot)}H${WIDTH}`}
							stroke="var(--line)"
							vectorEffect="non-scaling-stroke"
						/>
					))}
					{reference && reference.value <= scale.max && (
						<path
							d={`M0 ${yOf(reference.value, plot)}H${WIDTH}`}
							stroke="var(--muted)"
							strokeDasharray="4 4"
							vectorEffect="non-scaling-stroke"
						/>
					)}
					{series.map((one, index) => {
						const { values, base } = columns[index] ?? { values: new Float64Array(), base: null };
						const { line, fill } = pathsOf(values, base, plot, filled);
						const color = seriesColor(one);
						return (
							<g key={one.label} fill="none">
								{filled && <path d={fill} fill={color} fillOpacity="0.2" suppressHydrationWarning />}
								<path
									d={line}
									stroke={color}
									strokeWidth="1.5"
									strokeLinecap="round"
									strokeLinejoin="round"
									vectorEffect="non-scaling-stroke"
									suppressHydrationWarning
								/>
							</g>
						);
					})}
				</svg>
			</div>
		</div>
	);
}
