// @ts-check

/** What a server does otherwise than it should: what was expected, and what came instead. */
export class Finding extends Error {
	/** @override */
	name = "Finding";

	/**
	 * @param {string} expected
	 * @param {string} got
	 */
	constructor(expected, got) {
		super(`expected ${show(expected)}, got ${show(got)}`);
	}
}

/** Why a check says nothing about this server. */
export class Skip extends Error {
	/** @override */
	name = "Skip";
}

/**
 * Throws a Finding unless it holds.
 * @param {boolean} holds
 * @param {string} expected
 * @param {unknown} got
 */
export function expectThat(holds, expected, got) {
	if (!holds) throw new Finding(expected, typeof got === "string" ? got : (JSON.stringify(got) ?? "nothing"));
}

const LONGEST = 160;

/**
 * Any text on one line of bearable length.
 * @param {string} text
 */
export function show(text) {
	// What a server sent may hold anything, and the report is one line a check.
	const line = text.replace(/[\p{Cc}\u2028\u2029]/gu, (sign) => JSON.stringify(sign).slice(1, -1));
	return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line || "nothing";
}
