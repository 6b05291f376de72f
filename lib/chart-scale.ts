/** How the y axis spans: 0–1, from zero up, alike on both sides of zero, or fixed. */
export type ChartDomain = "share" | "fromZero" | "mirrored" | { min: number; max: number };

/** Whether round numbers are powers of ten or of two. */
export type Unit = "decimal" | "binary";

/** The y axis: its ends and the values that carry a grid line. */
export interface Scale {
	min: number;
	max: number;
	ticks: number[];
}

const SHRINK_BELOW = 0.4;
const DECIMAL_STEPS = [1, 2, 5, 10];

function niceStep(peak: number, unit: Unit, intervals: number): number {
	const least = peak / intervals;
	if (unit === "binary") return 2 ** Math.ceil(Math.log2(least));
	const power = 10 ** Math.floor(Math.log10(least));
	// A hair of tolerance: 0.3 / 3 must not be taken for more than 0.1.
	const step = DECIMAL_STEPS.find((step) => step * power >= least * (1 - 1e-9)) ?? 10;
	return step * power;
}

// 3 × 0.1 is 0.30000000000000004, which some formatter would show.
function times(count: number, step: number): number {
	return Number((count * step).toPrecision(12));
}

function intervalsOf(domain: ChartDomain): number {
	return domain === "mirrored" ? 2 : 4;
}

/** The smallest round top of an axis that holds `peak`, in at most four steps, two on each side if mirrored. */
export function niceTop(peak: number, domain: ChartDomain, unit: Unit = "decimal"): number {
	const step = niceStep(peak, unit, intervalsOf(domain));
	return times(Math.ceil((peak / step) * (1 - 1e-9)), step);
}

/**
 * The top of the axis for the largest value in the window. Grows at once; shrinks when the whole window stays
 * below 40 % of it, so that one axis serves for long; keeps `current` where nothing is known (`peak` 0).
 */
export function nextTop(
	current: number,
	peak: number,
	domain: ChartDomain,
	unit: Unit = "decimal",
	atLeast = 0,
): number {
	if (typeof domain === "object") return domain.max;
	if (domain === "share") return 1;
	const wanted = Math.max(peak, atLeast);
	if (current > 0 && (peak === 0 || (current >= wanted && wanted >= current * SHRINK_BELOW))) return current;
	return niceTop(wanted > 0 ? wanted : 1, domain, unit);
}

/** The axis that reaches `top`. */
export function scaleFor(domain: ChartDomain, top: number, unit: Unit = "decimal"): Scale {
	if (domain === "share") return { min: 0, max: 1, ticks: [0, 0.25, 0.5, 0.75, 1] };
	if (typeof domain === "object") {
		const { min, max } = domain;
		return { min, max, ticks: [0, 1, 2, 3, 4].map((quarter) => min + ((max - min) * quarter) / 4) };
	}
	const step = niceStep(top, unit, intervalsOf(domain));
	const count = Math.round(top / step);
	const lowest = domain === "mirrored" ? -count : 0;
	const ticks = Array.from({ length: count - lowest + 1 }, (_, index) => times(lowest + index, step));
	return { min: domain === "mirrored" ? -top : 0, max: top, ticks };
}

/** What an axis says of one of its ticks: of what is mirrored both sides are amounts. */
export function tickValue(domain: ChartDomain, tick: number): number {
	return domain === "mirrored" ? Math.abs(tick) : tick;
}

/** The peak an axis must hold: that of the values, and the reference once they come near it. */
export function peakWithReference(peak: number, reference: number | undefined): number {
	return reference !== undefined && peak >= reference / 4 ? Math.max(peak, reference) : peak;
}

const TIME_STEPS_MS = [
	1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400,
];

/** Times of the x axis as distances from now, oldest first, at most five steps. */
export function timeTicks(windowMs: number): number[] {
	const whole = TIME_STEPS_MS.map((step) => step * 1000).find((step) => windowMs / step <= 5);
	const stepMs = whole ?? Math.ceil(windowMs / 5 / 86_400_000) * 86_400_000;
	const count = Math.floor(windowMs / stepMs);
	return Array.from({ length: count + 1 }, (_, index) => (index - count) * stepMs);
}
