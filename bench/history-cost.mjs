// @ts-check
// What keeping the history costs a server at rest, and whether its ticks are later for it: with and without, in turn.
// A chunk is sealed each half hour: --seconds=3600 sees two of them.
// node bench/history-cost.mjs [--seconds=60] [--rounds=2]
import { statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Connection } from "../scripts/restarts/connection.mjs";
import { startHostbeat } from "../scripts/server/spawn.mjs";
import { readCost } from "./parts/process-cost.mjs";
import { describeMachine, digits, medianOf, printTable, quantile } from "./parts/summary.mjs";
import { findWritingThread, readWrittenBytes } from "./parts/written.mjs";

const { values } = parseArgs({
	options: { seconds: { type: "string", default: "60" }, rounds: { type: "string", default: "2" } },
});
const seconds = Number(values.seconds);
// Who has just looked counts as a viewer for ten seconds.
const SETTLE_MS = 15_000;
const HOUR_S = 3_600;
const INTERVAL_MS = 1_000;

/** @typedef {Awaited<ReturnType<typeof measure>>} Measured */
/** @type {{ with: Measured[], without: Measured[] }} */
const rounds = { with: [], without: [] };
for (let round = 0; round < Number(values.rounds); round++) {
	const order = /** @type {const} */ (["with", "without"]);
	for (const kind of round % 2 === 0 ? order : order.toReversed()) {
		rounds[kind].push(await measure(kind === "with"));
		console.log(`round ${round + 1}, ${kind} history: done`);
	}
}

/** @param {boolean} withHistory */
async function measure(withHistory) {
	const server = await startHostbeat({ env: { HOSTBEAT_HISTORY: withHistory ? "1" : "0" } });
	const late = await listen(server.url);
	await wait(SETTLE_MS);
	const thread = withHistory ? findWritingThread(server.pid) : null;
	const read = () => ({
		at: performance.now(),
		cpuMs: readCost(server.pid).cpuMs,
		threadMs: thread?.readMs() ?? 0,
		written: readWrittenBytes(server.pid),
		log: withHistory
			? (statSync(join(server.directory, "hostbeat.db-wal"), { throwIfNoEntry: false })?.size ?? 0)
			: 0,
	});
	const before = read();
	await wait(seconds * 1_000);
	const after = read();
	const tookMs = after.at - before.at;
	const perHour = (/** @type {number} */ bytes) => (bytes * HOUR_S * 1_000) / tookMs / 2 ** 20;
	const { pssKib } = readCost(server.pid);
	await server.stop();
	return {
		cpu: ((after.cpuMs - before.cpuMs) * 100) / tookMs,
		thread: withHistory ? ((after.threadMs - before.threadMs) * 100) / tookMs : Number.NaN,
		written: perHour(after.written - before.written),
		log: withHistory ? after.log / 2 ** 20 : Number.NaN,
		pss: pssKib / 1_024,
		p50: quantile(late, 0.5),
		p99: quantile(late, 0.99),
	};
}

/**
 * How long after its second each tick is with a viewer, in ms.
 * @param {string} url
 * @returns {Promise<number[]>}
 */
function listen(url) {
	return new Promise((resolve) => {
		/** @type {number[]} */
		const late = [];
		const connection = new Connection(`${url}/api/stream?events=clock,cpu`, {}, Number.POSITIVE_INFINITY, {
			onEvent({ event, data }) {
				if (event !== "cpu") return;
				late.push(Date.now() - Math.floor(JSON.parse(data).time / INTERVAL_MS) * INTERVAL_MS);
				// The first one may be of a second that is long over.
				if (late.length > seconds) connection.leave();
			},
			onEnd: () => resolve(late.slice(1)),
		});
	});
}

const [on, off] = [medianOf(rounds.with), medianOf(rounds.without)];
const row = (/** @type {string} */ what, /** @type {keyof Measured} */ key, target = "") => [
	what,
	digits(on[key]),
	digits(off[key]),
	target,
];
console.log(`\n${describeMachine()}; the median of ${values.rounds} rounds of ${seconds} s each\n`);
printTable([
	["", "with history", "without", "target"],
	row("a tick is with a viewer, p50, ms after its second", "p50", "the same"),
	row("the same, p99", "p99", "the same"),
	row("server at rest, % of a core", "cpu"),
	row("of it the history's thread", "thread", "≤ 0.2"),
	row("written to the disk, MiB per hour", "written"),
	row("write-ahead log, MiB", "log"),
	row("server at rest, MiB (PSS)", "pss"),
]);
