// @ts-check
// Runs in namespaces of its own, as their first process: with it everything in them ends. See scripts/prove-scale.mjs.
import { parseArgs } from "node:util";
import { readCost } from "../../bench/parts/process-cost.mjs";
import { setUpNamespace } from "../namespaces/setup.mjs";
import { startHostbeat } from "../server/spawn.mjs";
import { countCrowd, makeCrowd } from "./crowd.mjs";
import { listen } from "./listen.mjs";
import { tryPage } from "./page.mjs";

const { values } = parseArgs({
	options: {
		processes: { type: "string", default: "2000" },
		mounts: { type: "string", default: "200" },
		interfaces: { type: "string", default: "100" },
		seconds: { type: "string", default: "30" },
		short: { type: "boolean", default: false },
	},
});
const seconds = Number(values.seconds);
/** All that the stream may carry, also what one has to name. */
const EVENTS = [
	...["clock", "cpu", "memory", "load", "pressure", "disk", "network", "kernel", "filesystem", "process"],
	...["container", "temperature", "gpu", "battery", "diskHealth", "system", "self", "host"],
];

// Whoever started this is gone: as the first process here it takes all others with it.
process.stdin.on("end", () => process.exit(1)).resume();

async function measure() {
	const server = await startHostbeat();
	const heard = await listen(server.url, EVENTS, seconds);
	const memory = [server.pid, server.samplerPid ?? server.pid].map((pid) => readCost(pid).rssKib / 1_024);
	const page = values.short ? null : await tryPage(server.url);
	await server.stop();
	const [serverMib, samplerMib] = memory;
	return { ...heard, serverMib, samplerMib, page };
}

await setUpNamespace();
const alone = values.short ? null : await measure();
const before = countCrowd();
const crowd = await makeCrowd({
	processes: Number(values.processes),
	mounts: Number(values.mounts),
	interfaces: Number(values.interfaces),
});
const result = { before, crowd, alone, full: await measure() };
// On a line of its own, for whoever started this.
console.log(`\n${JSON.stringify({ result })}`);
process.exit(0);
