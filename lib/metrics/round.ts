/** Rounds to so many decimals: what goes on the wire holds no digits that were not measured. */
export function roundTo(value: number, decimals: number): number {
	const factor = 10 ** decimals;
	return Math.round(value * factor) / factor;
}

/** Rounds a share to four decimals, kept within 0 and 1; not a number stays so. */
export function roundShare(value: number): number {
	return Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
}
