// @ts-check
import { spawn } from "node:child_process";
import { join } from "node:path";
import { endWithUs } from "../process/lifetime.mjs";
import { ROOT } from "../project.mjs";

const WITHIN_MS = 60_000;

/**
 * What the sampler told: all of its first readings, and those under load with the kernel's own count beside them.
 * @typedef {object} Told
 * @property {Partial<import("../../lib/metrics/types").MetricEvents>} first
 * @property {{ events: Partial<import("../../lib/metrics/types").MetricEvents>, atMs: number, usedMicroseconds: number | null }[]} told
 */

/**
 * Runs the sampler under a load, in a limited group or outside of one (`null`), and gives what it told.
 * @param {import("./group.mjs").LimitedGroup | null} group
 * @param {{ agent: string, settings: object, load: number, ticks: number }} task
 * @returns {Promise<Told>}
 */
export async function runTrial(group, task) {
	const program = [
		...(group?.launcher ?? []),
		process.execPath,
		join(ROOT, "scripts/limits/inside.mjs"),
		JSON.stringify({ join: group?.join ?? [], usage: group?.usage ?? null, ...task }),
	];
	const child = spawn(/** @type {string} */ (program[0]), program.slice(1), {
		stdio: ["ignore", "pipe", "inherit"],
	});
	const stop = endWithUs(child);
	const timer = setTimeout(stop, WITHIN_MS);
	let output = "";
	child.stdout.setEncoding("utf8").on("data", (chunk) => {
		output += chunk;
	});
	const code = await new Promise((resolve, reject) => {
		child.once("close", resolve);
		child.once("error", reject);
	});
	clearTimeout(timer);
	if (code !== 0) throw new Error(`the sampler in the group ended with exit code ${code}`);
	return JSON.parse(output);
}

/**
 * What of that is not as the limits demand, a sentence each.
 * @param {Told} limited
 * @param {Told} outside
 * @param {import("./group.mjs").Wanted & { kind: "container" | "cgroup" }} wanted
 */
export function judgeTrial(limited, outside, { cores, memoryBytes, kind }) {
	/** @type {string[]} */
	const complaints = [];
	/** @type {(what: string, got: unknown, isRight: boolean) => void} */
	const expect = (what, got, isRight) => {
		if (!isRight) complaints.push(`expected ${what}, got ${JSON.stringify(got)}`);
	};
	const whole = outside.first;
	const hostCores = whole.system?.environment?.hostCores;
	const hostBytes = whole.system?.environment?.hostMemoryBytes;
	for (const { events } of limited.told) {
		const { cpu, memory } = events;
		// A sampler that is itself held back may wake too late, or too soon after that, to tell of the time between.
		const reason = cpu?.missing?.utilization;
		expect("a share", reason, reason === undefined || /^too (long|soon)/.test(reason));
		expect(`the cpu of a ${kind}`, cpu?.scope, cpu?.scope === kind);
		expect(`${cores} cores`, cpu?.limit?.cores, cpu?.limit?.cores === cores);
		expect(`a host of ${hostCores} cores`, cpu?.limit?.hostCores, cpu?.limit?.hostCores === hostCores);
		const throttled = cpu?.limit?.throttledUtilization;
		expect("a group that is throttled", throttled, reason !== undefined || (throttled ?? 0) > 0);
		expect(`the memory of a ${kind}`, memory?.scope, memory?.scope === kind);
		expect(`${memoryBytes} bytes`, memory?.totalBytes, memory?.totalBytes === memoryBytes);
		const used = memory?.usedBytes ?? 0;
		expect("some of them used", used, used > 0 && used < memoryBytes);
		expect(`a host of ${hostBytes} bytes`, memory?.limit?.hostBytes, memory?.limit?.hostBytes === hostBytes);
	}
	const mean = meanUtilization(limited);
	expect("all of the limit used", mean, mean > 0.9 && mean <= 1);
	const counted = countedUtilization(limited, cores);
	if (counted !== null)
		expect(`what the kernel counts (${counted})`, mean, Math.abs(mean - Math.min(1, counted)) < 0.1);
	const environment = limited.first.system?.environment;
	expect(`an environment of the kind ${kind}`, environment?.kind, environment?.kind === kind);
	expect(`an environment of ${cores} cores`, environment?.cores, environment?.cores === cores);
	expect(
		`an environment of ${memoryBytes} bytes`,
		environment?.memoryBytes,
		environment?.memoryBytes === memoryBytes,
	);
	for (const { events } of outside.told) {
		expect("no limit outside", events.cpu?.limit, events.cpu?.limit === undefined);
		expect("the host's memory outside", events.memory?.totalBytes, events.memory?.totalBytes === hostBytes);
		expect("the host's cores outside", events.cpu?.cores.length, events.cpu?.cores.length === hostCores);
	}
	return [...new Set(complaints)];
}

/**
 * The mean of what the sampler told of the processor.
 * @param {Told} told
 */
export function meanUtilization({ told }) {
	const shares = told.flatMap(({ events }) => events.cpu?.utilization ?? []);
	return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/**
 * The same by the kernel's own count, `null` where that cannot be told from outside.
 * @param {Told} told
 * @param {number} cores
 */
export function countedUtilization({ told }, cores) {
	const [first, last] = [told[0], told.at(-1)];
	if (!first || !last || first.usedMicroseconds === null || last.usedMicroseconds === null) return null;
	return (last.usedMicroseconds - first.usedMicroseconds) / 1_000 / (last.atMs - first.atMs) / cores;
}
