"use client";

import { useEffect, useRef } from "react";
import type { LiveStore } from "@/lib/live/store";
import type { MetricName } from "@/lib/metrics/types";
import { useFact, useStore } from "../hooks/use-live";
import { type CellText, type LiveColumn, readCells, writeCells } from "./live-cells";
import { firstFew, useFirst } from "./long-list";
import { useRowOrder } from "./row-order";
import { lookOf, TableHead } from "./table";

/** So often the rows of a long table are put in order again. */
const reorderMs = 5 * 60_000;

interface LiveTableProps<Row> {
	metric: MetricName;
	rows(store: LiveStore): readonly Row[];
	/** Where in the reading the row of this place stands: a missing number has its reason there. */
	pathOf(index: number): string;
	caption: string;
	/** Heads the column of names. */
	nameLabel: string;
	columns: readonly LiveColumn<Row>[];
	/** What matters most stands first: see useRowOrder. */
	rank(store: LiveStore, name: string): number;
	/** Said instead of an empty table. */
	empty: string;
}

/** A table whose numbers change each second: React renders it only when a row comes or goes. */
export function LiveTable<Row extends { name: string }>(props: LiveTableProps<Row>) {
	const { metric, rows, pathOf, caption, nameLabel, columns, rank, empty } = props;
	const store = useStore();
	const body = useRef<HTMLTableSectionElement>(null);
	const names = useFact(metric, (store) =>
		rows(store)
			.map(({ name }) => name)
			.join("\n"),
	);
	const nothing = useFact(metric, (store) => store.get(metric)?.missing?.[""] ?? empty);
	// A page is left open for days: what is busy by then must not stay among the rows that are not shown.
	const epoch = useFact(metric, (store) =>
		rows(store).length > firstFew ? Math.floor((store.get(metric)?.time ?? 0) / reorderMs) : 0,
	);
	const order = useRowOrder(names === "" ? [] : names.split("\n"), (name) => rank(store, name), epoch);
	const { shown, more } = useFirst(order);
	const read = () => readCells(shown, columns, rows(store), pathOf, store.get(metric)?.missing);

	// After each rendering: what React then believes to be there has to be found out anew.
	useEffect(() => {
		let known: CellText[][] = [];
		const draw = () => {
			const cells = read();
			if (body.current) writeCells(body.current, known, cells);
			known = cells;
		};
		draw();
		return store.on(metric, draw);
	});

	if (order.length === 0) return <p className="text-muted text-xs">{nothing}</p>;
	const first = read();
	return (
		<>
			<table className="w-full table-fixed border-collapse text-xs">
				<TableHead
					caption={caption}
					columns={[{ label: nameLabel }, ...columns.map((column) => ({ ...column, numeric: true }))]}
				/>
				<tbody ref={body}>
					{shown.map((name, row) => (
						<tr key={name} className="border-line border-t">
							<th scope="row" className={`${lookOf({ label: nameLabel })} break-all font-normal`}>
								{name}
							</th>
							{columns.map((column, index) => {
								const { text = "", reason = "" } = first[row]?.[index] ?? {};
								return (
									<td key={column.label} className={lookOf({ ...column, numeric: true })}>
										<span title={reason} className="font-mono">
											<span>{text}</span>
											<span className="sr-only">{reason}</span>
										</span>
									</td>
								);
							})}
						</tr>
					))}
				</tbody>
			</table>
			{more}
		</>
	);
}
