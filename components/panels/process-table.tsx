"use client";

import { formatNumber, unknown } from "@/lib/format";
import { messages } from "@/lib/messages";
import type { Process, ProcessList, ProcessQuery, ProcessSort } from "@/lib/metrics/types";
import { panelMessages } from "@/lib/panel-messages";
import { bytesText, rateText, shareText } from "../chart-words";
import { missingReason } from "../missing-reason";
import { Cell } from "../ui/table";

const words = panelMessages.process;

type Sort = Pick<ProcessQuery, "sort" | "order">;
type Field = keyof typeof words.columns;

interface Column {
	field: Field;
	/** In the other order it is sorted at the second press; without one it cannot be. */
	first?: Sort["order"];
	numeric?: boolean;
	className: string;
}

const columns: Column[] = [
	{ field: "name", first: "asc", className: "" },
	{ field: "user", className: "w-[10%] max-sm:hidden" },
	{ field: "pid", first: "asc", numeric: true, className: "w-20 max-sm:hidden" },
	{ field: "utilization", first: "desc", numeric: true, className: "w-22" },
	{ field: "residentBytes", first: "desc", numeric: true, className: "w-24" },
	{ field: "readBytesPerSecond", first: "desc", numeric: true, className: "w-26 max-md:hidden" },
	{ field: "writtenBytesPerSecond", first: "desc", numeric: true, className: "w-26 max-md:hidden" },
	{ field: "threads", first: "desc", numeric: true, className: "w-22 max-md:hidden" },
	{ field: "state", className: "w-24 max-md:hidden" },
	{ field: "container", className: "w-[16%] max-lg:hidden" },
];

const texts: Record<Exclude<Field, "name">, (process: Process) => string> = {
	user: ({ user }) => user ?? unknown,
	pid: ({ pid }) => String(pid),
	utilization: ({ utilization }) => shareText(utilization),
	residentBytes: ({ residentBytes }) => bytesText(residentBytes),
	readBytesPerSecond: (process) => rateText(process.readBytesPerSecond),
	writtenBytesPerSecond: (process) => rateText(process.writtenBytesPerSecond),
	threads: ({ threads }) => formatNumber(threads),
	state: ({ state }) => (state ? words.states[state] : unknown),
	container: ({ container }) => container ?? unknown,
};

interface ProcessTableProps {
	reading: ProcessList | undefined;
	sort: Sort;
	/** Said where there are no rows. */
	empty: string;
	onSort: (sort: Sort) => void;
}

/** The processes, a row each, in the order that its heads are pressed for. As high with one row as with sixteen. */
export function ProcessTable({ reading, sort, empty, onSort }: ProcessTableProps) {
	const processes = reading?.processes ?? [];
	return (
		<div className="mt-2 min-h-[452px] md:min-h-[440px]">
			<table className="w-full table-fixed border-collapse text-xs">
				<caption className="sr-only">{messages.panels.process}</caption>
				<thead>
					<tr className="text-muted">
						{columns.map((column) => (
							<Head key={column.field} column={column} sort={sort} onSort={onSort} />
						))}
					</tr>
				</thead>
				<tbody>
					{processes.map((process, index) => (
						<Row key={process.pid} process={process} index={index} reading={reading} />
					))}
				</tbody>
			</table>
			{processes.length === 0 && <p className="mt-2 text-muted">{empty}</p>}
		</div>
	);
}

function lookOf({ numeric, className }: Column): string {
	return `pr-3 last:pr-0 ${numeric ? "text-right" : "text-left"} ${className}`;
}

function Head({ column, sort, onSort }: { column: Column; sort: Sort; onSort: (sort: Sort) => void }) {
	const { field, first, numeric } = column;
	const label = words.columns[field];
	const look = `${lookOf(column)} h-11 font-normal md:h-8`;
	if (!first) {
		return (
			<th scope="col" className={look}>
				{label}
			</th>
		);
	}
	const order = sort.sort === field ? sort.order : null;
	const next = order === first ? opposite[first] : first;
	return (
		<th scope="col" aria-sort={order ? ariaOrder[order] : undefined} className={look}>
			<button
				type="button"
				onClick={() => onSort({ sort: field as ProcessSort, order: next })}
				className={`inline-flex h-full w-full cursor-pointer items-center gap-1 hover:text-text ${numeric ? "justify-end" : ""} ${order ? "font-semibold text-text" : ""}`}
			>
				{label}
				{/* Always there, so that nothing moves when another column is sorted. */}
				<span aria-hidden="true" className={`w-2 text-[8px] ${numeric ? "order-first" : ""}`}>
					{order && arrows[order]}
				</span>
			</button>
		</th>
	);
}

const opposite = { asc: "desc", desc: "asc" } as const;
const ariaOrder = { asc: "ascending", desc: "descending" } as const;
const arrows = { asc: "▲", desc: "▼" };

function Row({
	process,
	index,
	reading,
}: {
	process: Process;
	index: number;
	reading: ProcessList | undefined;
}) {
	return (
		<tr className="h-[25px] border-line border-t">
			{columns.map((column) => {
				const { field, numeric } = column;
				const look = `${lookOf(column)} truncate`;
				if (field === "name") {
					return (
						<th key={field} scope="row" title={process.command} className={`${look} font-normal`}>
							{process.name || unknown}
							{process.command && <span className="ml-2 text-muted">{process.command}</span>}
						</th>
					);
				}
				const text = texts[field](process);
				return (
					<td key={field} title={titleOf(field, process, text)} className={look}>
						<Cell
							text={text}
							width={numeric ? 1 : 0}
							reason={missingReason(reading, `processes.${index}.${field}`, process[field])}
						/>
					</td>
				);
			})}
		</tr>
	);
}

function titleOf(field: Field, { proportionalBytes }: Process, text: string): string | undefined {
	if (field !== "residentBytes") return field === "user" || field === "container" ? text : undefined;
	return proportionalBytes === null ? undefined : words.proportional(bytesText(proportionalBytes));
}
