// @ts-check
import { readFileSync } from "node:fs";

/** What a process has cost so far, and holds now. @typedef {{ cpuMs: number, rssKib: number, pssKib: number }} Cost */

// USER_HZ, which is 100 on every platform that Node runs on.
const TICK_MS = 10;

/**
 * Reads the cost of one process alone, without its children. Linux only.
 * @param {number} pid
 * @returns {Cost}
 */
export function readCost(pid) {
	const memory = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
	const kib = (/** @type {string} */ name) =>
		Number(new RegExp(`^${name}: +(\\d+) kB`, "m").exec(memory)?.[1]);
	return { cpuMs: readCpuMs(`/proc/${pid}/stat`), rssKib: kib("Rss"), pssKib: kib("Pss") };
}

/**
 * What the first thread of a process has cost so far, in milliseconds.
 * @param {number} pid
 */
export function readMainThreadMs(pid) {
	return readCpuMs(`/proc/${pid}/task/${pid}/stat`);
}

/**
 * What a process or a thread has cost so far, in milliseconds.
 * @param {string} file its `stat`
 */
export function readCpuMs(file) {
	const stat = readFileSync(file, "utf8");
	// The name stands in brackets and may itself hold spaces and brackets.
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
