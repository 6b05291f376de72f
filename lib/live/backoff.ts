const leastMs = 1_000;
const mostMs = 30_000;

/** How long to wait before an attempt (1, 2, …): full jitter, so that many who were cut at once do not return at once. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
	const ceiling = Math.min(mostMs, leastMs * 2 ** attempt);
	return Math.round(leastMs + random() * (ceiling - leastMs));
}
