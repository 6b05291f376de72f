// @ts-check
import { expect, test } from "vitest";
import { accountFor } from "./account.mjs";
import { ALL, BEGAN, factAt, hasTick, processesAt, readingAt, tickAt } from "./readings.mjs";

/** @typedef {import("../../lib/history/disk-history").DiskHistory} DiskHistory */
/** @typedef {import("../../lib/history/types").Tick} Tick */
/** @typedef {import("../../lib/history/types").Point} Point */

const times = Array.from({ length: 700 }, (_, second) => BEGAN + second * 1_000).filter(hasTick);
const newest = times.at(-1) ?? 0;
const minute = 60_000;
const tiers = [
	{ name: "1 s", stepMs: 1_000, retentionMs: 10 * minute, from: null, bytes: 0 },
	{ name: "1 min", stepMs: minute, retentionMs: 60 * minute, from: null, bytes: 0 },
];

/** @param {number} series @returns {Point[]} */
function minutesOf(series) {
	return Array.from({ length: 12 }, (_, at) => BEGAN + at * minute).map((start) => {
		const known = times
			.filter((time) => time >= start && time < start + minute)
			.map((time) => readingAt(time, series))
			.filter((value) => !Number.isNaN(value));
		const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
		return known.length === 0
			? [start, null, null, null]
			: [start, mean, Math.min(...known), Math.max(...known)];
	});
}

/**
 * A history that has kept all, but for what a test does to it.
 * @param {{ ticks?: (ticks: Tick[]) => Tick[], points?: (points: Point[]) => Point[], facts?: number, has?: number, setAside?: string | null, minutes?: number }} [harm]
 */
function keep({
	ticks = (all) => all,
	points = (all) => all,
	facts = 1,
	has = newest,
	setAside = null,
	minutes = 1,
} = {}) {
	const within =
		(/** @type {number} */ from, /** @type {number} */ to) => (/** @type {{ time: number }} */ one) =>
			one.time >= from && one.time <= to;
	/** @type {Partial<DiskHistory>} */
	const history = {
		previous: { time: has, version: "1.0.0", bootId: "boot", clean: false },
		setAside,
		kept: { state: "kept", reason: null, file: "x", bytes: 1, maxBytes: 1, series: ALL.length, tiers },
		recent: (windowMs) => ticks(times.filter((time) => time > newest - windowMs && time <= has).map(tickAt)),
		range: (query) => ({
			...{ from: query.from, to: query.to, stepMs: minute, tier: "1 min", gaps: [], facts: [] },
			series: ALL.map((metric, series) => ({ metric, unit: "1", points: points(minutesOf(series)) })),
		}),
		facts: (from, to) =>
			times
				.flatMap((time) => Array.from({ length: facts }, () => factAt(time)))
				.filter((fact) => fact !== null)
				.filter(within(from, to)),
		processes: (from, to) =>
			times
				.flatMap((time) => Array.from({ length: minutes }, () => processesAt(time)))
				.filter((one) => one !== null)
				.filter(within(from, to)),
	};
	return /** @type {DiskHistory} */ (history);
}

const complaintsOf = (/** @type {DiskHistory} */ history) =>
	accountFor(history, newest).complaints.join("\n");

test("a history that has all of it is not complained of", () => {
	expect(accountFor(keep(), newest)).toEqual({ complaints: [], newest, ticks: expect.any(Number) });
});

test("an acknowledged tick that is not there is found, at the end and within", () => {
	expect(complaintsOf(keep({ has: times.at(-3) ?? 0 }))).toMatch(/lost: up to/);
	expect(complaintsOf(keep({ ticks: (all) => all.toSpliced(50, 1) }))).toMatch(
		/^the tick of \d+ is missing$/,
	);
});

test("a tick that is there twice is found", () => {
	expect(complaintsOf(keep({ ticks: ([first, ...more]) => (first ? [first, first, ...more] : []) }))).toMatch(
		/twice/,
	);
	expect(complaintsOf(keep({ ticks: (all) => [...all, ...all.slice(-1)] }))).toMatch(/twice/);
	expect(complaintsOf(keep({ facts: 2 }))).toMatch(/is noted 2 times/);
	expect(complaintsOf(keep({ minutes: 2 }))).toMatch(/the processes of the minute/);
});

test("a reading that is another one is found", () => {
	const harm = (/** @type {Tick[]} */ ticks) =>
		ticks.map((tick, at) => (at === 9 ? { ...tick, values: tick.values.map((value) => value + 1) } : tick));
	expect(complaintsOf(keep({ ticks: harm }))).toMatch(/ was .* and is /);
});

test("a step of a coarser tier that its readings do not make is found", () => {
	const harm = (/** @type {Point[]} */ points) =>
		points.map((point, at) => (at === 3 ? harmMean(point) : point));
	expect(complaintsOf(keep({ points: harm }))).toMatch(/1 min of \d+: .* is kept as/);
	expect(complaintsOf(keep({ points: (points) => points.slice(1) }))).toMatch(/is kept as null/);
});

test("a file that was set aside is found", () => {
	expect(complaintsOf(keep({ setAside: "hostbeat.db.damaged" }))).toMatch(/set aside/);
});

/** @param {Point} point @returns {Point} */
const harmMean = ([time, mean, min, max]) => [time, (mean ?? 0) * 1.01 + 1e-2, min, max];
