// @ts-check
// How long a server with many viewers takes to leave on SIGTERM, and whether each of them is told when to come back.
// node bench/leave.mjs [--viewers=5000] [--rounds=3]
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { judgeSpread } from "../scripts/restarts/spread.mjs";
import { startHostbeat } from "../scripts/server/spawn.mjs";
import { openViewers } from "./parts/audience.mjs";
import { describeMachine, digits, medianOf, printTable } from "./parts/summary.mjs";

const { values } = parseArgs({
	options: { viewers: { type: "string", default: "5000" }, rounds: { type: "string", default: "3" } },
});
const [count, rounds] = [Number(values.viewers), Number(values.rounds)];
const SETTLE_MS = 3_000;
const STREAMS = 20_000;

/** @param {import("./parts/broadcaster.mjs").Coding} coding */
async function measure(coding) {
	const server = await startHostbeat({ env: { HOSTBEAT_MAX_STREAMS: String(STREAMS) } });
	const viewers = await openViewers(server.url, count, coding);
	// At any moment of a second: ticks are on their way at some.
	await wait(SETTLE_MS + Math.random() * 1_000);
	const asked = Date.now();
	process.kill(server.pid, "SIGTERM");
	await server.exited;
	const exitMs = Date.now() - asked;
	const { waits, lastAt } = await viewers.farewell();
	await viewers.close();
	await server.stop();
	const wrong = waits.length < count ? [`${waits.length} of ${count} viewers were told`] : judgeSpread(waits);
	for (const what of wrong) console.error(`not as promised: ${what}`);
	return { exitMs, told: waits.length, lastMs: lastAt - asked };
}

console.log(`${count.toLocaleString("en")} viewers; ${describeMachine()}`);
/** @param {import("./parts/broadcaster.mjs").Coding} coding */
async function repeat(coding) {
	const results = [];
	for (let round = 0; round < rounds; round++) results.push(await measure(coding));
	return results;
}

const [plain, gzip] = [await repeat("none"), await repeat("once")];
const worst = (/** @type {typeof plain} */ results) => Math.max(...results.map(({ exitMs }) => exitMs));
console.log(`median of ${rounds} rounds\n`);
const row = (/** @type {string} */ name, /** @type {"exitMs" | "lastMs" | "told"} */ key, target = "") => [
	name,
	digits(medianOf(plain)[key]),
	digits(medianOf(gzip)[key]),
	target,
];
printTable([
	["after SIGTERM", "identity", "gzip once", "target"],
	row("the process has ended, ms", "exitMs", "≤ 2,000"),
	["the same in the worst round, ms", digits(worst(plain)), digits(worst(gzip)), "≤ 2,000"],
	row("the last viewer's stream has ended, ms", "lastMs"),
	row("viewers that were told when to come back", "told", `${count.toLocaleString("en")}`),
]);
