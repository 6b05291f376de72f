"use client";

import { useEffect, useRef, useState } from "react";
import { setText } from "../set-text";
import { isRecent, type TimeChartProps } from "./chart-props";
import { type ChartSeries, readValue } from "./chart-source";
import { cancelFrame, scheduleFrame } from "./frame";
import { PeakSwatch, Swatch } from "./readout";
import { meanOfView } from "./view-means";

type LegendProps = Pick<
	TimeChartProps,
	"source" | "series" | "windowMs" | "isLive" | "formatValue" | "reference" | "labels" | "stacked" | "peak"
>;

/** The present value of a series; of a longer or a past stretch its mean, which says so. */
function legendText(props: LegendProps, series: ChartSeries): string {
	const { source, windowMs, formatValue, labels } = props;
	if (isRecent(props)) return formatValue(readValue(source, series, source.window.newest));
	const mean = meanOfView(source, series, windowMs);
	return mean === null ? formatValue(null) : labels.mean(formatValue(mean));
}

/** Names every series with its value, kept true without rendering. */
export function ChartLegend(props: LegendProps) {
	const { source, series, windowMs, isLive, formatValue, reference, labels, stacked, peak } = props;
	const list = useRef<HTMLUListElement>(null);
	// Read once: later text is set on the nodes, and React must not set it back.
	const [first] = useState(() => series.map((one) => legendText(props, one)));

	useEffect(() => {
		if (!list.current) return;
		const values = list.current.querySelectorAll("[data-value]");
		const draw = () => {
			for (const [index, one] of series.entries()) {
				setText(values[index], legendText({ source, series, windowMs, isLive, formatValue, labels }, one));
			}
		};
		// Out of sight too: it is read aloud, searched and printed.
		draw();
		const end = source.onTick(() => scheduleFrame(draw));
		return () => {
			end();
			cancelFrame(draw);
		};
	}, [source, series, windowMs, isLive, formatValue, labels]);

	return (
		<ul ref={list} className="flex flex-wrap gap-x-4 gap-y-1 contain-content text-xs text-(--muted)">
			{series.map((one, index) => (
				<li key={one.label} className="flex items-center gap-1.5">
					<Swatch series={one} />
					<span>{one.label}</span>
					<span data-value className="min-w-[10ch] text-(--text) tabular-nums" suppressHydrationWarning>
						{first[index]}
					</span>
				</li>
			))}
			{stacked && peak && source.peaks && (
				<li className="flex items-center gap-1.5">
					<PeakSwatch />
					<span>{peak.label}</span>
				</li>
			)}
			{reference && (
				<li className="flex items-center gap-1.5">
					<svg width="12" height="10" aria-hidden="true">
						<path d="M0 5h12" stroke="var(--muted)" strokeDasharray="4 4" />
					</svg>
					<span>{reference.label}</span>
				</li>
			)}
		</ul>
	);
}
