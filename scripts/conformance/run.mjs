// @ts-check
import { setTimeout as wait } from "node:timers/promises";
import { checks } from "./checks.mjs";
import { Finding, Skip } from "./finding.mjs";
import { Trial } from "./trial.mjs";

/**
 * One rule. `alone`: others at work would disturb it. `limitMs`: how long it may take at this pace, where that is
 * more than the usual.
 * @typedef {{ name: string, run: (trial: Trial) => Promise<void>, alone?: boolean, limitMs?: (pace: import("./trial.mjs").Pace) => number }} Check
 * @typedef {{ name: string, outcome: "ok" | "FAIL" | "skip", detail: string }} Result
 * @typedef {{ passed: number, failed: number, skipped: number, results: Result[] }} Report
 */

/** Checks at work at once: each holds up to three streams open, and a server may allow 100 to one address. */
const AT_ONCE = 16;
const USUAL_MS = 15_000;

/**
 * Checks a server of server-sent events against each rule, and tells of each check as soon as it is done.
 * @param {string} url where the server is; `/api/stream` is below it
 * @param {Partial<import("./trial.mjs").Options>} [options]
 * @param {(result: Result) => void} [onResult]
 * @returns {Promise<Report>}
 */
export async function runConformance(url, options = {}, onResult = () => {}) {
	const base = new URL(url);
	const all = {
		http2: false,
		insecure: false,
		direct: false,
		origin: null,
		only: null,
		token: null,
		...options,
	};
	const pace = await readPace(base, all);
	/** @type {Result[]} */
	const results = [];
	const work = async (/** @type {Check} */ check) => {
		const result = await judge(check, new Trial(base, all, pace));
		results.push(result);
		onResult(result);
	};
	const limit = (/** @type {Check} */ { limitMs }) => limitMs?.(pace) ?? 0;
	// The longest first: the rest is done beside them.
	const chosen = checks.filter(({ name }) => all.only?.includes(groupOf(name)) ?? true);
	const together = chosen.filter(({ alone }) => !alone).sort((one, other) => limit(other) - limit(one));
	const lane = async () => {
		for (let check = together.shift(); check; check = together.shift()) await work(check);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, lane));
	for (const check of chosen.filter(({ alone }) => alone)) await work(check);
	const count = (/** @type {Result["outcome"]} */ outcome) =>
		results.filter((one) => one.outcome === outcome).length;
	return { passed: count("ok"), failed: count("FAIL"), skipped: count("skip"), results };
}

/** What the checks are about: the word before the colon of their names. */
export const groups = [...new Set(checks.map(({ name }) => groupOf(name)))];

/** @param {string} name */
function groupOf(name) {
	return name.slice(0, name.indexOf(":"));
}

/**
 * One line for each check.
 * @param {Result} result
 */
export function formatResult({ name, outcome, detail }) {
	return `${outcome.padEnd(4)} ${name}${detail ? `: ${detail}` : ""}`;
}

/** @param {Report} report */
export function formatReport({ passed, failed, skipped }) {
	return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/**
 * @param {Check} check
 * @param {Trial} trial
 * @returns {Promise<Result>}
 */
async function judge({ name, run, limitMs }, trial) {
	const limit = trial.ticksMs(12) + USUAL_MS + (limitMs?.(trial.pace) ?? 0);
	const late = wait(limit, null, { ref: false }).then(() => {
		throw new Finding(`an outcome within ${limit / 1_000} s`, "none");
	});
	try {
		await Promise.race([run(trial), late]);
		return { name, outcome: "ok", detail: "" };
	} catch (error) {
		if (error instanceof Skip) return { name, outcome: "skip", detail: error.message };
		if (error instanceof Finding) return { name, outcome: "FAIL", detail: error.message };
		// A connection that fails is the server's as well, or of what stands before it.
		return { name, outcome: "FAIL", detail: new Finding("an answer", String(error)).message };
	} finally {
		trial.close();
	}
}

/**
 * What the other checks go by. A server that greets wrongly is judged at the usual pace, and told so by its check.
 * @param {URL} base
 * @param {import("./trial.mjs").Options} options
 * @returns {Promise<import("./trial.mjs").Pace>}
 */
async function readPace(base, options) {
	const usual = { intervalMs: 1_000, heartbeatMs: 15_000, epoch: "", host: "", sessions: null };
	const trial = new Trial(base, options, usual);
	try {
		const sessions = await trial.sessions().catch(() => null);
		const { hello } = await trial.open("/api/stream?events=host");
		return {
			intervalMs: hello.intervalMs > 0 ? hello.intervalMs : usual.intervalMs,
			heartbeatMs: hello.heartbeatMs > 0 ? hello.heartbeatMs : usual.heartbeatMs,
			epoch: String(hello.epoch),
			host: String(hello.host),
			sessions,
		};
	} catch (error) {
		if (error instanceof Finding) return usual;
		throw error;
	} finally {
		trial.close();
	}
}
