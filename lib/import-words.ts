import { formatNumber } from "./format";
import { countEnglish as count } from "./plural";

/** What is said of an import. */
export interface ImportWordsParameters {
	/** What is wrong with the file, and in which line. */
	badHeader: { got: string };
	badCsv: { line: number; reason: string };
	badCells: { line: number; expected: number; got: number };
	badSeries: { line: number; name: string };
	reservedSeries: { line: number; name: string };
	twiceSeries: { line: number; name: string };
	badTime: { line: number; got: string };
	noZone: { line: number; got: string };
	futureTime: { line: number; got: string };
	badNumber: { line: number; got: string };
	decimalComma: { line: number; got: string };
	importRefused: { count: number };
	/** After so many mistakes it was looked for no more. */
	importRefusedEarly: { count: number };
	noReadings: Record<never, never>;
	tooManySeries: { most: number };
	uploadGone: Record<never, never>;
	importChecking: { lines: number };
	importing: { kept: number; total: number };
	/** Some readings were taken, and not kept. */
	importLeftOut: { count: number; reason: string };
	importStopped: { kept: number; total: number };
	/** Times are Unix milliseconds. */
	imported: { readings: number; series: number; from: number; to: number };
}

export type ImportWords = {
	[K in keyof ImportWordsParameters]: (parameters: ImportWordsParameters[K]) => string;
};

/** A time of no zone in particular, as in `2026-11-20 03:00 UTC`. */
export const utc = (time: number) => `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;

export const englishImportWords: ImportWords = {
	badHeader: ({ got }) =>
		`Line 1: expected time and names like stock.price, or time, metric and value; got "${got}".`,
	badCsv: ({ line, reason }) => `Line ${line}: expected CSV, got something else (${reason}).`,
	badCells: ({ line, expected, got }) =>
		`Line ${line}: expected ${count(expected, "cell", "cells")}, got ${got}. A decimal comma would be one cell more: write a point.`,
	badSeries: ({ line, name }) =>
		`Line ${line}: expected the name of a series like stock.price, got "${name}".`,
	reservedSeries: ({ line, name }) =>
		`Line ${line}: "${name}" is a name of what is measured here; expected one of your own.`,
	twiceSeries: ({ line, name }) => `Line ${line}: expected each series once, got "${name}" again.`,
	badTime: ({ line, got }) =>
		`Line ${line}: expected a time like 2026-11-20T03:00:00Z, or Unix milliseconds or seconds; got "${got}".`,
	noZone: ({ line, got }) =>
		`Line ${line}: expected a time with its zone, like 2026-11-20T03:00:00Z or +01:00 at its end; got "${got}".`,
	futureTime: ({ line, got }) => `Line ${line}: expected a time that is over, got "${got}".`,
	badNumber: ({ line, got }) => `Line ${line}: expected a number, got "${got}".`,
	decimalComma: ({ line, got }) => `Line ${line}: expected a decimal point, got a comma: "${got}".`,
	importRefused: (words) =>
		`Nothing was imported: the file has ${count(words.count, "mistake", "mistakes")}.`,
	importRefusedEarly: (words) =>
		`Nothing was imported: the file has at least ${count(words.count, "mistake", "mistakes")}.`,
	noReadings: () => "Nothing was imported: there are no readings in the file.",
	tooManySeries: ({ most }) =>
		`Nothing was imported: expected at most ${formatNumber(most)} series, got more.`,
	uploadGone: () => "The file is there no more: it is kept for a day, and until it is imported.",
	importChecking: ({ lines }) => `Checking: ${count(lines, "line", "lines")}`,
	importing: ({ kept, total }) => `${formatNumber(kept)} of ${count(total, "reading", "readings")} imported`,
	importLeftOut: ({ count: left, reason }) =>
		`${count(left, "reading was", "readings were")} left out: ${reason}.`,
	importStopped: ({ kept, total }) =>
		`It ended early: ${formatNumber(kept)} of ${count(total, "reading", "readings")} were imported, and stay.`,
	imported: ({ readings, series, from, to }) =>
		`${count(readings, "reading", "readings")} of ${formatNumber(series)} series imported, from ${utc(from)} to ${utc(to)}.`,
};
