// @ts-check
import { ask } from "../ask.mjs";
import { compareLevels } from "../bracket.mjs";
import { judge } from "../rows.mjs";

/**
 * @typedef {import("../run.mjs").Context} Context
 * @typedef {import("../rows.mjs").Row} Row
 */

// What other programs take and give back in the milliseconds between the readings, and what the kernel has not added
// up yet, for it counts on each core by itself.
const LIMIT_SHARE = 0.001;
const EXACT = ["totalBytes", "swapTotalBytes"];

/**
 * Memory beside `free`, which reads just before and just after. Totals have to be the same; the rest may be off by a
 * thousandth of all memory.
 * @param {Context} context
 * @param {{ times: number }} options
 * @returns {Promise<Row[]>}
 */
export async function compareMemory({ recorder, programs: { free } }, { times }) {
	if (!free) return [{ metric: "memory", skipped: "free is not here" }];
	const pairs = await compareLevels(recorder, {
		metric: "memory",
		everyMs: 1_000,
		times,
		ask: () => ask(free.path, ["-b", "-w"]),
		parse: parseFree,
		select: (memory) => /** @type {any} */ (memory),
	});
	const total = pairs.get("totalBytes")?.oracle ?? Number.NaN;
	return [...pairs].map(([name, pair]) =>
		judge({
			metric: `memory.${name}`,
			...pair,
			program: free.title,
			unit: "bytes",
			limit: EXACT.includes(name) ? 0 : total * LIMIT_SHARE,
		}),
	);
}

/**
 * What `free -b -w` says, as Hostbeat names it.
 * @param {string} output
 * @returns {Record<string, number>}
 */
export function parseFree(output) {
	const [head = [], ...lines] = output
		.trim()
		.split("\n")
		.map((line) => line.trim().split(/\s+/));
	const read = (/** @type {string} */ row, /** @type {string} */ column) =>
		// The head has no word above the rows' names.
		Number(lines.find(([name]) => name === row)?.[head.indexOf(column) + 1]);
	return {
		totalBytes: read("Mem:", "total"),
		availableBytes: read("Mem:", "available"),
		// Not its column "used", which older versions take for total − free − cache.
		usedBytes: read("Mem:", "total") - read("Mem:", "available"),
		buffersBytes: read("Mem:", "buffers"),
		cachedBytes: read("Mem:", "cache"),
		swapTotalBytes: read("Swap:", "total"),
		swapUsedBytes: read("Swap:", "used"),
	};
}
