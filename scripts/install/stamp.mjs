// @ts-check
import { createHash } from "node:crypto";

/**
 * @typedef {"prod" | "all"} Mode prod: what the server needs; all: also what the tests need
 * @typedef {{ lockfile: string, mode: Mode, platform: string }} Stamp
 * @typedef {{ version?: string, integrity?: string, dev?: boolean, optional?: boolean, devOptional?: boolean, link?: boolean }} Entry
 */

const PLATFORM = `${process.platform}-${process.arch}`;

/**
 * What is written beside the packages once they are all there.
 * @param {string} lockfile the text of package-lock.json
 * @param {Mode} mode
 * @returns {Stamp}
 */
export function createStamp(lockfile, mode) {
	return { lockfile: createHash("sha256").update(lockfile).digest("hex"), mode, platform: PLATFORM };
}

/**
 * True when the stamp of a finished install covers what is needed now.
 * @param {unknown} found
 * @param {Stamp} needed
 */
export function covers(found, needed) {
	if (typeof found !== "object" || found === null) return false;
	const stamp = /** @type {Partial<Stamp>} */ (found);
	return (
		stamp.lockfile === needed.lockfile &&
		stamp.platform === needed.platform &&
		(stamp.mode === "all" || stamp.mode === needed.mode)
	);
}

/**
 * True when npm's own record of a finished install has every package of the lockfile, which is how an install by
 * hand (`npm ci` in an image, say) is recognised. Optional packages are not asked for: most are for other platforms.
 * @param {{ packages?: Record<string, Entry> }} lockfile package-lock.json
 * @param {{ packages?: Record<string, Entry> }} record node_modules/.package-lock.json, which npm writes last
 * @param {Mode} mode
 */
export function recordCovers(lockfile, record, mode) {
	const entries = Object.entries(lockfile.packages ?? {}).filter(
		([path, entry]) =>
			path !== "" && !entry.optional && !entry.devOptional && !(entry.dev && mode === "prod"),
	);
	return (
		entries.length > 0 &&
		entries.every(([path, { version, integrity }]) => {
			const there = record.packages?.[path];
			return there !== undefined && there.version === version && there.integrity === integrity;
		})
	);
}
