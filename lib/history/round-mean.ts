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
	const factor = 10 ** Math.min(12, 5 - Math.floor(Math.log10(size)));
	return Math.round(mean * factor) / factor;
}
