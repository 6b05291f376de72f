/** What was asked for, or in words the reason why there is none. */
export type Outcome<T> = T | string;

export const reasons = {
	first: "first reading",
	wentBack: "counter went back",
	leapt: "counter leapt",
	tooLong: "too long since the last reading",
	tooSoon: "too soon after the last reading",
	noTime: "no time passed since the last reading",
	unreadable: "could not be read",
	untold: "not told by this system",
	forbidden: "only root and its own user may read it",
} as const;

// The kernel counts the processor's time in steps of 10 ms: over less than five of them shares would be noise.
const shortestMs = 50;

/**
 * The seconds between two readings on the monotonic clock, or why nothing can be said of the time between them: there
 * was no earlier one, or it is closer than 50 ms or further than three times the pace.
 */
export function elapsedSeconds(nowMs: number, beforeMs: number | undefined, paceMs: number): Outcome<number> {
	if (beforeMs === undefined) return reasons.first;
	const elapsedMs = nowMs - beforeMs;
	if (!(elapsedMs > 0)) return reasons.noTime;
	if (elapsedMs < shortestMs) return reasons.tooSoon;
	if (elapsedMs > 3 * paceMs) return reasons.tooLong;
	return elapsedMs / 1000;
}

/**
 * How much each counter grew. One that went back was started anew (or wrapped), and then its neighbours were too, so
 * all are given up, as with one that leapt out of all bounds. Those at `mayFall` are known to fall a little by themselves: there a fall counts as 0. An empty
 * list stands for counters that could not be read; a single one that is not known is `NaN` and stays so.
 */
export function differences(
	now: readonly number[],
	before: readonly number[] | undefined,
	mayFall: readonly number[] = [],
): Outcome<number[]> {
	if (now.length === 0) return reasons.unreadable;
	if (before?.length !== now.length) return reasons.first;
	// Beyond 2^53 a counter is exact to a few bytes only; so is then the difference, which is far below what is shown.
	const grown = now.map((value, index) => value - (before[index] as number));
	for (const index of mayFall) grown[index] = Math.max(0, grown[index] as number);
	if (grown.some((value) => value < 0)) return reasons.wentBack;
	// So much is never counted between two readings: a counter that fell below zero is near 2^64.
	return grown.some((value) => value > Number.MAX_SAFE_INTEGER) ? reasons.leapt : grown;
}

/** The share that each part has in their sum, or why there is none. */
export function shares(parts: readonly number[]): Outcome<number[]> {
	const total = parts.reduce((sum, part) => sum + part, 0);
	return total > 0 ? parts.map((part) => part / total) : reasons.noTime;
}
