// @ts-check
// What it costs to send one tick a second to many viewers, beside a bare node:http server that sends the same bytes: as
// they are, and deflated once for all; for up to 1,000 viewers also by a compressor for each of them. The processor's
// time is that of the server's process alone, with all its threads, as the kernel counts it; neither the sampler nor
// the viewers, which run on the same processor, are in it.
// node bench/fanout.mjs [--viewers=1000,5000,10000] [--rounds=3] [--seconds=12]
import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { endWithUs } from "../scripts/process/lifetime.mjs";
import { startHostbeat } from "../scripts/server/spawn.mjs";
import { openViewers } from "./parts/audience.mjs";
import { readHeldKib, withMemoryProbe } from "./parts/held.mjs";
import { readCost } from "./parts/process-cost.mjs";
import { describeMachine, digits, medianOf, printTable, quantile } from "./parts/summary.mjs";
import { readTicks } from "./parts/ticks.mjs";

/**
 * @typedef {import("./parts/broadcaster.mjs").Coding} Coding
 * @typedef {Pick<import("../scripts/server/spawn.mjs").Running, "url" | "pid" | "samplerPid" | "output" | "stop">} Measured
 */

const { values } = parseArgs({
	options: {
		viewers: { type: "string", default: "1000,5000,10000" },
		rounds: { type: "string", default: "3" },
		seconds: { type: "string", default: "12" },
	},
});
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
const WARM_VIEWERS = 50;
const WARM_MS = 4_000;
const SETTLE_MS = 4_000;
const MOST_COMPRESSORS = 1_000;
const STREAMS = 20_000;
// More than the 32 KiB in which gzip finds what it has seen, so that none is there twice.
const TICKS = 40;

/** @returns {Promise<Measured>} */
function startOurs() {
	return startHostbeat({ env: { ...withMemoryProbe, HOSTBEAT_MAX_STREAMS: String(STREAMS) } });
}

/**
 * @param {string[]} ticks
 * @param {Coding} coding
 * @returns {Promise<Measured>}
 */
async function startBare(ticks, coding) {
	const child = fork(new URL("./parts/broadcaster.mjs", import.meta.url), {
		env: { ...process.env, ...withMemoryProbe },
		stdio: ["ignore", "pipe", "inherit", "ipc"],
	});
	const stop = endWithUs(child);
	child.send({ ticks, coding });
	const [{ port }] = await once(child, "message");
	const output = /** @type {import("node:stream").Readable} */ (child.stdout);
	return { url: `http://127.0.0.1:${port}`, pid: Number(child.pid), samplerPid: null, output, stop };
}

/**
 * @param {Measured} server
 * @param {number} count
 * @param {Coding} coding
 */
async function measure(server, count, coding) {
	// What a server loads with its first viewers is not what a viewer costs.
	const first = await openViewers(server.url, WARM_VIEWERS, coding);
	await wait(WARM_MS);
	await first.close();
	await wait(1_000);
	const heldEmpty = await readHeldKib(server);
	const empty = readCost(server.pid);
	const viewers = await openViewers(server.url, count, coding);
	await wait(SETTLE_MS);
	// From one half second to another: ticks come at the full one, and none is cut.
	const from = Math.ceil(Date.now() / 1_000) * 1_000 + 500;
	const to = from + seconds * 1_000;
	const receiving = viewers.receive({ from, to });
	await wait(from - Date.now());
	const [before, samplerBefore] = [readCost(server.pid), server.samplerPid && readCost(server.samplerPid)];
	await wait(to - Date.now());
	const [after, samplerAfter] = [readCost(server.pid), server.samplerPid && readCost(server.samplerPid)];
	const received = await receiving;
	const held = await readHeldKib(server);
	await viewers.close();
	const delivered = received.counts.reduce((sum, ticks) => sum + ticks, 0);
	if (delivered === 0) throw new Error(`nothing arrived from ${server.url}`);
	return {
		cpuMicroseconds: ((after.cpuMs - before.cpuMs) * 1_000) / delivered,
		rssKib: (after.rssKib - empty.rssKib) / count,
		pssKib: (after.pssKib - empty.pssKib) / count,
		heldKib: (held - heldEmpty) / count,
		p50: quantile(received.latencies, 0.5),
		p99: quantile(received.latencies, 0.99),
		ticks: received.ticks.length,
		lost: received.ticks.length * count - delivered,
		short: received.counts.filter((ticks) => ticks < received.ticks.length).length,
		doubles: received.doubles,
		bytes: received.bytes / delivered,
		serverPercent: (after.cpuMs - before.cpuMs) / seconds / 10,
		samplerPercent:
			samplerBefore && samplerAfter ? (samplerAfter.cpuMs - samplerBefore.cpuMs) / seconds / 10 : 0,
	};
}

/** @typedef {Awaited<ReturnType<typeof measure>>} Result */

const probe = await startHostbeat({ env: { HOSTBEAT_INTERVAL_MS: "250" } });
const ticks = await readTicks(probe.url, TICKS);
await probe.stop();

/** @param {number} count */
async function compare(count) {
	/** @type {{ start: () => Promise<Measured>, coding: Coding, results: Result[] }[]} */
	const sides = [
		{ start: startOurs, coding: "none", results: [] },
		{ start: () => startBare(ticks, "none"), coding: "none", results: [] },
		{ start: startOurs, coding: "once", results: [] },
		{ start: () => startBare(ticks, "once"), coding: "once", results: [] },
	];
	if (count <= MOST_COMPRESSORS)
		sides.push({ start: () => startBare(ticks, "each"), coding: "each", results: [] });
	for (let round = 0; round < rounds; round++) {
		for (const { start, coding, results } of sides) {
			const server = await start();
			results.push(await measure(server, count, coding));
			await server.stop();
		}
	}
	const medians = sides.map(({ results }) => medianOf(results));
	const [ours, bare, oursOnce, bareOnce] = medians;
	const row = (/** @type {string} */ name, /** @type {keyof Result} */ key, target = "") => {
		const of = (/** @type {Result | undefined} */ side) => side?.[key] ?? Number.NaN;
		const ratio = (/** @type {number} */ a, /** @type {number} */ b) => (target === "" ? "" : digits(a / b));
		return [
			name,
			...[digits(of(ours)), digits(of(bare)), ratio(of(ours), of(bare))],
			...[digits(of(oursOnce)), digits(of(bareOnce)), ratio(of(oursOnce), of(bareOnce))],
			...(medians[4] ? [digits(of(medians[4]))] : []),
			target,
		];
	};
	console.log(`\n${count.toLocaleString("en")} viewers\n`);
	printTable([
		[
			...["", "Hostbeat", "bare node:http", "ratio", "Hostbeat, gzip once", "bare, gzip once", "ratio"],
			...(medians[4] ? ["bare, gzip for each"] : []),
			"target",
		],
		row("CPU, µs per delivered tick", "cpuMicroseconds", "≤ 3 on Node 20"),
		row("memory (RSS), KiB per viewer", "rssKib", "≤ 90 KiB"),
		row("memory (PSS), KiB per viewer", "pssKib"),
		row("memory held by V8, KiB per viewer", "heldKib"),
		row("latency p50, ms", "p50"),
		row("latency p99, ms", "p99", "≤ 2.5"),
		row("ticks", "ticks"),
		row("ticks lost, of all viewers", "lost"),
		row("viewers that lost any", "short"),
		row("ticks that came twice or late", "doubles"),
		row("bytes on the wire per tick and viewer", "bytes"),
		row("server, % of a core", "serverPercent"),
		row("sampler, % of a core", "samplerPercent"),
	]);
}

const meanBytes = Buffer.byteLength(ticks.join("")) / ticks.length;
console.log(`1 tick a second of ${digits(meanBytes)} bytes; ${describeMachine()}`);
console.log(`median of ${rounds} rounds of ${seconds} s, in turn`);
for (const count of values.viewers.split(",")) await compare(Number(count));
