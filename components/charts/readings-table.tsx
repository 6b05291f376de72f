"use client";

import { useEffect, useRef, useState } from "react";
import { setText } from "../set-text";
import { isRecent, type TimeChartProps } from "./chart-props";
import { drawWhileSeen } from "./draw-while-seen";
import { ROWS, readRows } from "./table-rows";

type TableProps = Pick<
	TimeChartProps,
	"title" | "source" | "series" | "windowMs" | "isLive" | "formatValue" | "formatTime" | "labels"
>;

/** What the chart shows as a table, for those who read rather than look; costs nothing while closed. */
export function ReadingsTable(props: TableProps) {
	const [open, setOpen] = useState(false);
	return (
		<details className="text-xs text-(--muted)" onToggle={(event) => setOpen(event.currentTarget.open)}>
			<summary className="w-fit cursor-pointer py-1">
				{isRecent(props) ? props.labels.table : props.labels.parts}
			</summary>
			{open && <Rows {...props} />}
		</details>
	);
}

function Rows({ title, source, series, windowMs, isLive, formatValue, formatTime, labels }: TableProps) {
	const body = useRef<HTMLTableSectionElement>(null);
	useEffect(() => {
		if (!body.current) return;
		const rows = [...body.current.rows];
		const draw = () => {
			const read = readRows({ source, series, windowMs, isLive, formatValue, labels });
			for (const [index, row] of rows.entries()) {
				const { time, values } = read[index] ?? { time: Number.NaN, values: [] };
				setText(row.cells[0], Number.isFinite(time) ? formatTime(time) : labels.noValue);
				for (const at of series.keys()) setText(row.cells[at + 1], values[at] ?? labels.noValue);
			}
		};
		draw();
		return drawWhileSeen(body.current, [{ draw, subscribe: (listener) => source.onTick(listener) }]);
	}, [source, series, windowMs, isLive, formatValue, formatTime, labels]);
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys too (axe: scrollable-region-focusable).
		<div className="overflow-x-auto" tabIndex={0}>
			<table className="w-full text-right tabular-nums">
				<caption className="sr-only">{title}</caption>
				<thead>
					<tr>
						<th scope="col" className="py-1 text-left font-semibold">
							{labels.time}
						</th>
						{series.map((one) => (
							<th key={one.label} scope="col" className="py-1 pl-3 font-semibold">
								{one.label}
							</th>
						))}
					</tr>
				</thead>
				<tbody ref={body} className="text-(--text)">
					{Array.from({ length: ROWS }, (_, age) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; only its text changes.
						<tr key={age} className="border-t border-(--line)">
							<th scope="row" className="py-1 text-left font-normal" />
							{series.map((one) => (
								<td key={one.label} className="py-1 pl-3" />
							))}
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}
