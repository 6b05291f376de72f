// @ts-check
import { BEGAN, readingAt } from "./readings.mjs";

/**
 * A job that says a line each second of the host, and a series of one's own that is pushed each second, between ticks:
 * both known from the time alone.
 */

/** @typedef {import("../../lib/history/disk-history").DiskHistory} DiskHistory */
/** @typedef {import("../../lib/jobs/types").JobMessage} JobMessage */

const SECOND_MS = 1_000;
/** So much is told again after a kill: who tells it does not know what of it is kept. */
const AGAIN = 300;
/** So much of the newest is looked at each time, and all of it seldom. */
const RECENT = 3_000;
const OWN = "pushed.value";

/** @type {import("../../lib/jobs/types").Job} */
export const job = {
	...{
		id: "0000000000000001",
		task: "talk",
		title: "Talk",
		mayRun: "admin",
		status: "running",
		progress: null,
	},
	...{ message: null, parameters: {}, key: "talk", startedBy: { kind: "token", name: "ci" }, language: "en" },
	...{ queuedAt: BEGAN, startedAt: BEGAN, endedAt: null, reason: null, exitCode: null, signal: null },
	...{ messages: 0, leftOut: 0, result: null },
};

/** The number of the line that is said at a time. @param {number} time */
export const lineAt = (time) => (time - BEGAN) / SECOND_MS + 1;

/** @param {number} seq @returns {JobMessage} */
function messageOf(seq) {
	const text = `line ${seq}: ${readingAt(BEGAN + seq * SECOND_MS, 1)}`;
	return { seq, time: BEGAN + seq, kind: "log", source: "stdout", words: { text } };
}

/** @param {number} seq */
const ownOf = (seq) => ({
	metric: OWN,
	time: BEGAN + (seq - 1) * SECOND_MS - 250,
	value: readingAt(BEGAN + seq * SECOND_MS, 0),
});

/** From which line on it is told after a kill. @param {number} time the newest tick that is kept */
export const againFrom = (time) => Math.max(1, lineAt(time) - AGAIN);

/**
 * What is to be kept of these lines.
 * @param {number} from
 * @param {number} to
 * @returns {{ writes: import("../../lib/history/protocol").JobWrite[], readings: import("../../lib/history/types").OwnReading[] }}
 */
export function saidBetween(from, to) {
	const lines = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
	return {
		writes: [{ type: "append", id: job.id, messages: lines.map(messageOf) }],
		// The first would be from before the first tick.
		readings: lines.filter((seq) => seq > 1).map(ownOf),
	};
}

/**
 * Holds what a history has of them against what was told: each line once, in order and as it was, and each reading.
 * @param {DiskHistory} history
 * @param {{ said: number, pushed: number }} acknowledged the newest lines of which it was said that they are kept
 * @param {boolean} isWhole whether all of it is looked at
 */
export function accountForSaid(history, { said, pushed }, isWhole) {
	/** @type {string[]} */
	const complaints = [];
	const from = isWhole ? 0 : Math.max(0, said - RECENT);
	let last = from;
	for (;;) {
		const page = /** @type {JobMessage[]} */ (
			history.jobs.answer("messages", { id: job.id, after: last, limit: 500 })
		);
		if (page.length === 0) break;
		for (const message of page) {
			if (JSON.stringify(message) !== JSON.stringify(messageOf(++last)))
				complaints.push(`line ${last} is ${JSON.stringify(message)}`);
		}
		if (complaints.length > 0) break;
	}
	if (last < said) complaints.push(`lines lost: up to ${said} was acknowledged, it has up to ${last}`);
	const first = Math.max(2, isWhole ? pushed - 7 * 86_000 : pushed - RECENT);
	for (let seq = first; seq <= pushed && complaints.length === 0; seq += RECENT) {
		const to = Math.min(pushed, seq + RECENT - 1);
		const [start, end] = [ownOf(seq).time, ownOf(to).time];
		const tier = history.kept.tiers[0]?.name ?? "";
		const { series } = history.range({ metrics: [OWN], from: start - SECOND_MS, to: end, points: 1, tier });
		const found = new Map(series[0]?.points.map(([time, mean]) => [time, mean]));
		for (let at = seq; at <= to; at++) {
			const { time, value } = ownOf(at);
			const kept = found.get(Math.floor(time / SECOND_MS) * SECOND_MS);
			if (kept !== value) complaints.push(`${value} was pushed at ${time}, kept is ${kept}`);
		}
	}
	return { complaints: complaints.slice(0, 4), said: last };
}
