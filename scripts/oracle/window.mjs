// @ts-check

/**
 * A reading that says something of the time since the one before it.
 * @typedef {{ time: number, value: number | null }} Reading
 * @typedef {{ from: number, to: number }} Window Unix milliseconds
 */

/**
 * The mean over exactly this window of what was read: of a reading that lies in it with a part of its time, that part
 * counts. Throws when a part of the window is not told of, or was told as `null`.
 * @param {Reading[]} readings oldest first
 * @param {Window} window
 * @param {(number | null)[]} [weights] of each reading, beside its time
 */
export function meanOver(readings, { from, to }, weights) {
	const [first, last] = [readings[0], readings.at(-1)];
	if (!first || !last || first.time > from || last.time < to) {
		throw new Error(`readings from ${first?.time} to ${last?.time} do not cover ${from} to ${to}`);
	}
	let [sum, total] = [0, 0];
	for (const [index, { time, value }] of readings.entries()) {
		const before = readings[index - 1];
		if (!before) continue;
		const overlap = Math.min(to, time) - Math.max(from, before.time);
		const weight = Math.max(0, overlap) * (weights ? (weights[index] ?? 0) : 1);
		if (weight === 0) continue;
		if (value === null) throw new Error(`there is no value at ${time}`);
		sum += value * weight;
		total += weight;
	}
	return total === 0 ? null : sum / total;
}

/**
 * How many milliseconds of a window cannot be told apart at its ends: how far each end is from the nearest reading,
 * since within a reading its time is taken to go evenly.
 * @param {Reading[]} readings
 * @param {Window} window
 */
export function looseMs(readings, { from, to }) {
	const away = (/** @type {number} */ end) => Math.min(...readings.map(({ time }) => Math.abs(time - end)));
	return away(from) + away(to);
}

/**
 * How far a value lies outside what was read just before and just after it; 0 when between them.
 * @param {number} value
 * @param {number} before
 * @param {number} after
 */
export function outside(value, before, after) {
	return Math.max(0, Math.min(before, after) - value, value - Math.max(before, after));
}
