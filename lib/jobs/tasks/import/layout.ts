import type { Words } from "@/lib/job-words";
import { checkName, fieldPattern, reservedNames } from "@/lib/stream-names";
import { shown } from "./cells";

/** Where in a line the readings are: with a column for each series, or with one that names the series. */
export type Layout = { cells: number } & (
	| { kind: "wide"; columns: { at: number; metric: string }[] }
	| { kind: "long"; time: number; metric: number; value: number }
);

/** What is wrong with the name of a series, `null` where nothing is. */
export function faultOfSeries(name: string, line: number): Words | null {
	const [stream = "", field = "", ...more] = name.split(".");
	const parameters = { line, name: shown(name) };
	// Own readings among the measured ones could be told from them by nobody.
	if (reservedNames.has(stream)) return { key: "reservedSeries", parameters };
	try {
		checkName(stream);
	} catch {
		return { key: "badSeries", parameters };
	}
	const isField = fieldPattern.test(field) && field !== "time" && more.length === 0;
	return isField ? null : { key: "badSeries", parameters };
}

/** Reads the first line; gives what is wrong with it where something is. */
export function readLayout(names: readonly string[]): Layout | Words[] {
	const cells = names.length;
	const [first = "", ...series] = names.map((name) => name.trim());
	const time = [first, ...series].indexOf("time");
	const metric = [first, ...series].indexOf("metric");
	const value = [first, ...series].indexOf("value");
	if (cells === 3 && time !== -1 && metric !== -1 && value !== -1) {
		return { kind: "long", cells, time, metric, value };
	}
	if (first.toLowerCase() !== "time" || series.length === 0) {
		return [{ key: "badHeader", parameters: { got: shown(names.join(",")) } }];
	}
	return readColumns(series, cells);
}

function readColumns(series: readonly string[], cells: number): Layout | Words[] {
	const wrong: Words[] = [];
	const columns: { at: number; metric: string }[] = [];
	const seen = new Set<string>();
	for (let index = 0; index < series.length; index++) {
		const name = series[index] ?? "";
		// An export of a coarser tier has three columns for each series, of which the mean is its value.
		const base = name.replace(/\.mean$/, "");
		const isMean =
			base !== name && series[index + 1] === `${base}.min` && series[index + 2] === `${base}.max`;
		const metric = isMean ? base : name;
		const fault = seen.has(metric)
			? ({ key: "twiceSeries", parameters: { line: 1, name: shown(metric) } } as const)
			: faultOfSeries(metric, 1);
		if (fault) wrong.push(fault);
		seen.add(metric);
		columns.push({ at: index + 1, metric });
		if (isMean) index += 2;
	}
	return wrong.length > 0 ? wrong : { kind: "wide", cells, columns };
}
