import { nextTop, peakWithReference, scaleFor, tickValue, timeTicks } from "@/lib/chart-scale";
import { clockTicks } from "@/lib/clock-ticks";
import { AxisText } from "./axis-text";
import { isFilled, isRecent, type TimeChartProps } from "./chart-props";
import { seriesColor } from "./chart-source";
import { positionsIn, readColumns } from "./columns";
import { pathsOf, yOf } from "./path";
import { peakLook } from "./peak-paths";
import { peakInView, peakSeries, readPeaks } from "./peaks";
import { peakShape } from "./peaks-drawing";
import { DEFAULT_HEIGHT, PLOT, PLOT_BOX } from "./plot-layout";
import { StaticFacts } from "./static-facts";

const WIDTH = 1000;
/** So many words have room on a phone. */
const TICKS = 4;

/** The words of the time axis, each at its share of the width. */
function axisWords(props: TimeChartProps): { at: number; text: string }[] {
	const { source, windowMs, labels, timezone = "UTC" } = props;
	const { newest } = source.window;
	if (isRecent(props)) {
		return timeTicks(windowMs).map((age) => ({
			at: 1 + age / windowMs,
			text: age === 0 ? labels.now : labels.ago(-age),
		}));
	}
	if (!Number.isFinite(newest)) return [];
	return clockTicks(newest - windowMs, newest, timezone, TICKS).map(({ time, text }) => ({
		at: 1 - (newest - time) / windowMs,
		text,
	}));
}

/** The chart as a still picture of the window as it is now: needs no script, no Recharts and no known width. */
export function StaticChart(props: TimeChartProps) {
	const { source, series, windowMs, domain, unit, atLeast, stacked = false, reference, formatValue } = props;
	const { formatTick = formatValue, height = DEFAULT_HEIGHT, title, peak } = props;
	const count = positionsIn(windowMs, source.window.stepMs);
	const columns = readColumns(source.window, series, count, stacked);
	const top = nextTop(0, peakWithReference(peakInView(props), reference?.value), domain, unit, atLeast);
	const peaked = source.peaks ? peakSeries(series, stacked, peak) : [];
	const peaks = readPeaks(source, peaked, count);
	const scale = scaleFor(domain, top, unit);
	const plotHeight = height - PLOT.top - PLOT.bottom;
	const plot = { left: 0, top: 0, width: WIDTH, height: plotHeight, min: scale.min, max: scale.max };
	const filled = isFilled(props);
	return (
		<div className="absolute inset-0 tabular-nums">
			<svg width="100%" height={height} aria-hidden="true" className="absolute inset-0 overflow-visible">
				{scale.ticks.map((value) => (
					<AxisText key={value} x={PLOT.left - 8} y={PLOT.top + yOf(value, plot)} axis="y">
						{formatTick(tickValue(domain, value))}
					</AxisText>
				))}
			</svg>
			<div className={PLOT_BOX}>
				<svg width="100%" height={height} aria-hidden="true" className="absolute inset-0 overflow-visible">
					{axisWords(props).map(({ at, text }) => (
						<AxisText key={at} x={`${100 * at}%`} y={plotHeight + 8} axis={at > 0.95 ? "xEnd" : "x"}>
							{text}
						</AxisText>
					))}
				</svg>
				<StaticFacts source={source} windowMs={windowMs} height={plotHeight} />
				<svg
					width="100%"
					height={plotHeight}
					viewBox={`0 0 ${WIDTH} ${plotHeight}`}
					preserveAspectRatio="none"
					role="img"
					aria-label={title}
					className="relative block overflow-visible"
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
					{peaked.map((one, index) => (
						<path
							key={one.label}
							d={peakShape(peaks[index], plot, stacked)}
							{...peakLook(one, stacked)}
							suppressHydrationWarning
						/>
					))}
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
