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
 * coarser one where that does not reach back so far. `null` where there is none.
 */
export function chooseTier<T extends ReadableTier>(
	tiers: readonly T[],
	{ from, to, points }: { from: number; to: number; points: number },
): T | null {
	const known = tiers.filter((tier) => tier.from !== null && tier.until >= Math.min(to, tier.from ?? to));
	const written = known.filter(({ until }) => until >= to);
	const usable = written.length > 0 ? written : known;
	const oldest = Math.min(...usable.map((tier) => tier.from as number));
	// What nobody has needs no points.
	const span = to - Math.max(from, oldest);
	let chosen = usable.findLast(({ stepMs }) => span / stepMs >= points / 2) ?? usable[0] ?? null;
	for (const tier of usable) {
		if (!chosen || tier.stepMs <= chosen.stepMs) continue;
		const reached = chosen.from as number;
		// Its first step as a whole: part of it may be what the finer one has too.
		if (reached > from && (tier.from as number) + tier.stepMs <= reached) chosen = tier;
	}
	return chosen;
}
