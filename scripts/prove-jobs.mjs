// @ts-check
// Proves that no viewer of a job misses a message or has one twice, however often it leaves and returns: while the job
// runs and after its end, straight from the server and through nginx.
// node scripts/prove-jobs.mjs [--viewers=50] [--lines=10000] [--seconds=60] [--seed=1] [--json]
import { parseArgs } from "node:util";
import { digits, printTable } from "../bench/parts/summary.mjs";
import { findPrograms } from "./checks/programs.mjs";
import { watchTogether } from "./jobs/crowd.mjs";
import { linesTask, startLines, writeSettings } from "./jobs/lines-task.mjs";
import { startNginx } from "./jobs/nginx.mjs";
import { ensureBuilt, ensureInstalled } from "./prepare.mjs";
import { startHostbeat } from "./server/spawn.mjs";

const PASSWORD = "the admin's password";

const { values } = parseArgs({
	options: {
		viewers: { type: "string", default: "50" },
		lines: { type: "string", default: "10000" },
		seconds: { type: "string", default: "60" },
		seed: { type: "string", default: "1" },
		json: { type: "boolean", default: false },
	},
});
const viewers = Number(values.viewers);
const count = Number(values.lines);
const seconds = Number(values.seconds);
const seed = Number(values.seed);
/** So long a viewer stays at most: many leave while the job runs, and once it has ended in the middle of what is left. */
const stays = { during: 4_000, after: 400 };

await ensureInstalled("all");
await ensureBuilt();
const { env, missing } = await findPrograms(["nginx"]);
const server = await startHostbeat({
	env: {
		HOSTBEAT_CONFIG: writeSettings(`tasks:${linesTask}`),
		// Where nobody signs in, nothing that came through a proxy is answered.
		HOSTBEAT_PASSWORD: PASSWORD,
		HOSTBEAT_TRUSTED_PROXIES: "127.0.0.0/8",
		HOSTBEAT_MAX_STREAMS_PER_ADDRESS: String(2 * viewers),
	},
});
/** @type {Record<string, import("./jobs/crowd.mjs").Crowd & { tookMs: number }>} */
const results = {};
const headers = { Cookie: await signIn() };
await proveAt(server.url, "");
if (env.HOSTBEAT_TEST_NGINX !== undefined) {
	const nginx = await startNginx(env.HOSTBEAT_TEST_NGINX, server.url);
	await proveAt(nginx.url, ", through nginx");
	await nginx.stop();
}
await server.stop();
report();

/**
 * @param {string} url
 * @param {string} way
 */
async function proveAt(url, way) {
	const job = await startLines(url, { count, seconds }, headers);
	await prove(`while it runs${way}`, `${job}/stream`, stays.during);
	await prove(`after its end${way}`, `${job}/stream`, stays.after);
}

/**
 * @param {string} name
 * @param {string} stream
 * @param {number} longestMs
 */
async function prove(name, stream, longestMs) {
	const begun = performance.now();
	const crowd = await watchTogether(stream, { viewers, count, seed, longestMs, headers });
	results[name] = { ...crowd, tookMs: performance.now() - begun };
}

async function signIn() {
	const response = await fetch(`${server.url}/api/sign-in`, {
		method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify({ account: "admin", password: PASSWORD }),
	});
	if (!response.ok) throw new Error(`signing in was answered ${response.status}`);
	return (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

function report() {
	const all = Object.entries(results);
	const isKept = all.every(([, { faults, drops }]) => faults.length === 0 && drops >= viewers);
	if (values.json) {
		console.log(JSON.stringify({ results, missing }));
	} else {
		console.log(`\n${digits(count)} lines in ${digits(seconds)} s, ${viewers} viewers\n`);
		printTable([
			["", "connections", "left in the middle", "messages", "s", "faults"],
			...all.map(([name, { connections, drops, messages, tookMs, faults }]) => [
				...[name, ...[connections, drops, messages].map(digits), digits(tookMs / 1_000)],
				faults.length === 0 ? "none" : `${faults.length}: BROKEN`,
			]),
		]);
		for (const [name, { faults }] of all)
			for (const fault of faults.slice(0, 10)) console.log(`${name}: ${fault}`);
		for (const line of missing) console.log(line);
	}
	process.exitCode = isKept ? 0 : 1;
}
