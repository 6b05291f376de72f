import type { Point } from "./types";

/**
 * The mean of a point, to six digits: the rest of a mean was not measured, and would be half of the answer. That of a
 * single reading is the reading itself, and stays as it is.
 */
export function roundMean([, mean, min, max]: Point): number | null {
	if (mean === null || min === max) return mean;
	const size = Math.abs(mean);
	// Not toPrecision, which makes a text of each.
	if (size >= 100_000) return Math.round(mean);
	if (size === 0) return 0;
	// Nor a logarithm: most are found after a few steps.
	let factor = 1;
	for (let least = 100_000; size < least && factor < 1e12; least /= 10) factor *= 10;
	return Math.round(mean * factor) / factor;
}
