// @ts-check
import { cpus, totalmem } from "node:os";

/** @param {number[]} values */
export function median(values) {
	return quantile(values, 0.5);
}

/**
 * The value below which this share of all values lies, `NaN` of none.
 * @param {number[]} values
 * @param {number} share
 */
export function quantile(values, share) {
	const sorted = values.toSorted((a, b) => a - b);
	const at = (sorted.length - 1) * share;
	const low = sorted[Math.floor(at)] ?? Number.NaN;
	const high = sorted[Math.ceil(at)] ?? Number.NaN;
	return low + (high - low) * (at - Math.floor(at));
}

/**
 * The median of each number over several rounds.
 * @template {string} K
 * @param {Record<K, number>[]} rounds
 * @returns {Record<K, number>}
 */
export function medianOf(rounds) {
	const keys = /** @type {K[]} */ (Object.keys(rounds[0] ?? {}));
	return /** @type {Record<K, number>} */ (
		Object.fromEntries(keys.map((key) => [key, median(rounds.map((round) => round[key]))]))
	);
}

/** A number with as many digits as it deserves. @param {number} value */
export function digits(value) {
	if (!Number.isFinite(value)) return "–";
	if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
	return value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}

/**
 * Prints a table as Markdown, the first row being its head.
 * @param {string[][]} rows
 */
export function printTable(rows) {
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	const line = (/** @type {string[]} */ row) =>
		`| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
	const [head = [], ...body] = rows;
	console.log([line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n"));
}

/** On what this was measured, for whoever reads the numbers elsewhere. */
export function describeMachine() {
	const memory = Math.round(totalmem() / 2 ** 30);
	return `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${memory} GiB, ${process.platform}`;
}
