// @ts-check
import { quantile } from "../parts/summary.mjs";
import { Random } from "./random.mjs";

/**
 * What is asked: of these series, by their place, a range that ours answers with steps of `stepMs` from the tier of
 * steps of `tierMs`.
 * @typedef {{ series: number[], from: number, to: number, stepMs: number, tierMs: number, isRaw: boolean }} Question
 */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The ranges that are asked for, and what they are called. */
export const RANGES = [
	{ name: "5 minutes", ms: 5 * MINUTE_MS },
	{ name: "3 hours", ms: 180 * MINUTE_MS },
	{ name: "a day", ms: DAY_MS },
	{ name: "8 days", ms: 8 * DAY_MS },
	{ name: "a month", ms: 30 * DAY_MS },
	{ name: "a year", ms: 365 * DAY_MS },
];

/** How many series are asked for at once: one, those of a chart, all. */
export const CROWDS = [1, 6, 60];

export const POINTS = 800;

/** No question is asked for longer than this, and none less often than so many times. */
const LIMIT_MS = 3_000;
const LEAST = 5;
const MOST = 60;

/**
 * Where ranges of this length begin that lie within what is kept, the same for all that are asked: the shorter, the
 * more places there are to look.
 * @param {{ ms: number, end: number, kept: number, count?: number }} range
 */
export function placeRanges({ ms, end, kept, count = MOST }) {
	const random = new Random(ms % 1_000_003);
	const room = Math.max(0, kept - ms);
	return Array.from({ length: count }, () => end - ms - Math.floor(random.unit() * room));
}

/**
 * How long answers take, in ms, after one that is not counted.
 * @template T
 * @param {T[]} asked
 * @param {(one: T) => unknown} ask
 */
export async function timeAnswers(asked, ask) {
	/** @type {number[]} */
	const times = [];
	const [first] = asked;
	if (first === undefined) throw new RangeError("expected something to ask");
	await ask(first);
	const began = performance.now();
	for (const one of asked) {
		const before = performance.now();
		await ask(one);
		times.push(performance.now() - before);
		if (times.length >= LEAST && performance.now() - began > LIMIT_MS) break;
	}
	return { p50: quantile(times, 0.5), p95: quantile(times, 0.95), count: times.length };
}

const COLD = 3;

/**
 * How long an answer takes when nothing of the file is in memory, in ms: the median of a few.
 * @template T
 * @param {T[]} asked
 * @param {(one: T) => unknown} ask
 * @param {() => void} chill
 */
export async function timeCold(asked, ask, chill) {
	/** @type {number[]} */
	const times = [];
	for (const one of asked.slice(0, COLD)) {
		chill();
		const before = performance.now();
		await ask(one);
		times.push(performance.now() - before);
	}
	return quantile(times, 0.5);
}
