/** A tier as a reader sees it. */
export interface ReadableTier {
	stepMs: number;
	/** Its oldest reading, `null` while it has none. */
	from: number | null;
	/** What it has ends there: infinite while it is written. */
	until: number;
}

/**
 * The tier that answers a range at so many points: the coarsest that still has half as many steps, else the finest; a
 * coarser one where that does not reach back so far. What is asked decides, and not how much of it is there, so that
 * the steps of a picture do not change while it fills. `null` where there is none.
 */
export function chooseTier<T extends ReadableTier>(
	tiers: readonly T[],
	{ from, to, points }: { from: number; to: number; points: number },
): T | null {
	const known = tiers.filter(({ from }) => from !== null);
	const written = known.filter(({ until }) => until >= to);
	const usable = written.length > 0 ? written : known;
	let chosen = usable.findLast(({ stepMs }) => (to - from) / stepMs >= points / 2) ?? usable[0] ?? null;
	for (const tier of usable) {
		if (!chosen || tier.stepMs <= chosen.stepMs) continue;
		const reached = chosen.from as number;
		if (reached > from && isOlder(tier, reached)) chosen = tier;
	}
	return chosen;
}

/** Whether a tier knows something from before. */
function isOlder({ from, stepMs }: ReadableTier, time: number): boolean {
	// Its first step as a whole: part of it may be what the finer one has too.
	return from !== null && from + stepMs <= time;
}
