import type { Fact } from "@/lib/history/types";
import type { PlotArea } from "./path";

/** The stretch that a chart shows: up to `newest`, in steps. */
export interface Stretch {
	newest: number;
	windowMs: number;
	stepMs: number;
}

/** A part of the width, both ends as shares of it. */
export interface Band {
	from: number;
	to: number;
}

/** One or several moments close by, at a share of the width. */
export interface Mark {
	at: number;
	count: number;
}

const clamp = (share: number) => Math.min(1, Math.max(0, share));

function shareOf(time: number, { newest, windowMs }: Stretch): number {
	return (time - newest + windowMs) / windowMs;
}

/** From the last step with readings before a stretch without, to the first one after: the line breaks there. */
function holeOf(fact: Fact & { until: number }, stretch: Stretch): Band {
	const { newest, stepMs } = stretch;
	const floor = (time: number) => Math.floor(time / stepMs) * stepMs;
	const phase = newest - floor(newest);
	const from = floor(fact.time - 1) + phase;
	// On the grid itself, each step is one reading.
	const isOnGrid = fact.until === floor(fact.until);
	const to = (isOnGrid ? fact.until + stepMs : floor(fact.until + 1)) + phase;
	return { from: shareOf(from, stretch), to: shareOf(Math.max(from, to), stretch) };
}

const isStretch = (fact: Fact): fact is Fact & { until: number } => fact.until !== null;

/** Where something kept readings from being there; each at least `least` of the width, those that touch in one. */
export function bandsOf(facts: readonly Fact[], stretch: Stretch, least: number): Band[] {
	const bands: Band[] = [];
	for (const fact of facts) {
		if (!isStretch(fact)) continue;
		const hole = holeOf(fact, stretch);
		const missing = Math.max(0, least - (hole.to - hole.from)) / 2;
		if (hole.to < 0 || hole.from > 1) continue;
		const band = { from: clamp(hole.from - missing), to: clamp(hole.to + missing) };
		const last = bands.at(-1);
		if (last && band.from <= last.to) last.to = Math.max(last.to, band.to);
		else if (band.to > band.from) bands.push(band);
	}
	return bands;
}

/** Where something happened; what lies within `near` of the width of the first is one mark, in the middle of them. */
export function marksOf(facts: readonly Fact[], stretch: Stretch, near: number): Mark[] {
	const groups: number[][] = [];
	for (const fact of facts) {
		if (isStretch(fact)) continue;
		const at = shareOf(fact.time, stretch);
		if (at < 0 || at > 1) continue;
		const group = groups.at(-1);
		if (group && at - (group[0] as number) <= near) group.push(at);
		else groups.push([at]);
	}
	return groups.map((group) => ({
		at: group.reduce((sum, at) => sum + at, 0) / group.length,
		count: group.length,
	}));
}

/** What is to be told at a time: the stretches that hold it, and the moments within `nearMs` of it. */
export function factsAt(facts: readonly Fact[], time: number, stretch: Stretch, nearMs: number): Fact[] {
	const at = shareOf(time, stretch);
	const near = nearMs / stretch.windowMs;
	return facts.filter((fact) => {
		if (!isStretch(fact)) return Math.abs(fact.time - time) <= nearMs;
		const { from, to } = holeOf(fact, stretch);
		// A stretch shorter than a step is drawn, and found, as wide as a moment.
		const beyond = to - from < near ? near : 0;
		// At its ends there are readings, and nothing is missing.
		return beyond > 0 ? at >= from - beyond && at <= to + beyond : at > from && at < to;
	});
}

const tenth = (pixels: number) => Math.round(pixels * 10) / 10;

/** All bands as the `d` of one path. */
export function bandsPath(bands: readonly Band[], { left, top, width, height }: PlotArea): string {
	return bands
		.map(({ from, to }) => {
			const wide = tenth((to - from) * width);
			return `M${tenth(left + from * width)} ${tenth(top)}h${wide}v${tenth(height)}h${-wide}Z`;
		})
		.join("");
}

/** All marks as the `d` of one path: a hairline with a point above the plot, a broader one where several met. */
export function marksPath(marks: readonly Mark[], { left, top, width, height }: PlotArea): string {
	return marks
		.map(({ at, count }) => `M${tenth(left + at * width)} ${tenth(top)}${markShape(count)}v${tenth(height)}`)
		.join("");
}

/** The point of a mark, drawn from its tip. */
export function markShape(count: number): string {
	return count > 1 ? "l-4 -4v-3h8v3l-4 4" : "l-4 -6h8l-4 6";
}
