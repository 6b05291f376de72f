// @ts-check

const LEAST_MS = 1_000;
const MOST_MS = 5_000;
const STEP_MS = 500;
const CLUMP_MS = 100;
// Of chance alone a count lies this many deviations off in one of millions.
const DEVIATIONS = 5;

/**
 * What speaks against these waits being spread evenly over the time from one second to five: a stretch of it that
 * hardly anyone was given, or a moment that too many were given.
 * @param {number[]} waits in milliseconds
 * @returns {string[]}
 */
export function judgeSpread(waits) {
	const wrong = [];
	const quarters = count(waits, LEAST_MS, (MOST_MS - LEAST_MS) / 4, 4);
	const expected = waits.length / 4;
	const least = Math.max(1, expected - DEVIATIONS * Math.sqrt((expected * 3) / 4));
	if (Math.min(...quarters) < least) {
		wrong.push(`the waits told fall into the quarters of the window as ${quarters.join(", ")}`);
	}
	const mean = (waits.length * CLUMP_MS) / (MOST_MS - LEAST_MS);
	const clump = largestClump(waits);
	if (clump > mean + DEVIATIONS * Math.sqrt(mean) + 2) {
		wrong.push(`${clump} of ${waits.length} were told to come back within the same ${CLUMP_MS} ms`);
	}
	return wrong;
}

/**
 * The waits that were told and the returns that followed, per half second.
 * @param {{ farewells: number[], returns: number[] }} account
 */
export function describeSpread({ farewells, returns }) {
	const first = returns.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
	const waits = count(farewells, LEAST_MS, STEP_MS, (MOST_MS - LEAST_MS) / STEP_MS);
	const steps = Math.ceil((MOST_MS - LEAST_MS) / STEP_MS) + 1;
	const back = count(returns, first, STEP_MS, steps);
	return (
		`    ${farewells.length} were told when to come back, per half second ${waits.join(" ")}, ` +
		`at most ${largestClump(farewells)} within ${CLUMP_MS} ms; they came ${back.join(" ")}, ` +
		`at most ${largestClump(returns)} within ${CLUMP_MS} ms`
	);
}

/**
 * How many lie in each of these steps from `from` on; what lies at the very end is in the last.
 * @param {number[]} values
 * @param {number} from
 * @param {number} step
 * @param {number} steps
 */
function count(values, from, step, steps) {
	const counts = Array.from({ length: steps }, () => 0);
	for (const value of values) {
		const at = Math.min(Math.floor((value - from) / step), steps - 1);
		counts[at] = (counts[at] ?? 0) + 1;
	}
	return counts;
}

/**
 * The most that lie within so short a time, wherever it begins.
 * @param {number[]} values
 */
function largestClump(values) {
	const sorted = values.toSorted((a, b) => a - b);
	let [largest, from] = [0, 0];
	for (const [at, value] of sorted.entries()) {
		while (value - (sorted[from] ?? value) >= CLUMP_MS) from++;
		largest = Math.max(largest, at - from + 1);
	}
	return largest;
}
