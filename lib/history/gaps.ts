import { factText } from "@/lib/fact-text";
import type { Fact, Gap } from "./types";

/** The stretches without readings that these facts explain, within a range; with what was before `first`, the oldest reading there is. */
export function gapsOf(
	facts: readonly Fact[],
	range: { from: number; to: number; first: number; stepMs: number },
): Gap[] {
	const before: Gap = { from: range.from, to: range.first - range.stepMs, reason: beforeReason };
	const gaps = facts.flatMap((fact): Gap[] =>
		fact.until === null ? [] : [{ from: fact.time, to: fact.until, reason: factText(fact) }],
	);
	return [before, ...gaps]
		.map((gap) => ({ ...gap, from: Math.max(gap.from, range.from), to: Math.min(gap.to, range.to) }))
		.filter((gap) => gap.from <= gap.to);
}

const beforeReason = "before what this server remembers";
