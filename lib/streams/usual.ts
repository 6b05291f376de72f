const weight = 0.2;
/** A pause says little of the pace. */
const mostTimes = 4;
const newsFrom = 1.25;

/** How far apart pushes usually are, with one more of these distances. */
export function usualDistance(everyMs: number | null, gapMs: number): number {
	if (everyMs === null) return gapMs;
	return Math.round(everyMs + weight * (Math.min(gapMs, everyMs * mostTimes + 1_000) - everyMs));
}

/** Whether a pace is so far from what was told of it that it has to be told anew. */
export function isOtherPace(told: number | null, everyMs: number | null): boolean {
	if (told === null || everyMs === null) return told !== everyMs;
	return Math.max(told, everyMs) + 1 > newsFrom * (Math.min(told, everyMs) + 1);
}
