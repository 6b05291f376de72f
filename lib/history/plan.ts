import { QuestionError } from "@/lib/framed";
import { findNames } from "./names";
import type { HistoryQuery, HistoryStore, KeptTier } from "./types";

/** What is asked of a range: of each series so many points, or each step of a tier, or neither. */
export interface RangeQuestion {
	metrics: string[];
	from: number;
	to: number;
	points: number | null;
	tier: string | null;
}

export interface RangePlan {
	query: HistoryQuery;
	/** Of which each step is asked for, `null` for points. */
	tier: KeptTier | null;
	/** Full names. */
	metrics: readonly string[];
	/** The oldest reading of one's own that is asked for, `null` without any. */
	ownFrom: number | null;
	missing: Record<string, string>;
}

/** The points of one answer, of all its series: 400,000 numbers, each point having four; a tick waits for no more than the making of it. */
const mostPoints = 100_000;
/** As many of one series as a wide screen can show. */
const usualPoints = 1_000;

/** How a question can be answered. Throws a QuestionError for names and tiers that there are not. */
export function planRange(store: HistoryStore, { points, tier: name, ...range }: RangeQuestion): RangePlan {
	const { metrics, missing } = findNames(range.metrics, store.metrics);
	const tier = name === null ? null : findTier(name, store.kept.tiers);
	const query = {
		...range,
		points: points ?? Math.min(usualPoints, mostOf(metrics)),
		...(tier && { tier: tier.name }),
	};
	return { query, tier, metrics, ownFrom: store.nextOwn(metrics, range.from), missing };
}

/** Refuses what is too much for one answer, which would be megabytes at once. */
export function checkSize({ query, tier, metrics, ownFrom }: RangePlan, finestMs: number): void {
	const oldest = tier ? Math.min(tier.from ?? query.to, ownFrom ?? query.to) : 0;
	const ms = Math.min(query.to, Date.now()) - Math.max(query.from, oldest);
	const steps = Math.floor(ms / (tier?.stepMs ?? finestMs)) + 1;
	const most = mostOf(metrics);
	if (tier && steps > most) {
		throw new QuestionError(
			`tier: expected a range of at most ${most} steps of ${tier.name} for ${metrics.length} series, got ${steps}; ask for a shorter one, for points, or for format=csv, which has no such limit`,
		);
	}
	if (!tier && Math.min(query.points, steps) > most) {
		throw new QuestionError(
			`points: expected at most ${most} for ${metrics.length} series, got ${query.points}; ask for fewer metrics or points`,
		);
	}
}

const mostOf = (metrics: readonly string[]) =>
	Math.max(1, Math.floor(mostPoints / Math.max(1, metrics.length)));

function findTier(name: string, tiers: readonly KeptTier[]): KeptTier {
	const tier = tiers.find((one) => shortName(one.name) === shortName(name));
	if (tier) return tier;
	const names = tiers.map((one) => one.name).join(", ");
	throw new QuestionError(`tier: expected one of ${names}; got "${name}"`);
}

/** `15 min`, `15min` and, as in the settings, `15m` are the same. */
const shortName = (name: string) => name.replaceAll(" ", "").replace(/min$/, "m");
