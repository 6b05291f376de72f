import { floorTo } from "./grid";
import { stepName } from "./tiers";
import type { Tier } from "./types";

/** A tier as it is written: each one is folded from the next finer one. */
export interface OpenTier extends Tier {
	/** Sealed chunks end on multiples of it. */
	spanMs: number;
	/** What is later is not sealed, and is folded from the next finer tier; `null` before the first tick. */
	openFrom: number | null;
}

const ticksInHead = 1_800;
const stepsInChunk = [720, 720, 672];
const stepsInCoarseChunk = 180;
const mostSteps = 12_000;
const overviewFactor = 16;

/**
 * The tiers with what is needed to write them. Above them, while the coarsest has very many steps, stands one more of 16
 * times its step and kept as long: so that a picture of all years costs no more than one of an hour.
 */
export function chainOf(tiers: readonly Tier[]): OpenTier[] {
	const all = [...tiers];
	for (let last = all.at(-1); last && last.retentionMs / last.stepMs > mostSteps; last = all.at(-1)) {
		const stepMs = last.stepMs * overviewFactor;
		all.push({ name: stepName(stepMs), stepMs, retentionMs: last.retentionMs });
	}
	return all.map((tier, index) => ({ ...tier, openFrom: null, spanMs: spanOf(all, index) }));
}

function spanOf(tiers: readonly Tier[], index: number): number {
	const { stepMs, retentionMs } = tiers[index] as Tier;
	if (index === 0) {
		const span = Math.min(stepMs * ticksInHead, Math.max(stepMs, floorTo(retentionMs / 2, stepMs)));
		// So that a bucket of the coarser tiers seldom lies in two heads.
		const fitting = tiers.findLast((tier) => tier.stepMs <= span)?.stepMs ?? stepMs;
		return floorTo(span, fitting);
	}
	const finer = tiers[index - 1] as Tier;
	const steps = stepsInChunk[index - 1] ?? stepsInCoarseChunk;
	// The finer tier must still have what is folded.
	return Math.max(stepMs, Math.min(steps * stepMs, floorTo(finer.retentionMs / 2, stepMs)));
}
