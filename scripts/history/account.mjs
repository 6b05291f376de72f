// @ts-check
import { ALL, BEGAN, factAt, hasTick, processesAt, readingAt, tickAt } from "./readings.mjs";

/** @typedef {import("../../lib/history/disk-history").DiskHistory} DiskHistory */
/** @typedef {import("../../lib/history/types").Point} Point */

const MOST_COMPLAINTS = 8;
const RECENT_MS = 30 * 60_000;
/** A sealed mean is within so much of its step's max − min; what is rolled up of such means adds its own. */
const ROUNDED = 1e-3;

/**
 * Holds what a history has against what it was told: every acknowledged tick is there with its values, none comes
 * twice, times rise, and each step of each coarser tier is what the readings make of it.
 * @param {DiskHistory} history
 * @param {number} acknowledged the newest time of which it was said that it is kept; 0: none
 * @param {ReadonlySet<number>} [unsure] times at which the kill came, maybe between the tick and what happened at it
 */
export function accountFor(history, acknowledged, unsure = new Set()) {
	/** @type {string[]} */
	const complaints = [];
	const complain = (/** @type {string} */ what) => complaints.push(what);
	const newest = history.previous?.time ?? 0;
	if (history.setAside !== null) complain(`the file was set aside as ${history.setAside}`);
	if (history.kept.state !== "kept") complain(`it is ${history.kept.state}: ${history.kept.reason}`);
	if (newest < acknowledged) complain(`lost: up to ${acknowledged} was acknowledged, it has up to ${newest}`);
	if (newest > 0 && !hasTick(newest)) complain(`the newest, ${newest}, was never told`);
	if (history.previous?.clean) complain("it says that the server was told to end");
	const ticks = newest === 0 ? 0 : checkTicks(history, newest, complain);
	if (newest > 0) {
		checkTiers(history, newest, complain);
		checkNotes(history, Math.min(acknowledged, newest), unsure, complain);
	}
	return { complaints: complaints.slice(0, MOST_COMPLAINTS), newest, ticks };
}

/**
 * @param {DiskHistory} history
 * @param {number} newest
 * @param {(what: string) => void} complain
 */
function checkTicks(history, newest, complain) {
	const [finest] = history.kept.tiers;
	if (!finest) return 0;
	const ticks = history.recent(finest.retentionMs);
	// What is as old as the tier keeps may be gone already.
	const first = Math.max(BEGAN, newest - finest.retentionMs + finest.stepMs);
	let at = 0;
	for (let time = first; time <= newest; time += finest.stepMs) {
		while (at < ticks.length && /** @type {number} */ (ticks[at]?.time) < time) {
			const { time: stray = 0 } = ticks[at++] ?? {};
			if (stray >= first) complain(`${stray} comes twice, late, or was never told`);
		}
		if (!hasTick(time)) continue;
		const tick = ticks[at];
		if (tick?.time !== time) {
			complain(`the tick of ${time} is missing`);
			continue;
		}
		at++;
		const told = tickAt(time);
		for (const [place, metric] of told.metrics.entries()) {
			const kept = tick.values[tick.metrics.indexOf(metric)] ?? Number.NaN;
			if (!Object.is(kept, told.values[place])) {
				complain(`${metric} at ${time} was ${told.values[place]} and is ${kept}`);
			}
		}
	}
	if (at < ticks.length) complain(`${ticks.length - at} ticks are later than the newest, or come twice`);
	return ticks.length;
}

/**
 * @param {DiskHistory} history
 * @param {number} newest
 * @param {(what: string) => void} complain
 */
function checkTiers(history, newest, complain) {
	for (const [level, { name, stepMs, retentionMs }] of history.kept.tiers.entries()) {
		if (level === 0) continue;
		const from = Math.max(BEGAN, Math.ceil((newest - retentionMs + stepMs) / stepMs) * stepMs);
		const { series } = history.range({ metrics: [], from, to: newest, points: 100_000, tier: name });
		for (const [place, metric] of ALL.entries()) {
			const points = new Map(series.find((one) => one.metric === metric)?.points.map((p) => [p[0], p]));
			for (let time = from; time <= newest; time += stepMs) {
				const made = fold(place, time, Math.min(time + stepMs - 1_000, newest));
				const kept = points.get(time) ?? null;
				points.delete(time);
				if (!isSame(made, kept, level)) complain(`${metric}, ${name} of ${time}: ${made} is kept as ${kept}`);
			}
			const strays = [...points.values()].filter((point) => point[1] !== null);
			if (strays.length > 0) complain(`${metric}, ${name}: ${strays.length} steps that are on no grid`);
		}
	}
}

/**
 * What a step is by the readings alone.
 * @param {number} series
 * @param {number} from
 * @param {number} to
 * @returns {Point | null}
 */
function fold(series, from, to) {
	let [sum, count, min, max] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (let time = from; time <= to; time += 1_000) {
		const value = hasTick(time) ? readingAt(time, series) : Number.NaN;
		if (Number.isNaN(value)) continue;
		sum += value;
		count++;
		min = Math.min(min, value);
		max = Math.max(max, value);
	}
	return count === 0 ? null : [from, sum / count, min, max];
}

/**
 * @param {Point | null} made
 * @param {Point | null} kept
 * @param {number} level of the tier, 1 for the first of what is rolled up
 */
function isSame(made, kept, level) {
	if (made === null || kept === null) return made === null && (kept?.[1] ?? null) === null;
	const [, mean, min, max] = /** @type {number[]} */ (made);
	if (kept[1] === null || mean === undefined || min === undefined || max === undefined) return false;
	const near = Math.abs(mean - kept[1]) <= (max - min) * ROUNDED * level + Math.abs(mean) * 1e-12;
	return near && min === kept[2] && max === kept[3];
}

/**
 * @param {DiskHistory} history
 * @param {number} acknowledged
 * @param {ReadonlySet<number>} unsure
 * @param {(what: string) => void} complain
 */
function checkNotes(history, acknowledged, unsure, complain) {
	const from = Math.max(BEGAN, acknowledged - RECENT_MS);
	const facts = history.facts(from, acknowledged).filter(({ kind }) => kind === "rebooted");
	const minutes = history.processes(from, acknowledged);
	for (let time = Math.ceil(from / 60_000) * 60_000; time <= acknowledged; time += 60_000) {
		if (!hasTick(time) || unsure.has(time)) continue;
		const noted = facts.filter((fact) => fact.time === time).length;
		if (noted !== (factAt(time) ? 1 : 0)) complain(`what happened at ${time} is noted ${noted} times`);
		const told = processesAt(time);
		if (!told || told.time < from) continue;
		const kept = minutes.filter((minute) => minute.time === told.time);
		if (kept.length !== 1 || JSON.stringify(kept[0]?.processes) !== JSON.stringify(told.processes)) {
			complain(`the processes of the minute of ${told.time} are kept as ${JSON.stringify(kept)}`);
		}
	}
}
