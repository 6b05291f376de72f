import type { OwnReading } from "@/lib/history/types";
import type { Words } from "@/lib/job-words";
import { readNumber, readTime } from "./cells";
import { faultOfSeries, type Layout, readLayout } from "./layout";
import { NoCsv, readRecords } from "./records";

/** What one line holds, and what is wrong with it. */
export interface Line {
	readings: OwnReading[];
	wrong: Words[];
	/** How much of the file was read. */
	bytes: number;
}

/** Reads a file of own readings, line by line; where nothing more can be read, its last line says why. */
export async function* readLines(path: string, now: number): AsyncGenerator<Line> {
	let layout: Layout | null = null;
	let bytes = 0;
	try {
		for await (const { line, cells, bytes: read } of readRecords(path)) {
			bytes = read;
			if (layout) {
				yield { ...readCells(layout, cells, line, now), bytes };
				continue;
			}
			const found = readLayout(cells);
			if (Array.isArray(found)) {
				yield { readings: [], wrong: found, bytes };
				return;
			}
			layout = found;
		}
		if (!layout) yield { readings: [], wrong: [{ key: "badHeader", parameters: { got: "" } }], bytes };
	} catch (error) {
		if (!(error instanceof NoCsv)) throw error;
		const { line, message: reason } = error;
		yield { readings: [], wrong: [{ key: "badCsv", parameters: { line, reason } }], bytes };
	}
}

function readCells(layout: Layout, cells: string[], line: number, now: number): Omit<Line, "bytes"> {
	if (cells.length !== layout.cells) {
		const parameters = { line, expected: layout.cells, got: cells.length };
		return { readings: [], wrong: [{ key: "badCells", parameters }] };
	}
	const wrong: Words[] = [];
	const time = readTime((cells[layout.kind === "long" ? layout.time : 0] ?? "").trim(), now);
	if (time && "wrong" in time) wrong.push(time.wrong(line));
	const readings: OwnReading[] = [];
	for (const { at, metric } of columnsOf(layout, cells)) {
		const fault = layout.kind === "long" ? faultOfSeries(metric, line) : null;
		if (fault) wrong.push(fault);
		const cell = readNumber(cells[at] ?? "");
		if (cell && "wrong" in cell) wrong.push(cell.wrong(line));
		else if (cell && time && "value" in time) readings.push({ metric, time: time.value, value: cell.value });
	}
	return wrong.length > 0 ? { readings: [], wrong } : { readings, wrong };
}

function columnsOf(layout: Layout, cells: string[]): readonly { at: number; metric: string }[] {
	if (layout.kind === "wide") return layout.columns;
	return [{ at: layout.value, metric: (cells[layout.metric] ?? "").trim() }];
}
