"use client";

import { type ComponentType, memo, useEffect, useState } from "react";
import { ChartLegend } from "./chart-legend";
import type { TimeChartProps } from "./chart-props";
import { whenIdle } from "./idle-queue";
import { DEFAULT_HEIGHT } from "./plot-layout";
import { ReadingsTable } from "./readings-table";
import { StaticChart } from "./static-chart";

type LiveChart = ComponentType<TimeChartProps & { onDrawn(): void }>;

/**
 * A chart with its legend and table, whole from the first byte: a still picture of what `source` holds while the
 * page is made, then live, one chart per idle moment, in the same place and size. Where the script of the live one
 * cannot be had, the picture is drawn anew at each tick instead.
 */
export const LazyTimeChart = memo(function LazyTimeChart(props: TimeChartProps) {
	const { title, source, height = DEFAULT_HEIGHT } = props;
	const [TimeChart, setTimeChart] = useState<LiveChart | null>(null);
	const [isLive, setLive] = useState(false);
	const [, setTick] = useState(0);
	const [onDrawn] = useState(() => () => setLive(true));

	useEffect(() => {
		let end = () => {};
		let gone = false;
		import("./time-chart").then(
			// Loaded before a place is asked for, else all charts would mount in the moment the script arrives.
			(charts) => {
				if (!gone) end = whenIdle(() => setTimeChart(() => charts.TimeChart));
			},
			() => {
				if (!gone) end = source.onTick(() => setTick((tick) => tick + 1));
			},
		);
		return () => {
			gone = true;
			end();
		};
	}, [source]);

	return (
		<figure aria-label={title} className="m-0 min-w-0">
			<div className="relative">
				{/* Holds the height without an inline style, which a strict policy would refuse. */}
				<svg width="1" height={height} aria-hidden="true" className="block" />
				{!isLive && <StaticChart {...props} />}
				{TimeChart && <TimeChart {...props} onDrawn={onDrawn} />}
			</div>
			<figcaption className="mt-2">
				<ChartLegend {...props} />
			</figcaption>
			{/* Its place is kept, but without scripts a table that cannot be filled is not offered. */}
			<div className="min-h-7 pt-1">{isLive && <ReadingsTable {...props} />}</div>
		</figure>
	);
});
