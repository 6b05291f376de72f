// @ts-check
// What it costs to read a host once a second: Hostbeat's sampler beside others that do the like, one after the other,
// each second round in the reverse order. The processor's time is user and system of all that a program is, and starts.
// node bench/sampling.mjs [--seconds=60] [--rounds=2] [--only=hostbeat,netdata]
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { meterFamily, readFamilyMemory } from "./parts/family-cost.mjs";
import { describeMachine, digits, medianOf, printTable, quantile } from "./parts/summary.mjs";
import { startAgent, startIdle } from "./sampling/agent.mjs";
import {
	startFloor,
	startGlances,
	startNaive,
	startNetdata,
	startNodeExporter,
	startTimer,
} from "./sampling/others.mjs";

const { values } = parseArgs({
	options: {
		seconds: { type: "string", default: "60" },
		rounds: { type: "string", default: "2" },
		only: { type: "string", default: "" },
	},
});
const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];
const SETTLE_MS = 10_000;
const PROBE_SECONDS = Math.min(60, Math.max(10, seconds));

/** @typedef {{ percent: number, rssMib: number, pssMib: number }} Cost */
/** @typedef {{ name: string, key: string, start: import("./sampling/others.mjs").Start, costs: Cost[], skipped?: string }} Side */

/** @type {import("./sampling/agent.mjs").Ticks[]} */
const ticks = [];
const ours = (/** @type {boolean} */ processes) => async () => {
	const agent = await startAgent({ processes });
	if (processes) ticks.push(agent.ticks);
	return agent;
};

/** @type {Omit<Side, "costs">[]} */
const all = [
	{ key: "floor", name: "the same files in C", start: startFloor },
	{ key: "timer", name: "Node with an empty timer", start: startTimer },
	{ key: "hostbeat", name: "Hostbeat's sampler", start: ours(false) },
	{ key: "processes", name: "the same, processes watched", start: ours(true) },
	{ key: "netdata-proc", name: "Netdata, plugin proc alone", start: startNetdata({ procOnly: true }) },
	{ key: "node-exporter", name: "node_exporter, scraped", start: startNodeExporter },
	{ key: "glances", name: "Glances, quiet", start: startGlances({ web: false }) },
	{ key: "glances-web", name: "Glances, web polled", start: startGlances({ web: true }) },
	{ key: "netdata", name: "Netdata as it comes", start: startNetdata({ procOnly: false }) },
	{ key: "naive", name: "systeminformation, naively", start: startNaive },
];
const only = values.only === "" ? [] : values.only.split(",");
const unknown = only.find((name) => !all.some(({ key }) => key === name));
if (unknown !== undefined) {
	throw new Error(`--only: expected some of ${all.map(({ key }) => key).join(", ")}, got "${unknown}"`);
}
/** @type {Side[]} */
const sides = all
	.filter(({ key }) => only.length === 0 || only.includes(key))
	.map((side) => ({ ...side, costs: [] }));
let how = "";

/** @param {Side} side */
async function measure(side) {
	const started = await side.start();
	if ("skipped" in started) {
		side.skipped = started.skipped;
		return;
	}
	const meter = meterFamily(started.pid);
	how = meter.how;
	await wait(SETTLE_MS);
	const [began, before] = [performance.now(), meter.readMs()];
	await wait(seconds * 1_000);
	const [ms, took] = [meter.readMs() - before, performance.now() - began];
	const { rssKib, pssKib } = readFamilyMemory(started.pid);
	await started.stop();
	meter.close();
	if (rssKib === 0) throw new Error(`${side.name} ended before it was measured`);
	side.costs.push({ percent: (ms * 100) / took, rssMib: rssKib / 1_024, pssMib: pssKib / 1_024 });
}

for (let round = 0; round < rounds; round++) {
	for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
		if (side.skipped !== undefined) continue;
		console.error(`round ${round + 1} of ${rounds}: ${side.name} …`);
		await measure(side);
	}
}
const blocked = sides.some(({ key }) => key === "processes") ? await measureBlocked() : null;

/** The sampler's loop, and beside it that of a Node that does nothing: what the machine itself holds up. */
async function measureBlocked() {
	const [agent, idle] = [await startAgent({ processes: true, probe: true }), await startIdle()];
	await wait(SETTLE_MS + PROBE_SECONDS * 1_000);
	const [ours, base] = [await agent.readBlocked(), await idle.readBlocked()];
	await Promise.all([agent.stop(), idle.stop()]);
	return { ours, base };
}

console.log(`once a second over ${seconds} s; ${describeMachine()}`);
console.log(`median of ${rounds} rounds, in turn and back; the processor's time as ${how} tells it\n`);
const costs = new Map(
	sides.filter(({ costs }) => costs.length > 0).map(({ key, costs }) => [key, medianOf(costs)]),
);
const percentOf = (/** @type {string} */ key) => costs.get(key)?.percent ?? Number.NaN;
const whole = percentOf("processes");
printTable([
	["", "CPU, % of a core", "beside Hostbeat", "RSS, MiB", "PSS, MiB"],
	...sides.map(({ name, key, skipped }) => {
		const cost = costs.get(key);
		if (!cost) return [name, `skipped: ${skipped}`, "", "", ""];
		return [
			...[name, cost.percent.toFixed(3), digits(cost.percent / whole)],
			...[digits(cost.rssMib), digits(cost.pssMib)],
		];
	}),
]);

const all99 = (/** @type {"tookMs" | "latenessMs"} */ key, /** @type {number} */ share) =>
	// The first tick reads everything.
	digits(
		quantile(
			ticks.flatMap((one) => one[key].slice(1)),
			share,
		),
	);
console.log("");
printTable([
	["Hostbeat's sampler with the processes", "", "target"],
	["CPU, % of a core", whole.toFixed(3), "≤ 0.25"],
	["Netdata as it comes, over that", digits(percentOf("netdata") / whole), "≥ 5"],
	["systeminformation naively, over that", digits(percentOf("naive") / whole), "≥ 60"],
	["a tick takes, ms, median", all99("tookMs", 0.5), ""],
	["a tick takes, ms, p99", all99("tookMs", 0.99), "≤ 3"],
	["a tick is late, ms, p99", all99("latenessMs", 0.99), ""],
	["its loop was blocked, ms, at most", digits(blocked?.ours.longest ?? Number.NaN), "≤ 5"],
	["its loop was blocked, ms, p99.9", digits(blocked?.ours.most ?? Number.NaN), ""],
	["an idle Node's at the same time, at most", digits(blocked?.base.longest ?? Number.NaN), ""],
	["an idle Node's at the same time, p99.9", digits(blocked?.base.most ?? Number.NaN), ""],
]);
