"use client";

import { useEffect, useRef, useState } from "react";
import { setText } from "../set-text";
import type { TimeChartProps } from "./chart-props";
import { readValue } from "./chart-source";
import { cancelFrame, scheduleFrame } from "./frame";
import { Swatch } from "./readout";

type LegendProps = Pick<TimeChartProps, "source" | "series" | "formatValue" | "reference">;

/** Names every series with its present value, kept true without rendering. */
export function ChartLegend({ source, series, formatValue, reference }: LegendProps) {
	const list = useRef<HTMLUListElement>(null);
	// Read once: later text is set on the nodes, and React must not set it back.
	const [first] = useState(() =>
		series.map((one) => formatValue(readValue(source, one, source.window.newest))),
	);

	useEffect(() => {
		if (!list.current) return;
		const values = list.current.querySelectorAll("[data-value]");
		const draw = () => {
			for (const [index, one] of series.entries()) {
				setText(values[index], formatValue(readValue(source, one, source.window.newest)));
			}
		};
		// Out of sight too: it is read aloud, searched and printed.
		draw();
		const end = source.onTick(() => scheduleFrame(draw));
		return () => {
			end();
			cancelFrame(draw);
		};
	}, [source, series, formatValue]);

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
