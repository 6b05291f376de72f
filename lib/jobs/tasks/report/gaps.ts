import { factText } from "@/lib/fact-text";
import type { HistoryRange } from "@/lib/history/types";
import type { Stretch } from "./questions";
import type { ReportGap, Why } from "./report-model";

/** The stretches of which a range has no readings, each with why, in their order. */
export function explainGaps(range: HistoryRange, asked: Stretch, readingMs: number): ReportGap[] {
	const gaps = range.gaps.map(({ from, to, reason }): ReportGap => {
		const fact = range.facts.find(
			(fact) => fact.until !== null && fact.time <= from && fact.until >= to && factText(fact) === reason,
		);
		const why: Why = fact ? { kind: "fact", fact } : { kind: "before" };
		// The ends of a range lie on the grid of its steps.
		return { from: from === range.from ? Math.min(from, asked.from) : from, to, why };
	});
	const newest = Math.max(range.to, asked.from - readingMs);
	// The newest step may not be over, and the newest reading is a moment old.
	const isOver = asked.to - newest <= Math.max(range.stepMs, 5 * readingMs);
	if (isOver) return gaps;
	return [...gaps, { from: newest + readingMs, to: asked.to, why: { kind: "later" } }];
}
