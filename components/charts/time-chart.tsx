"use client";

import { memo, useEffect, useId, useMemo, useRef, useState } from "react";
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";
import { nextTop, peakWithReference, scaleFor, tickValue, timeTicks } from "@/lib/chart-scale";
import { AxisText } from "./axis-text";
import { ChartDrawing } from "./chart-drawing";
import { isFilled, isRecent, type TimeChartProps } from "./chart-props";
import { seriesColor } from "./chart-source";
import { ClockAxis } from "./clock-axis";
import { positionsIn } from "./columns";
import { drawWhileSeen } from "./draw-while-seen";
import { FactPaths } from "./fact-paths";
import { leaveHover, onHover } from "./hover";
import { HoverDrawing } from "./hover-drawing";
import { HoverLayer } from "./hover-layer";
import { PeakPaths } from "./peak-paths";
import { peakInView } from "./peaks";
import { Geometry } from "./plot-geometry";
import { DEFAULT_HEIGHT, PLOT } from "./plot-layout";
import { Hairline, Readout } from "./readout";
import { SeriesPaths } from "./series-paths";
import { createSkeleton, type SkeletonRow } from "./skeleton";
import { useWidth } from "./use-width";

const MARGIN = { top: PLOT.top, right: PLOT.right, bottom: 0, left: 0 };
// The readout places and hides itself: Recharts would render at every move of the pointer.
const TOOLTIP_STYLE = { visibility: "visible", transform: "none", transition: "none", zIndex: 10 } as const;
const NO_TICKS: number[] = [];
const UNTOUCHED = { pointerEvents: "none" } as const;

/**
 * A real Recharts chart whose frame, axes, grid and tooltip are React's and whose lines are not: they are set
 * after each tick as paths. React renders again only when size, range or the y axis changes.
 */
export const TimeChart = memo(function TimeChart(props: TimeChartProps & { onDrawn?(): void }) {
	const {
		source,
		series,
		windowMs,
		domain,
		unit,
		atLeast,
		stacked = false,
		reference,
		title,
		labels,
	} = props;
	const { formatValue, formatTime, formatTick = formatValue, height = DEFAULT_HEIGHT, onDrawn } = props;
	const { peak, timezone, zoom, noteAt, onNote } = props;
	const box = useRef<HTMLDivElement>(null);
	const width = useWidth(box);
	const hatch = useId();
	const { stepMs } = source.window;
	const count = positionsIn(windowMs, stepMs);

	const grow = (top: number, peak: number) =>
		nextTop(top, peakWithReference(peak, reference?.value), domain, unit, atLeast);
	const growLatest = useRef(grow);
	growLatest.current = grow;
	const [top, setTop] = useState(() => grow(0, peakInView(props)));
	const scale = useMemo(() => scaleFor(domain, top, unit), [domain, top, unit]);

	const { drawing, hover } = useMemo(() => {
		const onPeak = (peak: number) => setTop((top) => growLatest.current(top, peak));
		const drawing = new ChartDrawing({ source, series, windowMs, stacked, peak, timezone }, onPeak);
		return { drawing, hover: new HoverDrawing(drawing, { formatValue, formatTime, labels, noteAt }) };
	}, [source, series, windowMs, stacked, peak, timezone, formatValue, formatTime, labels, noteAt]);
	// biome-ignore lint/correctness/useExhaustiveDependencies: another step is another grid of positions.
	const skeleton = useMemo(() => createSkeleton(source, series, count), [source, series, count, stepMs]);

	useEffect(() => {
		if (!box.current) return;
		const follow = () => {
			drawing.draw();
			hover.draw();
		};
		return drawWhileSeen(box.current, [
			{ draw: follow, subscribe: (listener) => source.onTick(listener) },
			{ draw: hover.draw, subscribe: onHover },
			...(onNote ? [{ draw: hover.draw, subscribe: onNote }] : []),
		]);
	}, [drawing, hover, source, onNote]);
	// A distance from now is another time in the next picture.
	useEffect(() => () => leaveHover(drawing), [drawing]);
	useEffect(() => {
		if (width > 0) onDrawn?.();
	}, [width, onDrawn]);

	const isCountdown = isRecent(props);
	const filled = isFilled({ kind: props.kind, stacked, series });
	const lines = useMemo(
		() =>
			series.map((one, index) => {
				const shared = {
					dataKey: (row: SkeletonRow) => row.value(index),
					name: one.label,
					stroke: seriesColor(one),
					isAnimationActive: false,
					dot: false,
					activeDot: false,
					shape: () => <SeriesPaths drawing={drawing} index={index} filled={filled} />,
				};
				if (!filled) return <Line key={one.label} {...shared} />;
				const stackId = stacked ? (one.mirrored ? "down" : "up") : undefined;
				return <Area key={one.label} {...shared} stackId={stackId} fill={seriesColor(one)} />;
			}),
		[series, drawing, filled, stacked],
	);

	return (
		<div ref={box} className="absolute inset-0 z-10 contain-layout contain-size tabular-nums">
			{width > 0 && (
				<ComposedChart
					data={skeleton}
					width={width}
					height={height}
					margin={MARGIN}
					style={UNTOUCHED}
					accessibilityLayer={false}
					role="img"
					title={title}
				>
					<CartesianGrid vertical={false} stroke="var(--line)" />
					<XAxis
						dataKey="at"
						type="number"
						domain={[-drawing.windowMs, 0]}
						ticks={isCountdown ? timeTicks(windowMs) : NO_TICKS}
						interval={0}
						allowDataOverflow
						height={PLOT.bottom}
						axisLine={false}
						tickLine={false}
						tick={(tick) => (
							<AxisText x={Number(tick.x)} y={Number(tick.y)} axis={tick.payload.value === 0 ? "xEnd" : "x"}>
								{tick.payload.value === 0 ? labels.now : labels.ago(-tick.payload.value)}
							</AxisText>
						)}
					/>
					<YAxis
						type="number"
						domain={[scale.min, scale.max]}
						ticks={scale.ticks}
						interval={0}
						allowDataOverflow
						width={PLOT.left}
						axisLine={false}
						tickLine={false}
						tick={(tick) => (
							<AxisText x={Number(tick.x)} y={Number(tick.y)} axis="y">
								{formatTick(tickValue(domain, tick.payload.value))}
							</AxisText>
						)}
					/>
					{reference && reference.value <= scale.max && (
						<ReferenceLine y={reference.value} stroke="var(--muted)" strokeDasharray="4 4" />
					)}
					<FactPaths drawing={drawing} hatch={hatch} />
					<PeakPaths drawing={drawing} />
					{lines}
					{!isCountdown && <ClockAxis drawing={drawing} y={height - PLOT.bottom + 8} />}
					<Tooltip
						active
						cursor={false}
						isAnimationActive={false}
						wrapperStyle={TOOLTIP_STYLE}
						content={<Readout series={series} whole={peak?.label ?? ""} ref={hover.attachReadout} />}
					/>
					<Geometry drawing={drawing} scale={scale} />
				</ComposedChart>
			)}
			<Hairline hover={hover} series={series} />
			<HoverLayer drawing={drawing} hover={hover} zoom={zoom} label={`${title}: ${labels.cursor}`} />
		</div>
	);
});
