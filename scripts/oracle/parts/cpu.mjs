// @ts-check
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { ask, askOver, askTwice } from "../ask.mjs";
import { judge } from "../rows.mjs";

/**
 * @typedef {import("../run.mjs").Context} Context
 * @typedef {import("../rows.mjs").Row} Row
 * @typedef {import("../../../lib/metrics/types").CpuShares} CpuShares
 * @typedef {Record<keyof CpuShares, number>} Percents
 */

// As docs/metrics.md demands; what the ends of the window hold is added to it.
const LIMIT_POINTS = 0.5;
const TOTAL = "all";
const PROMPT_MS = 10;
// USER_HZ, which is 100 on every platform that Node runs on, in each millisecond.
const NOMINAL = 0.1;

/**
 * Shares of the processor, in total and of each core. The limit is half a point, and besides what the ends of the two
 * windows may hold where they do not meet: 10 ms of 10 s are 0.1 points.
 * @param {Context} context
 * @param {{ load: string, seconds: number }} options
 * @returns {Promise<Row[]>}
 */
export async function compareCpu({ recorder, programs }, { load, seconds }) {
	const { mpstat, awk } = programs;
	if (!mpstat && !awk) return [{ metric: "cpu", skipped: "neither mpstat nor awk is here" }];
	const weights = weighSeconds(recorder);
	const measured = await (mpstat ? askMpstat(mpstat.path, seconds) : askAwk(awk?.path ?? "awk", seconds));
	await recorder.from("cpu", measured.to);
	const weightOf = await weights.end();
	const looseMs = recorder.loose("cpu", measured);
	const limit = LIMIT_POINTS + (looseMs / (measured.to - measured.from)) * 100;
	const compare = (
		/** @type {string} */ name,
		/** @type {keyof CpuShares} */ part,
		/** @type {number} */ oracle,
	) => {
		const hostbeat = recorder.mean(
			"cpu",
			measured,
			(cpu) => (name === TOTAL ? cpu : cpu.cores[Number(name)])?.[part],
			({ time }) => weightOf(name, time),
		);
		return judge({
			metric: `${name === TOTAL ? "cpu" : `cpu.cores.${name}`}.${part}, ${load}`,
			hostbeat: 100 * (hostbeat ?? Number.NaN),
			oracle,
			program: (mpstat ?? awk)?.title ?? "",
			unit: "points",
			limit,
		});
	};
	return [...measured.percents].flatMap(([name, percents]) =>
		name === TOTAL
			? parts.map((part) => compare(name, part, percents[part]))
			: [compare(name, "utilization", percents.utilization)],
	);
}

/**
 * Notes how much time the kernel has counted at each reading, by the name of the core. It is not the same for each
 * second: what runs for less than its own clock's step is counted neither as work nor as idle, so that a second with
 * many short pieces of work has 97 hundredths. The share over ten seconds is the mean of ten shares only when each
 * counts for what it is the share of.
 * @param {Context["recorder"]} recorder
 */
function weighSeconds(recorder) {
	/** @type {Map<number, Map<string, number>>} */
	const totals = new Map();
	/** @type {number[]} */
	const times = [];
	let going = true;
	const run = async () => {
		let { time } = await recorder.from("cpu", Date.now());
		while (going) {
			const now = readTotals();
			// Read much later than Hostbeat did, it would be the weight of another second.
			if (Date.now() - time <= PROMPT_MS) totals.set(time, now);
			times.push(time);
			({ time } = await recorder.from("cpu", time + 1));
		}
	};
	const running = run();
	running.catch(() => {});
	return {
		async end() {
			going = false;
			await running;
			return (/** @type {string} */ name, /** @type {number} */ time) => {
				const before = times[times.indexOf(time) - 1] ?? Number.NaN;
				const [from, to] = [totals.get(before)?.get(name), totals.get(time)?.get(name)];
				if (from !== undefined && to !== undefined) return (to - from) / (time - before);
				return NOMINAL * (name === TOTAL ? cpus().length : 1);
			};
		},
	};
}

function readTotals() {
	const lines = readFileSync("/proc/stat", "utf8").matchAll(/^cpu(\d*) +(.*)$/gm);
	const sum = (/** @type {string} */ times) =>
		times
			.split(" ")
			.slice(0, 8)
			.reduce((total, time) => total + Number(time), 0);
	return new Map([...lines].map(([, core, times = ""]) => [core || TOTAL, sum(times)]));
}

/** @type {(keyof CpuShares)[]} */
const parts = ["utilization", "user", "nice", "system", "iowait", "irq", "softirq", "steal"];

/**
 * @param {string} path
 * @param {number} seconds
 */
async function askMpstat(path, seconds) {
	const answer = await askOver(path, ["-o", "JSON", "-P", "ALL", String(seconds), "1"], seconds);
	return { ...answer, percents: parseMpstat(answer.output) };
}

/**
 * What mpstat says in JSON, by the name of the processor: in percent, as Hostbeat names the parts.
 * @param {string} output
 * @returns {Map<string, Percents>}
 */
export function parseMpstat(output) {
	/** @type {{ cpu: string, usr: number, nice: number, sys: number, iowait: number, irq: number, soft: number, steal: number, guest: number, gnice: number, idle: number }[]} */
	const loads = JSON.parse(output).sysstat.hosts[0].statistics.at(-1)["cpu-load"];
	return new Map(
		loads.map((load) => [
			load.cpu === "all" ? TOTAL : load.cpu,
			{
				utilization: 100 - load.idle - load.iowait,
				// mpstat takes what a guest used out of what it is part of; the kernel, and Hostbeat, do not.
				user: load.usr + load.guest,
				nice: load.nice + load.gnice,
				system: load.sys,
				iowait: load.iowait,
				irq: load.irq,
				softirq: load.soft,
				steal: load.steal,
			},
		]),
	);
}

/**
 * @param {string} path
 * @param {number} seconds
 */
async function askAwk(path, seconds) {
	const program = "/^cpu/ { print $1, $2, $3, $4, $5, $6, $7, $8, $9 }";
	const answer = await askTwice(() => ask(path, [program, "/proc/stat"]), seconds);
	const [before, after] = [readTimes(answer.before), readTimes(answer.after)];
	return {
		...answer,
		percents: new Map([...after].map(([name, times]) => [name, share(before.get(name) ?? [], times)])),
	};
}

/** @param {string} output */
function readTimes(output) {
	const lines = output.trim().split("\n");
	return new Map(
		lines.map((line) => {
			const [name = "", ...times] = line.split(" ");
			return [name === "cpu" ? TOTAL : name.slice(3), times.map(Number)];
		}),
	);
}

/**
 * @param {number[]} before
 * @param {number[]} after
 * @returns {Percents}
 */
function share(before, after) {
	const grown = after.map((value, index) => value - (before[index] ?? Number.NaN));
	const sum = grown.reduce((total, value) => total + value, 0);
	const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = grown.map(
		(value) => (value * 100) / sum,
	);
	return { utilization: 100 - idle - iowait, user, nice, system, iowait, irq, softirq, steal };
}
