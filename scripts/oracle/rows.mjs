// @ts-check

/**
 * One value beside the other program's. `difference` and `limit` are in the row's unit; without a limit that was
 * held there is no row that is right.
 * @typedef {"points" | "bytes" | "bytes/s" | "/s" | "ms" | ""} Unit
 * @typedef {{ metric: string, hostbeat: number, oracle: number, program: string, unit: Unit, difference: number, limit: number, ok: boolean }} Judged
 * @typedef {{ metric: string, skipped: string }} Skipped
 * @typedef {{ metric: string, broken: string }} Broken
 * @typedef {Judged | Skipped | Broken} Row
 */

/**
 * @param {Omit<Judged, "difference" | "ok"> & { difference?: number }} given the difference is that of the two, unless told
 * @returns {Judged}
 */
export function judge({ difference, ...row }) {
	const off = difference ?? Math.abs(row.hostbeat - row.oracle);
	// Not `off > limit`: what is not a number holds no limit.
	return { ...row, difference: off, ok: off <= row.limit };
}

const scales = /** @type {const} */ ([
	["GiB", 2 ** 30],
	["MiB", 2 ** 20],
	["KiB", 2 ** 10],
]);

/**
 * A number with its unit, as it stands in the table.
 * @param {number} value
 * @param {Unit} unit
 */
export function formatNumber(value, unit) {
	if (!Number.isFinite(value)) return "–";
	if (unit === "points") return `${value.toFixed(2)} %`;
	const [, rate = ""] = unit.split("/");
	const per = unit.includes("/") ? `/${rate}` : "";
	if (unit.startsWith("bytes")) {
		const [name, size] = scales.find(([, one]) => Math.abs(value) >= one) ?? ["B", 1];
		return `${Number((value / size).toPrecision(5))} ${name}${per}`;
	}
	return `${Number(value.toPrecision(5))}${unit === "ms" ? " ms" : per}`;
}

/** The rows as a table in Markdown. @param {Row[]} rows */
export function formatRows(rows) {
	const head = ["metric", "Hostbeat", "other", "program", "difference", "limit", ""];
	const body = rows.map((row) => {
		if ("skipped" in row) return [row.metric, "", "", "", "", "", `skipped: ${row.skipped}`];
		if ("broken" in row) return [row.metric, "", "", "", "", "", `BROKEN: ${row.broken}`];
		const text = (/** @type {number} */ value) => formatNumber(value, row.unit);
		const numbers = [text(row.difference), text(row.limit)];
		return [
			...[row.metric, text(row.hostbeat), text(row.oracle), row.program],
			...[...numbers, row.ok ? "ok" : "BROKEN"],
		];
	});
	const all = [head, ...body];
	const widths = head.map((_, column) => Math.max(...all.slice(0).map((row) => row[column]?.length ?? 0)));
	const line = (/** @type {string[]} */ row) =>
		`| ${row.map((cell, column) => (column === 6 ? cell : cell.padEnd(widths[column] ?? 0))).join(" | ")} |`;
	return [
		line(head),
		line(head.map((_, column) => "-".repeat(column === 6 ? 3 : (widths[column] ?? 0)))),
		...body.map(line),
	].join("\n");
}

/** How it went, in a line. @param {Row[]} rows */
export function summarize(rows) {
	const judged = rows.filter((row) => "ok" in row);
	const held = judged.filter((row) => "ok" in row && row.ok).length;
	const skipped = rows.filter((row) => "skipped" in row).length;
	const broken = rows.length - held - skipped;
	return { held, broken, skipped, text: `${held} within their limits, ${broken} not, ${skipped} skipped` };
}
