// @ts-check
import { ask } from "../ask.mjs";
import { compareLevels } from "../bracket.mjs";
import { judge } from "../rows.mjs";

/**
 * @typedef {import("../run.mjs").Context} Context
 * @typedef {import("../rows.mjs").Row} Row
 */

// What is written and removed by others between the readings.
const LIMIT_BYTES = 4 * 2 ** 20;
const LIMIT_INODES = 0.01;
const EVERY_MS = 10_000;

/**
 * Each file system that is shown, beside `df -B1`, which reads just before and just after.
 * @param {Context} context
 * @returns {Promise<Row[]>}
 */
export async function compareFileSystems({ recorder, programs: { df } }) {
	if (!df) return [{ metric: "filesystem", skipped: "df is not here" }];
	const pairs = await compareLevels(recorder, {
		metric: "filesystem",
		everyMs: EVERY_MS,
		times: 1,
		ask: () => ask(df.path, ["--block-size=1", "--output=size,used,avail,itotal,iused,target"]),
		parse: parseDf,
		select: ({ mounts }) =>
			Object.fromEntries(
				mounts.flatMap((mount) => [
					[`${mount.mount}\tsize`, mount.totalBytes],
					[`${mount.mount}\tused`, mount.usedBytes],
					[`${mount.mount}\tavailable`, mount.availableBytes],
					[`${mount.mount}\tinodes`, mount.inodeUtilization === null ? null : mount.inodeUtilization * 100],
				]),
			),
	});
	const shown = new Set((await recorder.from("filesystem", 0)).mounts.map(({ mount }) => mount));
	if (shown.size === 0) return [{ metric: "filesystem", broken: "Hostbeat shows no file system" }];
	return [...pairs].flatMap(([name, pair]) => {
		const [mount = "", what] = name.split("\t");
		if (!shown.has(mount)) return [];
		const inodes = what === "inodes";
		// A file system without a fixed number of inodes has no share of them: df says 0 of 0.
		if (inodes && Number.isNaN(pair.oracle)) return [];
		return judge({
			metric: `filesystem.${mount} ${what}`,
			...pair,
			program: df.title,
			unit: inodes ? "points" : "bytes",
			limit: inodes ? LIMIT_INODES : what === "size" ? 0 : LIMIT_BYTES,
		});
	});
}

/**
 * What df says of each mount: bytes, and the share of the inodes in percent.
 * @param {string} output
 * @returns {Record<string, number>}
 */
export function parseDf(output) {
	/** @type {Record<string, number>} */
	const values = {};
	for (const line of output.trim().split("\n").slice(1)) {
		const [, size, used, available, inodes, inodesUsed, mount] =
			/^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+|-)\s+(\d+|-)\s+(.*)$/.exec(line) ?? [];
		if (mount === undefined) continue;
		values[`${mount}\tsize`] = Number(size);
		values[`${mount}\tused`] = Number(used);
		values[`${mount}\tavailable`] = Number(available);
		values[`${mount}\tinodes`] = (100 * Number(inodesUsed)) / Number(inodes);
	}
	return values;
}
