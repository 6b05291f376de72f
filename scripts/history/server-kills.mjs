// @ts-check
import { setTimeout as wait } from "node:timers/promises";
import { Random } from "../../bench/history/random.mjs";
import { listDescendants, signalAll } from "../process/family.mjs";
import { startHostbeat } from "../server/spawn.mjs";
import { Watcher } from "./watcher.mjs";

/** @typedef {import("../../lib/history/types").HistoryRange} HistoryRange */

const INTERVAL_MS = 250;
/** Of the running second, nothing is promised. */
const RUNNING_MS = 1_000;
const env = { HOSTBEAT_INTERVAL_MS: String(INTERVAL_MS) };

/**
 * What a server has of a range, step by step.
 * @param {string} url
 * @param {number} from
 * @param {number} to
 * @returns {Promise<HistoryRange>}
 */
export async function readRange(url, from, to) {
	const answer = await fetch(`${url}/api/history?metric=cpu.utilization&from=${from}&to=${to}&points=2000`);
	if (!answer.ok) throw new Error(`/api/history answered ${answer.status}: ${await answer.text()}`);
	return /** @type {Promise<HistoryRange>} */ (answer.json());
}

/**
 * Kills a real server with all that belongs to it again and again: what a viewer was shown more than a second before is
 * there after the restart, and the time without a server has its reason.
 * @param {{ kills: number, seed: number, say: (line: string) => void }} options
 */
export async function proveServerKills({ kills, seed, say }) {
	const random = new Random(seed);
	/** @type {string[]} */
	const complaints = [];
	let server = await startHostbeat({ env });
	const port = Number(new URL(server.url).port);
	let shown = 0;
	for (let kill = 1; kill <= kills; kill++) {
		const watcher = new Watcher(server.url);
		await watcher.until("a history that is kept", () => watcher.kept?.state === "kept");
		await watcher.until("three seconds of ticks", () => watcher.ticks.size > 3_000 / INTERVAL_MS);
		await wait(random.unit() * RUNNING_MS);
		signalAll([server.pid, ...listDescendants(server.pid)], "SIGKILL");
		await server.exited;
		watcher.close();
		server = await startHostbeat({ port, env });
		const found = await checkShown(server.url, watcher);
		shown += found.shown;
		complaints.push(...found.complaints.map((what) => `server kill ${kill}: ${what}`));
	}
	await server.stop();
	say(`${kills} kills of a server, ${shown} ticks that it had shown are there`);
	return complaints;
}

/**
 * @param {string} url
 * @param {Watcher} watcher
 */
async function checkShown(url, { ticks, newest }) {
	/** @type {string[]} */
	const complaints = [];
	const after = new Watcher(url);
	await after.until("a first tick", () => after.ticks.size > 0);
	after.close();
	const oldest = Math.min(...ticks.keys());
	const { series, gaps, facts } = await readRange(url, oldest - RUNNING_MS, after.newest);
	const points = series[0]?.points ?? [];
	const times = points.map(([time]) => time);
	if (times.some((time, at) => time <= (times[at - 1] ?? 0))) complaints.push("times do not rise");
	const kept = new Map(points.map(([time, mean]) => [time, mean]));
	const promised = [...ticks].filter(([time]) => time <= newest - RUNNING_MS);
	for (const [time, utilization] of promised) {
		const found = kept.get(Math.floor(time / INTERVAL_MS) * INTERVAL_MS);
		if (found !== utilization) complaints.push(`${utilization} was shown at ${time}, kept is ${found}`);
	}
	const off = facts.find((fact) => fact.kind === "off");
	if (off?.kind !== "off" || off.detail.clean) complaints.push(`what happened: ${JSON.stringify(facts)}`);
	if (gaps.length === 0) complaints.push("the time without a server is no gap");
	return { complaints, shown: promised.length };
}
