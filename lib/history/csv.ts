import { roundMean } from "./round-mean";
import type { HistoryRange, Point } from "./types";

/** How the rows of several slices hang together. */
export interface CsvTable {
	/** The metrics, a column or three for each, in this order. */
	columns: readonly string[];
	/** Whether a step is one reading, which is its own mean, min and max. */
	single: boolean;
}

/** The first line: `time`, then each metric, or its mean, min and max. */
export function csvHeader({ columns, single }: CsvTable): string {
	const names = single ? columns : columns.flatMap((name) => [`${name}.mean`, `${name}.min`, `${name}.max`]);
	return `${["time", ...names].map(csvText).join(",")}\r\n`;
}

/**
 * One line for each step of a range (RFC 4180), its cells empty where nothing is known. A stretch without any reading is
 * one such line: `empty` says whether the line before this slice was one, and then whether its last one is.
 */
export function csvRows(
	{ columns, single }: CsvTable,
	{ series, stepMs, from }: Pick<HistoryRange, "series" | "stepMs" | "from">,
	empty: boolean,
): { text: string; empty: boolean } {
	const pointsOf = new Map(series.map(({ metric, points }) => [metric, points]));
	const cursors = columns.map((metric) => createCursor(pointsOf.get(metric) ?? []));
	const unknown = single ? "," : ",,,";
	const all = [...pointsOf.values()].filter((points) => points.length > 0);
	if (all.length === 0) {
		return { text: empty ? "" : `${formatTime(from)}${unknown.repeat(columns.length)}\r\n`, empty: true };
	}
	const first = Math.min(...all.map((points) => points[0]?.[0] ?? Number.NaN));
	const last = Math.max(...all.map((points) => points.at(-1)?.[0] ?? Number.NaN));
	let text = "";
	let wasEmpty = empty;
	for (let time = first; time <= last; time += stepMs) {
		let cells = "";
		let known = false;
		for (const read of cursors) {
			const point = read(time);
			if (!point || point[1] === null) {
				cells += unknown;
				continue;
			}
			known = true;
			cells += single ? `,${point[1]}` : `,${roundMean(point)},${point[2]},${point[3]}`;
		}
		if (known || !wasEmpty) text += `${formatTime(time)}${cells}\r\n`;
		wasEmpty = !known;
	}
	return { text, empty: wasEmpty };
}

const formatTime = (time: number) => new Date(time).toISOString();

/** Reads points by their times, which must be asked for in order. */
function createCursor(points: readonly Point[]): (time: number) => Point | undefined {
	let index = 0;
	return (time) => {
		while ((points[index]?.[0] ?? time) < time) index++;
		const point = points[index];
		return point?.[0] === time ? point : undefined;
	};
}

/** A text as a cell. One that a spreadsheet would take for a formula becomes a text for it, too (OWASP, CSV injection). */
export function csvText(text: string): string {
	const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
