// @ts-check
import { setTimeout as wait } from "node:timers/promises";
import { outside } from "./window.mjs";

/** @typedef {import("./recorder.mjs").MetricName} MetricName */
/** @typedef {Record<string, number>} Values */
/** @typedef {{ hostbeat: number, oracle: number, difference: number }} Pair */

// How long before and after it is due the other program is started; twice that after each time it was too short.
const LEAD_MS = 25;
const MOST_LEAD_MS = 400;
const TRIES = 8;

/**
 * Compares levels: the other program reads just before Hostbeat does and just after, and what lies between the two is
 * no difference. Of each value the median of several ticks is taken.
 * @template {MetricName} N
 * @param {import("./recorder.mjs").Recorder} recorder
 * @param {object} options
 * @param {N} options.metric
 * @param {number} options.everyMs how often Hostbeat reads it
 * @param {number} options.times
 * @param {() => Promise<{ began: number, ended: number, output: string }>} options.ask
 * @param {(output: string) => Values} options.parse
 * @param {(reading: import("./recorder.mjs").MetricEvents[N]) => Record<string, number | null | undefined>} options.select by the same names as `parse`; what is undefined is not compared at this tick
 * @returns {Promise<Map<string, Pair>>}
 */
export async function compareLevels(recorder, { metric, everyMs, times, ask, parse, select }) {
	/** @type {Map<string, Pair[]>} */
	const pairs = new Map();
	let { time } = await recorder.from(metric, 0);
	let lead = LEAD_MS;
	for (let done = 0, tries = 0; done < times; ) {
		const due = Math.floor((time + everyMs) / 1_000) * 1_000;
		await wait(Math.max(0, due - lead - Date.now()));
		const before = await ask();
		// Not once the reading has come: some come with a tick after their own.
		await wait(Math.max(0, due + lead - Date.now()));
		const after = await ask();
		const reading = await recorder.from(metric, before.began);
		time = reading.time;
		// It must have read on both sides of the reading; a busy machine may need longer for that.
		if (before.ended > reading.time || after.began < reading.time) {
			lead = Math.min(2 * lead, MOST_LEAD_MS);
			if (++tries >= TRIES) throw new Error("the machine is too busy to compare at the same moment");
			continue;
		}
		done++;
		const [a, b, hostbeat] = [parse(before.output), parse(after.output), select(reading)];
		for (const [name, one] of Object.entries(a)) {
			const two = b[name] ?? Number.NaN;
			if (hostbeat[name] === undefined) continue;
			// A value that is null is not a number here, which holds no limit.
			const value = hostbeat[name] ?? Number.NaN;
			const oracle = Math.abs(value - one) <= Math.abs(value - two) ? one : two;
			const list = pairs.get(name) ?? [];
			pairs.set(name, [...list, { hostbeat: value, oracle, difference: outside(value, one, two) }]);
		}
	}
	return new Map([...pairs].map(([name, all]) => [name, middle(all)]));
}

/** @param {Pair[]} pairs @returns {Pair} */
function middle(pairs) {
	// One that is not a number comes last, and so is told of only when most are.
	const sorted = pairs.toSorted((a, b) => (a.difference || 0) - (b.difference || 0));
	const unknown = pairs.find(({ difference }) => Number.isNaN(difference));
	return unknown ?? /** @type {Pair} */ (sorted[Math.floor(sorted.length / 2)]);
}
