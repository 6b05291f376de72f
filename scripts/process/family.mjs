// @ts-check
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/**
 * The parent and start time of a process on Linux; null where there is no /proc or no such process. A pid alone is
 * not an identity: after a reboot or in a new container another process has it.
 * @param {number} pid
 */
export function readProcess(pid) {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		// The name stands in brackets and may itself hold spaces and brackets.
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		// A zombie only waits for its parent to ask how it ended; in a container nobody may ever ask.
		if (fields[0] === "Z") return null;
		return { parent: Number(fields[1]), startTime: String(fields[19]) };
	} catch {
		// Gone, or not Linux.
		return null;
	}
}

/** @returns {[pid: number, parent: number][]} */
function listProcesses() {
	if (process.platform === "linux") {
		return readdirSync("/proc")
			.filter((entry) => /^\d+$/.test(entry))
			.map((entry) => [Number(entry), readProcess(Number(entry))?.parent ?? 0]);
	}
	const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
	return table
		.trim()
		.split("\n")
		.map((line) => line.trim().split(/\s+/).map(Number))
		.map(([pid = 0, parent = 0]) => [pid, parent]);
}

/**
 * Every living descendant of a process, children before grandchildren.
 * @param {number} pid
 * @returns {number[]}
 */
export function listDescendants(pid) {
	const all = listProcesses();
	const found = [pid];
	for (const ancestor of found) {
		for (const [child, parent] of all) if (parent === ancestor && !found.includes(child)) found.push(child);
	}
	return found.slice(1);
}

/**
 * Sends a signal to each of these that still runs.
 * @param {number[]} pids
 * @param {NodeJS.Signals} signal
 */
export function signalAll(pids, signal) {
	for (const pid of pids) {
		try {
			process.kill(pid, signal);
		} catch {
			// Already gone.
		}
	}
}
