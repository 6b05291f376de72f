// @ts-check
import { findFaults, watchJob } from "./viewer.mjs";

/**
 * What came of viewers of one job together.
 * @typedef {{ viewers: number, connections: number, drops: number, messages: number, faults: string[] }} Crowd
 */

/**
 * Has a job of `count` lines watched by many that leave and return at random.
 * @param {string} stream the address of the job's stream
 * @param {{ viewers: number, count: number, longestMs: number, seed: number, headers?: Record<string, string> }} options
 * @returns {Promise<Crowd>}
 */
export async function watchTogether(stream, { viewers, count, seed, ...options }) {
	const watched = await Promise.all(
		Array.from({ length: viewers }, (_, index) =>
			watchJob(stream, { ...options, random: createRandom(seed + index) }),
		),
	);
	const sum = (/** @type {(one: import("./viewer.mjs").Watched) => number} */ of) =>
		watched.reduce((all, one) => all + of(one), 0);
	return {
		viewers,
		connections: sum(({ connections }) => connections),
		drops: sum(({ drops }) => drops),
		messages: sum(({ messages }) => messages.length),
		faults: watched.flatMap((one, index) =>
			findFaults(one, count).map((fault) => `viewer ${index}: ${fault}`),
		),
	};
}

/** Chance that is the same each time (mulberry32). @param {number} seed */
function createRandom(seed) {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
