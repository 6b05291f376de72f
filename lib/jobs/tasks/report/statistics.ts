import type { Gap, Point } from "@/lib/history/types";

/** The points of one series, and what they stand for. */
export interface Series {
	metric: string;
	/** As the history names it: `share`, `bytes`, `bytes/s`, `1/s`, `ms`, `°C`, `W`, `1/min` or `1`. */
	unit: string;
	points: Point[];
	/** The distance of the points. */
	stepMs: number;
	/** The steps in which it is kept, of which one of its own holds one or more. */
	tierStepMs: number;
	/** What was read of what was asked, the end not included. */
	from: number;
	until: number;
	/** A hole up to so long is no gap: what is pushed comes when it comes. */
	bridgedMs: number;
}

/** What a series was like over a range. */
export interface Statistics {
	mean: number;
	min: number;
	max: number;
	/** When it was at its maximum first, and how exactly that is known. */
	maxAt: number;
	maxAtMs: number;
	/** The level that 95 % of the readings do not exceed; `null` where the readings are not known one by one. */
	p95: number | null;
	/** The newest that is known: a reading, or the mean of the last step. */
	last: number;
	/** So long something was known. */
	knownMs: number;
}

type Known = [time: number, mean: number, min: number, max: number];

const isKnown = (point: Point): point is Known => point[1] !== null;

/**
 * What is known of a series; `null` where nothing is. Each step counts for as long as it was measured: what it has in
 * common with the range, without the gaps, so that half a step at an end does not weigh as much as a whole one.
 * `readingMs` is the distance of single readings.
 */
export function statisticsOf(series: Series, gaps: readonly Gap[], readingMs: number): Statistics | null {
	const known = series.points.filter(isKnown);
	const [first] = known;
	if (!first) return null;
	let sum = 0;
	let knownMs = 0;
	let min = Number.POSITIVE_INFINITY;
	let [maxAt, , , max] = first;
	const holes = mergeHoles(gaps, readingMs);
	for (const point of known) {
		// At least one reading, whatever is said of gaps.
		const weight = Math.max(measuredMs(point[0], series, holes), readingMs);
		sum += point[1] * weight;
		knownMs += weight;
		min = Math.min(min, point[2]);
		if (point[3] > max) [maxAt, , , max] = point;
	}
	// Somebody's own readings may come several in a step.
	const isEachReading = series.stepMs === readingMs && known.every(([, , min, max]) => min === max);
	return {
		// Rounding must not lead out of what there was.
		mean: Math.min(Math.max(sum / knownMs, min), max),
		min,
		max,
		maxAt,
		maxAtMs: series.stepMs,
		p95: isEachReading ? percentile(known.map(([, value]) => value)) : null,
		last: (known.at(-1) as Known)[1],
		knownMs,
	};
}

interface Hole {
	from: number;
	until: number;
}

/** Gaps may overlap: the host slept while the server was off. */
function mergeHoles(gaps: readonly Gap[], readingMs: number): Hole[] {
	const holes: Hole[] = [];
	for (const { from, to } of [...gaps].sort((one, other) => one.from - other.from)) {
		const last = holes.at(-1);
		if (last && from <= last.until) last.until = Math.max(last.until, to + readingMs);
		else holes.push({ from, until: to + readingMs });
	}
	return holes;
}

function measuredMs(time: number, { from, until, stepMs }: Series, holes: readonly Hole[]): number {
	const start = Math.max(time, from);
	const end = Math.min(time + stepMs, until);
	const missing = holes.reduce(
		(ms, hole) => ms + Math.max(0, Math.min(end, hole.until) - Math.max(start, hole.from)),
		0,
	);
	return end - start - missing;
}

/** Nearest rank: a value that was read, and none between two. */
function percentile(values: number[]): number {
	const sorted = Float64Array.from(values).sort();
	return sorted[Math.ceil(sorted.length * 0.95) - 1] as number;
}

/** So long readings are missing, stretches that overlap counted once. */
export function missingMs(gaps: readonly Gap[], readingMs: number): number {
	return mergeHoles(gaps, readingMs).reduce((ms, { from, until }) => ms + until - from, 0);
}
