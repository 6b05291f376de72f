// @ts-check
import { ask } from "../ask.mjs";
import { compareLevels } from "../bracket.mjs";
import { judge } from "../rows.mjs";

/**
 * @typedef {import("../run.mjs").Context} Context
 * @typedef {import("../rows.mjs").Row} Row
 */

/**
 * The load averages as `cat` reads them just before and just after: they are made anew each 5 s, so that one of the
 * two is the same to the last digit.
 * @param {Context} context
 * @param {{ times: number }} options
 * @returns {Promise<Row[]>}
 */
export async function compareLoad({ recorder, programs: { cat } }, { times }) {
	if (!cat) return [{ metric: "load", skipped: "cat is not here" }];
	const pairs = await compareLevels(recorder, {
		metric: "load",
		everyMs: 1_000,
		times,
		ask: () => ask(cat.path, ["/proc/loadavg"]),
		parse(output) {
			const [one, five, fifteen] = output.split(" ").map(Number);
			return /** @type {Record<string, number>} */ ({ one, five, fifteen });
		},
		select: ({ one, five, fifteen }) => ({ one, five, fifteen }),
	});
	return [...pairs].map(([name, pair]) =>
		judge({ metric: `load.${name}`, ...pair, program: `${cat.title} /proc/loadavg`, unit: "", limit: 0 }),
	);
}

/**
 * Pressure as `cat` reads it just before and just after: its averages are made anew each 2 s.
 * @param {Context} context
 * @param {{ times: number }} options
 * @returns {Promise<Row[]>}
 */
export async function comparePressure({ recorder, programs: { cat } }, { times }) {
	if (!cat) return [{ metric: "pressure", skipped: "cat is not here" }];
	const files = ["cpu", "memory", "io"].map((name) => `/proc/pressure/${name}`);
	const trial = await ask(cat.path, files).catch(() => null);
	if (!trial) return [{ metric: "pressure", skipped: "this kernel tells none" }];
	const pairs = await compareLevels(recorder, {
		metric: "pressure",
		everyMs: 2_000,
		times,
		ask: () => ask(cat.path, files),
		parse: parsePressure,
		select: ({ cpu, memory, io }) =>
			Object.fromEntries(
				Object.entries({ cpu, memory, io }).flatMap(([name, kinds]) =>
					Object.entries(kinds).flatMap(([kind, stall]) =>
						Object.entries(stall).map(([average, share]) => [`${name}.${kind}.${average}`, percent(share)]),
					),
				),
			),
	});
	return [...pairs].map(([name, pair]) =>
		judge({
			metric: `pressure.${name}`,
			...pair,
			program: `${cat.title} /proc/pressure`,
			unit: "points",
			limit: 0,
		}),
	);
}

// The kernel tells two decimals of a percent, and a product of binary fractions has more.
const percent = (/** @type {number | null} */ share) =>
	share === null ? null : Math.round(share * 10_000) / 100;

/**
 * The three files one after the other, in percent; `full` of the processor means nothing for a whole system.
 * @param {string} output
 * @returns {Record<string, number>}
 */
export function parsePressure(output) {
	/** @type {Record<string, number>} */
	const values = {};
	const names = ["cpu", "memory", "io"];
	let file = -1;
	for (const [, kind, ...averages] of output.matchAll(
		/^(some|full) avg10=(\S+) avg60=(\S+) avg300=(\S+)/gm,
	)) {
		if (kind === "some") file++;
		if (kind === "full" && names[file] === "cpu") continue;
		for (const [index, average] of ["avg10", "avg60", "avg300"].entries()) {
			values[`${names[file]}.${kind}.${average}`] = Number(averages[index]);
		}
	}
	return values;
}
