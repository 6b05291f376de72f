import { factText } from "@/lib/fact-text";
import type { Gap, HistoryRange } from "@/lib/history/types";
import type { Stretch } from "./questions";
import type { ReportGap, Why } from "./report-model";

/** Up to so many readings may be on their way yet. */
const mostOnTheWay = 5;

/** What is known of a range beside its numbers. */
export interface Surroundings {
	asked: Stretch;
	/** The newest reading in it, `null` where nothing is kept. */
	newest: number | null;
	/** The distance of single readings, and that of the steps that the answer was made of. */
	readingMs: number;
	tierStepMs: number;
}

/** The stretches of which an answer has no readings, each with why, in their order. */
export function explainGaps(
	range: HistoryRange,
	{ asked, newest, readingMs, tierStepMs }: Surroundings,
): ReportGap[] {
	const gaps = range.gaps.map(({ from, to, reason }): ReportGap => {
		const fact = range.facts.find(
			(fact) => fact.until !== null && fact.time <= from && fact.until >= to && factText(fact) === reason,
		);
		if (fact) return { from, to, why: { kind: "fact", fact } };
		// The answer begins on the grid of its steps, and names the last step that is not there by its beginning.
		const end = Math.min(to + tierStepMs - readingMs, asked.to);
		return { from: asked.from, to: end, why: { kind: "before" } };
	});
	const isOver = newest === null || asked.to - newest <= mostOnTheWay * readingMs;
	if (isOver) return gaps;
	const why: Why = { kind: "later" };
	const from = Math.max(newest + readingMs, asked.from);
	return [...gaps.filter((gap) => gap.from < from), { from, to: asked.to, why }];
}

/** The same as the history tells them. */
export const plainGaps = (gaps: readonly ReportGap[]): Gap[] =>
	gaps.map(({ from, to, why }) => ({ from, to, reason: why.kind }));
