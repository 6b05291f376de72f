// @ts-check

/**
 * A host of which every reading is known from its time alone, so that whatever is kept can be held against what was
 * told: with seconds that are missing, a minute without any in each hour, and a series that comes and goes.
 */

/** When it all begins. */
export const BEGAN = Date.UTC(2026, 0, 1);
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

const kinds = ["Utilization", "Bytes", "BytesPerSecond", "count"];
const metrics = Array.from({ length: 20 }, (_, at) => `series${at}.${kinds[at % kinds.length]}`);
const guest = "guest.utilization";
const withGuest = [...metrics, guest];

/** @param {number} time */
const metricsAt = (time) => (Math.floor(time / HOUR_MS) % 3 === 2 ? withGuest : metrics);

/** Every series that there may be. */
export const ALL = withGuest;

/**
 * @param {number} time
 * @param {number} series
 */
function mix(time, series) {
	let hash = Math.imul((time / SECOND_MS) | 0, 0x9e3779b1) ^ Math.imul(series + 1, 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
	hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
	return (hash ^ (hash >>> 15)) >>> 0;
}

/** @param {number} time */
export function hasTick(time) {
	return mix(time, 99) % 61 !== 0 && Math.floor(time / MINUTE_MS) % 60 !== 37;
}

/**
 * What one series read then, `NaN` where nothing was known.
 * @param {number} time
 * @param {number} series by its place in ALL
 */
export function readingAt(time, series) {
	const hash = mix(time, series);
	if (series === metrics.length && !metricsAt(time).includes(guest)) return Number.NaN;
	switch (series % kinds.length) {
		case 0:
			return (hash % 10_001) / 10_000;
		case 1:
			return 4_096 * (1_000_000 + (hash % 5_000));
		case 2:
			return hash % 5 === 0 ? hash % 3_000_000 : 0;
		default:
			return hash % 13 === 0 ? Number.NaN : hash % 40;
	}
}

/**
 * The tick of a time.
 * @param {number} time
 */
export function tickAt(time) {
	const told = metricsAt(time);
	return { time, metrics: told, values: Float64Array.from(told, (_, at) => readingAt(time, at)) };
}

/**
 * What happened at a time that is worth a note; each ten minutes something does.
 * @param {number} time
 */
export function factAt(time) {
	return time % (10 * MINUTE_MS) === 0
		? /** @type {const} */ ({ kind: "rebooted", time, until: null, detail: {} })
		: null;
}

/**
 * The processes of the minute that is over at a time.
 * @param {number} time
 */
export function processesAt(time) {
	if (time % MINUTE_MS !== 0 || time === BEGAN) return null;
	const use = { user: "root", container: null, residentBytes: 4_096, readBytesPerSecond: 0 };
	const process = {
		pid: mix(time, 7) % 4_000_000,
		name: "worker",
		utilization: 0.5,
		writtenBytesPerSecond: 1,
	};
	return { time: time - MINUTE_MS, processes: [{ ...use, ...process }] };
}
