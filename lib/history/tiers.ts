import type { Tier } from "./types";

const units: Record<string, number> = {
	s: 1_000,
	m: 60_000,
	h: 3_600_000,
	d: 86_400_000,
	y: 365 * 86_400_000,
};

/** The tiers that are kept unless others are asked for. */
export const defaultTiers = "1s:24h,10s:7d,1m:90d,15m:3y";

/**
 * Reads tiers like `1s:24h,10s:7d`: a step and how long it is kept, finest first. Throws an Error that says what was
 * expected: each step is a multiple of the one before, and kept for longer.
 */
export function parseTiers(text: string): Tier[] {
	const tiers = text.split(",").map((part) => {
		const [step = "", retention = "", ...more] = part.trim().split(":");
		const tier = { stepMs: parseSpan(step), retentionMs: parseSpan(retention) };
		if (more.length > 0 || !tier.stepMs || !tier.retentionMs)
			throw new Error(`a step and a time, got "${part}"`);
		return { name: stepName(tier.stepMs), ...tier };
	});
	for (const [index, { name, stepMs, retentionMs }] of tiers.entries()) {
		const finer = tiers[index - 1];
		if (retentionMs < stepMs * 60) throw new Error(`at least 60 steps in each tier, got fewer of ${name}`);
		if (!finer) continue;
		if (stepMs <= finer.stepMs || stepMs % finer.stepMs !== 0) {
			throw new Error(`each step a multiple of the one before, got ${name} after ${finer.name}`);
		}
		if (retentionMs <= finer.retentionMs)
			throw new Error(`each tier kept for longer than the one before it, got ${name}`);
	}
	return tiers;
}

/** These tiers for readings that come each `intervalMs`: the finest is at that step, none is finer. */
export function tiersAt(tiers: readonly Tier[], intervalMs: number): Tier[] {
	const [finest, ...others] = tiers;
	if (!finest) throw new RangeError("tiers: expected one or more");
	const coarser = others.filter(({ stepMs }) => stepMs > intervalMs && stepMs % intervalMs === 0);
	return [{ ...finest, name: stepName(intervalMs), stepMs: intervalMs }, ...coarser];
}

function parseSpan(text: string): number {
	const [, count, unit = ""] = /^(\d{1,6})([smhdy])$/.exec(text) ?? [];
	return count === undefined ? 0 : Number(count) * (units[unit] ?? 0);
}

/** A step for people: `250 ms`, `1 s`, `15 min`, `4 h`, `1 d`. */
export function stepName(stepMs: number): string {
	const names: [number, string][] = [
		[86_400_000, "d"],
		[3_600_000, "h"],
		[60_000, "min"],
		[1_000, "s"],
	];
	const [ms, unit] = names.find(([ms]) => stepMs % ms === 0) ?? [1, "ms"];
	return `${stepMs / ms} ${unit}`;
}
