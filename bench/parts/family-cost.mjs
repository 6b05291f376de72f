// @ts-check
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listDescendants } from "../../scripts/process/family.mjs";

/** What a program and all that it starts have cost so far, and how that is known. @typedef {{ readMs: () => number, how: string, close: () => void }} Meter */

// USER_HZ, which is 100 on every platform that Node runs on.
const TICK_MS = 10;
const KINDS = [
	{ root: "/sys/fs/cgroup", sign: "cgroup.controllers", file: "cpu.stat" },
	{ root: "/sys/fs/cgroup/unified", sign: "cgroup.controllers", file: "cpu.stat" },
	{ root: "/sys/fs/cgroup/cpuacct", sign: "cpuacct.usage", file: "cpuacct.usage" },
];

/**
 * Meters the processor's time, user and system, of a program with all that it starts, also of what has ended
 * meanwhile: by a control group of its own, to the microsecond, or else by what the kernel says of each process, to
 * 10 ms. Call right after the start.
 * @param {number} pid
 * @returns {Meter}
 */
export function meterFamily(pid) {
	return meterByGroup(pid) ?? { readMs: () => readFamilyMs(pid), how: "/proc", close: () => {} };
}

/**
 * @param {number} pid
 * @returns {Meter | null}
 */
function meterByGroup(pid) {
	for (const { root, sign, file } of KINDS) {
		if (!existsSync(join(root, sign))) continue;
		const group = join(root, `hostbeat-bench-${process.pid}-${pid}`);
		try {
			mkdirSync(group);
			for (const member of [pid, ...listDescendants(pid)]) {
				writeFileSync(join(group, "cgroup.procs"), String(member));
			}
			const usage = join(group, file);
			readUsageMs(usage);
			return { readMs: () => readUsageMs(usage), how: "a control group", close: () => rmdirSync(group) };
		} catch {
			// Not ours to make, or without this count: the next kind, or none.
			if (existsSync(group)) rmdirSync(group);
		}
	}
	return null;
}

/** @param {string} file */
function readUsageMs(file) {
	const text = readFileSync(file, "utf8");
	if (!file.endsWith("cpu.stat")) return Number(text) / 1e6;
	const microseconds = /^usage_usec (\d+)$/m.exec(text)?.[1];
	if (microseconds === undefined) throw new Error(`${file} tells no usage`);
	return Number(microseconds) / 1e3;
}

/**
 * What all of a family that live have cost, in milliseconds, with those that ended and were waited for.
 * @param {number} pid
 */
export function readFamilyMs(pid) {
	let ticks = 0;
	for (const member of [pid, ...listDescendants(pid)]) {
		const stat = readOf(member, "stat") ?? "";
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		// utime, stime, cutime and cstime (proc(5)).
		for (const field of [11, 12, 13, 14]) ticks += Number(fields[field] ?? 0);
	}
	return ticks * TICK_MS;
}

/**
 * The memory of a program with all that it has started, in KiB.
 * @param {number} pid
 */
export function readFamilyMemory(pid) {
	const memory = { rssKib: 0, pssKib: 0 };
	for (const member of [pid, ...listDescendants(pid)]) {
		const text = readOf(member, "smaps_rollup") ?? "";
		const kib = (/** @type {string} */ name) =>
			Number(new RegExp(`^${name}: +(\\d+) kB`, "m").exec(text)?.[1] ?? 0);
		memory.rssKib += kib("Rss");
		memory.pssKib += kib("Pss");
	}
	return memory;
}

/**
 * @param {number} pid
 * @param {string} name
 */
function readOf(pid, name) {
	try {
		return readFileSync(`/proc/${pid}/${name}`, "utf8");
	} catch {
		// It has ended since it was listed.
		return null;
	}
}
