"use client";

import { useFirst } from "./long-list";

interface TableProps {
	caption: string;
	columns: readonly TableColumn[];
	rows: readonly { key: string; cells: readonly React.ReactNode[] }[];
	/** Said instead of an empty table. */
	empty: string;
	/** So many rows are shown before the rest is asked for, twelve unless told. */
	first?: number;
}

/** A table of readings that come seldom; its first column names the row. For those of each second there is LiveTable. */
export function Table({ caption, columns, rows, empty, first }: TableProps) {
	const { shown, more } = useFirst(rows, first);
	if (rows.length === 0) return <p className="text-muted text-xs">{empty}</p>;
	return (
		<>
			<table className="w-full table-fixed border-collapse text-xs">
				<TableHead caption={caption} columns={columns} />
				<tbody>
					{shown.map(({ key, cells }) => (
						<tr key={key} className="border-line border-t">
							{cells.map((cell, index) => {
								const column = columns[index] ?? { label: "" };
								return index === 0 ? (
									<th key={column.label} scope="row" className={`${lookOf(column)} break-all font-normal`}>
										{cell}
									</th>
								) : (
									<td key={column.label} className={lookOf(column)}>
										{cell}
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

/** How a column looks, in all tables. */
export interface TableColumn {
	label: string;
	numeric?: boolean;
	hiddenOnPhone?: boolean;
}

/** The classes of a cell in this column. */
export function lookOf({ numeric, hiddenOnPhone }: TableColumn): string {
	return `py-1 pr-3 last:pr-0 ${numeric ? "text-right whitespace-nowrap" : "text-left"} ${hiddenOnPhone ? "max-sm:hidden" : ""}`;
}

/** The names of a table and of its columns. */
export function TableHead({ caption, columns }: { caption: string; columns: readonly TableColumn[] }) {
	return (
		<>
			<caption className="sr-only">{caption}</caption>
			<thead>
				<tr className="text-muted">
					{columns.map((column) => (
						<th key={column.label} scope="col" className={`${lookOf(column)} font-normal`}>
							{column.label}
						</th>
					))}
				</tr>
			</thead>
		</>
	);
}

interface CellProps {
	text: string;
	/** Why the value is not known. */
	reason?: string;
	/** How many characters a number may take: it is filled up to them, so that nothing moves when it grows. */
	width?: number;
}

/** A value that may be missing: its reason is under the pointer and read aloud. */
export function Cell({ text, reason, width = 0 }: CellProps) {
	return (
		<span title={reason} className={width > 0 ? "font-mono" : undefined}>
			{text.padStart(width, "\u00a0")}
			{reason && <span className="sr-only"> {reason}</span>}
		</span>
	);
}
