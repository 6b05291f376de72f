// @ts-check
import { ask, askOver } from "../ask.mjs";
import { compareLevels } from "../bracket.mjs";
import { judge } from "../rows.mjs";

/**
 * @typedef {import("../run.mjs").Context} Context
 * @typedef {import("../rows.mjs").Row} Row
 * @typedef {import("../../../lib/metrics/types").ProcessList} ProcessList
 */

// The kernel tells a process's time in steps of 10 ms, of which the user's and the system's share may each hide one.
const LIMIT_POINTS = 1;
// What others start and end in between, and our own `ps`.
const LIMIT_TOTAL = 8;
// Pages that the kernel has not added up yet, for it counts 64 on each core by itself.
const LIMIT_BYTES = 2 ** 20;
const EVERY_MS = 2_000;
const OUTDONE = "too many others used more than the process that was to be watched";

/**
 * One busy process beside pidstat: its share of a core.
 * @param {Context} context
 * @param {{ pid: number, seconds: number }} options
 * @returns {Promise<Row[]>}
 */
export async function compareProcess({ recorder, programs: { pidstat } }, { pid, seconds }) {
	const metric = `process.${pid}.utilization`;
	if (!pidstat) return [{ metric, skipped: "pidstat is not here" }];
	const measured = await askOver(
		pidstat.path,
		["-h", "-u", "-p", String(pid), String(seconds), "1"],
		seconds,
		recorder.next("process", EVERY_MS),
	);
	await recorder.from("process", measured.to);
	const within = recorder
		.of("process")
		.filter(({ time }) => time > measured.from && time < measured.to + EVERY_MS);
	if (within.some((list) => !find(list, pid))) return [{ metric, skipped: OUTDONE }];
	const looseMs = recorder.loose("process", measured);
	const hostbeat = recorder.mean("process", measured, (list) => find(list, pid)?.utilization);
	return [
		judge({
			metric: "process.utilization, half a core",
			hostbeat: 100 * (hostbeat ?? Number.NaN),
			oracle: parsePidstat(measured.output, pid),
			program: pidstat.title,
			unit: "points",
			limit: LIMIT_POINTS + (looseMs / (measured.to - measured.from)) * 100,
		}),
	];
}

/**
 * Memory and threads of one process, and how many there are, beside `ps` just before and just after.
 * @param {Context} context
 * @param {{ pid: number, times: number }} options
 * @returns {Promise<Row[]>}
 */
export async function compareProcessLevels({ recorder, programs: { ps } }, { pid, times }) {
	if (!ps) return [{ metric: "process", skipped: "ps is not here" }];
	const pairs = await compareLevels(recorder, {
		metric: "process",
		everyMs: EVERY_MS,
		times,
		ask: () => ask(ps.path, ["-e", "-o", "pid=,rss=,nlwp=,args="]),
		parse: (output) => parsePs(output, pid),
		select: (list) => ({
			total: list.total,
			residentBytes: find(list, pid)?.residentBytes,
			threads: find(list, pid)?.threads,
		}),
	});
	return ["total", "residentBytes", "threads"].map((name) => {
		const pair = pairs.get(name);
		if (!pair) return { metric: `process.${name}`, skipped: OUTDONE };
		return judge({
			metric: `process.${name}`,
			...pair,
			program: ps.title,
			unit: name === "residentBytes" ? "bytes" : "",
			limit: name === "total" ? LIMIT_TOTAL : name === "threads" ? 0 : LIMIT_BYTES,
		});
	});
}

/** @param {ProcessList} list @param {number} pid */
function find({ processes }, pid) {
	return processes.find((one) => one.pid === pid);
}

/**
 * The share of a core that pidstat gives a process, in percent.
 * @param {string} output
 * @param {number} pid
 */
export function parsePidstat(output, pid) {
	const lines = output.split("\n").map((line) => line.trim().split(/\s+/));
	const head = lines.find(([first]) => first === "#")?.slice(1) ?? [];
	const line = lines.find((columns) => columns[head.indexOf("PID")] === String(pid));
	return Number(line?.[head.indexOf("%CPU")]);
}

/**
 * What `ps` says of one process, and of all but itself.
 * @param {string} output
 * @param {number} pid
 * @returns {Record<string, number>}
 */
export function parsePs(output, pid) {
	const lines = output
		.trim()
		.split("\n")
		.map((line) => line.trim().split(/\s+/));
	const others = lines.filter(([, , , program, ...args]) => !(program?.endsWith("ps") && args[0] === "-e"));
	const own = lines.find(([one]) => Number(one) === pid) ?? [];
	return { total: others.length, residentBytes: Number(own[1]) * 1_024, threads: Number(own[2]) };
}
