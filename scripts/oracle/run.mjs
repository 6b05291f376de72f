// @ts-check
// Compares what a real server tells with what independent programs say of the same time, under loads of our own. Runs
// in a network of its own where that can be made: see scripts/commands/oracle.mjs.
// node scripts/oracle/run.mjs [--short] [--json] [--no-namespaces=<reason>]
import { parseArgs } from "node:util";
import { setUpNamespace } from "../namespaces/setup.mjs";
import { startHostbeat } from "../server/spawn.mjs";
import { startHalfBusy, startLoad } from "./load.mjs";
import { compareCpu } from "./parts/cpu.mjs";
import { compareDisks } from "./parts/disk.mjs";
import { compareFileSystems } from "./parts/filesystem.mjs";
import { compareKernel, compareOpenFiles } from "./parts/kernel.mjs";
import { compareLoad, comparePressure } from "./parts/levels.mjs";
import { compareMemory } from "./parts/memory.mjs";
import { compareNetwork, openFar } from "./parts/network.mjs";
import { compareProcess, compareProcessLevels } from "./parts/process.mjs";
import { allPrograms, findOracles } from "./programs.mjs";
import { Recorder } from "./recorder.mjs";
import { formatRows, summarize } from "./rows.mjs";

/**
 * What each part works with.
 * @typedef {object} Context
 * @property {Recorder} recorder
 * @property {import("./programs.mjs").Programs} programs
 * @property {import("./parts/network.mjs").Far | null} far
 * @property {string | undefined} noNamespaces why there is no network of our own
 * @typedef {import("./rows.mjs").Row} Row
 */

const { values } = parseArgs({
	options: {
		short: { type: "boolean", default: false },
		json: { type: "boolean", default: false },
		"no-namespaces": { type: "string" },
	},
});

/** The short form asks only what every system has. @type {import("./programs.mjs").Name[]} */
const COMMON = ["free", "df", "ps", "awk", "cat"];

const noNamespaces = values["no-namespaces"];
if (noNamespaces === undefined) await setUpNamespace();
const programs = await findOracles(values.short ? COMMON : allPrograms);
const far = noNamespaces === undefined ? await openFar() : null;
// The other programs speak of the host, whatever the limits are that this one runs under.
const server = await startHostbeat({ env: { HOSTBEAT_SCOPE: "host" } });
const recorder = await Recorder.open(server.url, [
	.../** @type {const} */ (["cpu", "memory", "load", "pressure", "disk", "network"]),
	.../** @type {const} */ (["kernel", "filesystem", "process"]),
]);
/** @type {Context} */
const context = { recorder, programs, far, noNamespaces };
// From the second reading on there are rates.
await recorder.from("cpu", Date.now() + 1_000);
const rows = await (values.short ? compareShort() : compareLong());
recorder.close();
await server.stop();
await far?.close();

const { broken, held, text } = summarize(rows);
if (values.json) console.log(JSON.stringify({ rows }));
else console.log(`\n${formatRows(rows)}\n\n${text}`);
process.exitCode = broken > 0 || held === 0 ? 1 : 0;

/** Everything at once, in some ten seconds. */
async function compareShort() {
	const seconds = 8;
	const load = await startHalfBusy();
	const rows = await all([
		["cpu", compareCpu(context, { load: "half a core", seconds })],
		["memory", compareMemory(context, { times: 5 })],
		["filesystem", compareFileSystems(context)],
		["load", compareLoad(context, { times: 5 })],
		["network", compareNetwork(context, { seconds })],
		["process", compareProcessLevels(context, { pid: load.pid, times: 3 })],
	]);
	await load.end();
	return rows;
}

/** One load after the other, in about a minute. */
async function compareLong() {
	const seconds = 10;
	const { "stress-ng": stress, iperf3 } = programs;
	/** @type {Row[]} */
	const rows = [];
	const say = (/** @type {string} */ text) => console.log(`${text} …`);

	say("Half a core is busy");
	const half = await (stress
		? startLoad(stress.path, ["--cpu", "1", "--cpu-load", "50", "--timeout", "60"])
		: startHalfBusy());
	rows.push(...(await all([["cpu", compareCpu(context, { load: "half a core", seconds })]])));
	await half.end();

	say("A process is watched");
	const busy = await startHalfBusy();
	const { pid } = busy;
	rows.push(
		...(await all([
			["process", compareProcess(context, { pid, seconds })],
			["process", compareProcessLevels(context, { pid, times: 3 })],
			["memory", compareMemory(context, { times: 5 })],
			["load", compareLoad(context, { times: 5 })],
			["pressure", comparePressure(context, { times: 5 })],
			["kernel", compareOpenFiles(context, { times: 5 })],
		])),
	);
	await busy.end();

	say(iperf3 ? "iperf3 sends and receives" : "TCP goes to and fro");
	rows.push(
		...(await all([
			["network", compareNetwork(context, { seconds })],
			["kernel", compareKernel(context, { seconds })],
			["cpu", compareCpu(context, { load: "traffic", seconds })],
		])),
	);

	say("The disk is read and written");
	rows.push(
		...(await all([
			["disk", compareDisks(context, { seconds })],
			["filesystem", compareFileSystems(context)],
			["cpu", compareCpu(context, { load: "disk", seconds })],
		])),
	);
	return rows;
}

/**
 * Comparisons that go on at the same time. One that fails is a row that is broken.
 * @param {[metric: string, Promise<Row[]>][]} parts
 */
async function all(parts) {
	const results = await Promise.all(
		parts.map(([metric, rows]) =>
			rows.catch((error) => [{ metric, broken: error instanceof Error ? error.message : String(error) }]),
		),
	);
	return results.flat();
}
