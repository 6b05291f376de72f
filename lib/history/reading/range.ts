import { gapsOf } from "../gaps";
import { ceilTo, floorTo, pointWidth } from "../grid";
import { isOwnOnly, ownUntil } from "../own-points";
import type { OwnTable } from "../own-table";
import { Rollup } from "../rollup";
import type { SeriesTable } from "../series-table";
import type { OpenTier } from "../tier-chain";
import type { Fact, HistoryQuery, HistoryRange, Point } from "../types";
import { unitOf } from "../units";
import { chooseTier } from "./choose-tier";
import type { Reader } from "./reader";

interface RangeParts {
	reader: Reader;
	series: SeriesTable;
	own: OwnTable;
	/** Finest first. */
	tiers: readonly {
		tier: OpenTier;
		stepMs: number;
		from: number | null;
		until: number;
		/** From when on it knows something of what is asked, `null` where it does not. */
		reach: number | null;
	}[];
	facts: (from: number, to: number) => Fact[];
}

/** Answers a query out of the tier that fits. Throws a RangeError for a tier that there is not. */
export function readRange(
	{ reader, series, own, tiers, facts }: RangeParts,
	query: HistoryQuery,
): HistoryRange {
	const { metrics } = query;
	const { newest } = reader;
	const named = tiers.find(({ tier }) => tier.name === query.tier);
	if (query.tier !== undefined && !named) {
		const names = tiers.map(({ tier }) => `"${tier.name}"`).join(", ");
		throw new RangeError(`tier: expected one of ${names}, got "${query.tier}"`);
	}
	const candidates = tiers.map((one) => ({ ...one, from: one.reach, one }));
	const chosen = named ?? chooseTier(candidates, query)?.one ?? (tiers[0] as (typeof tiers)[number]);
	const { stepMs } = chosen;
	const to = floorTo(Math.min(query.to, newest), stepMs);
	const range = {
		from: ceilTo(query.from, stepMs),
		to: Number.isFinite(to) ? to : floorTo(query.to, stepMs),
	};
	const first = chosen.from === null ? Number.POSITIVE_INFINITY : floorTo(chosen.from, stepMs);
	const start = Math.max(range.from, first);
	const isEmpty = start > to;
	const width = named ? 1 : pointWidth(query, stepMs);
	const told = facts(range.from, range.to);
	const selected = series.select(metrics);
	const rollup = isEmpty ? new Rollup(0, 0, stepMs) : new Rollup(start, to + 1, stepMs * width);
	const ids = selected.map(({ id }) => id);
	if (!isEmpty) reader.read(chosen.tier, ids, { from: start, until: to + stepMs }, rollup);
	const measured = selected
		// Devices and containers come and go: of a name that begins many only those are told that have something to tell.
		.filter(({ metric, id }) => metrics.includes(metric) || rollup.isKnown(id))
		.map(({ metric, id }) => ({ metric, unit: unitOf(metric), points: pointsOf(rollup, id) }));
	const names = new Set(selected.map(({ metric }) => metric));
	const until = ownUntil(range.to + stepMs, newest);
	const others = own.series
		.select(metrics)
		.filter(({ metric }) => !names.has(metric))
		.map(({ metric, id }) => {
			const points = own.read(id, range.from, until, stepMs * width);
			return { metric, unit: unitOf(metric), points };
		})
		.filter(({ metric, points }) => metrics.includes(metric) || points.length > 0);
	return {
		...range,
		stepMs: stepMs * width,
		tier: chosen.tier.name,
		series: [...measured, ...others],
		gaps: isOwnOnly(selected, others) ? [] : gapsOf(told, { ...range, first, stepMs }),
		facts: told,
	};
}

function pointsOf(rollup: Rollup, id: number): Point[] {
	const rolled = rollup.rolled(id);
	const { times } = rollup;
	const points: Point[] = [];
	for (let at = 0; at < times.length; at++) {
		const time = times[at] as number;
		if (!rolled || rolled.count[at] === 0) points.push([time, null, null, null]);
		else points.push([time, rolled.mean[at] as number, rolled.min[at] as number, rolled.max[at] as number]);
	}
	return points;
}
