// @ts-check

/** Below this nobody notices, and a timer of a busy machine is late by as much: each p99 counts as this at least. */
const FLOOR_MS = 20;
/** However many try, so many passwords are looked at; each costs a tenth of a second of a core. */
const MOST_LOOKED_AT = 200;
const MOST_GROWTH_MIB = 16;
/** The server's log says of a flood that there is one, and no more. */
const MOST_LINES = 20;

/**
 * What is promised of a flood, and what was found.
 * @param {import("./run.mjs").Flooded & { grownMib: number, spoken: number }} flooded
 * @param {import("./run.mjs").Size} size
 * @returns {import("../scale/judge.mjs").Finding[]}
 */
export function judgeFlood({ before, during, ticks, lost, seen, slowly, owner, grownMib, spoken }, size) {
	const count = (/** @type {number} */ status) =>
		seen.reduce((sum, [one, times]) => sum + (one === status ? times : 0), 0);
	const answered = count(401) + count(429) + count(503);
	const kinds = Object.values(slowly);
	return [
		{
			what: `a tick takes, ms, p99 (before: ${before.toFixed(1)})`,
			value: Math.max(FLOOR_MS, during),
			limit: 2 * Math.max(FLOOR_MS, before),
		},
		{ what: "ticks of each viewer meanwhile", value: ticks, limit: size.seconds - 2, atLeast: true },
		{ what: "viewers whose stream ended", value: lost, limit: 0 },
		{ what: "attempts that were answered", value: answered, limit: size.attempts, atLeast: true },
		{ what: "passwords that were looked at", value: count(401), limit: MOST_LOOKED_AT },
		{
			what: "slow connections that were opened",
			value: kinds.reduce((sum, { opened }) => sum + opened, 0),
			limit: size.slow,
			atLeast: true,
		},
		{
			what: "of them still open after their time",
			value: kinds.reduce((sum, { opened, ended }) => sum + opened - ended, 0),
			limit: 0,
		},
		{ what: "the owner signs in meanwhile", value: owner === 200 ? 1 : 0, limit: 1, atLeast: true },
		{ what: "memory kept of it, MiB", value: grownMib, limit: MOST_GROWTH_MIB },
		{ what: "lines in the log", value: spoken, limit: MOST_LINES },
	];
}
