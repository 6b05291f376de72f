import { factText } from "@/lib/fact-text";
import type { Fact, Gap, HistoryRange } from "@/lib/history/types";
import type { Stretch } from "./questions";
import type { ReportGap } from "./report-model";

/** Up to so many readings may be on their way yet. */
const mostOnTheWay = 5;

/** What is known of a range beside its numbers. */
export interface Surroundings {
	asked: Stretch;
	/** All that touches it. */
	facts: readonly Fact[];
	/** The newest reading in it, `null` where nothing is kept. */
	newest: number | null;
	/** The distance of single readings. */
	readingMs: number;
}

/** The stretches of a range without readings, each with why, in their order; `answer` is of this range, in steps of a tier. */
export function explainGaps(
	answer: HistoryRange,
	tierStepMs: number,
	{ asked, facts, newest, readingMs }: Surroundings,
): ReportGap[] {
	const told = facts.flatMap((fact): ReportGap[] => {
		if (fact.until === null) return [];
		const [from, to] = [Math.max(fact.time, asked.from), Math.min(fact.until, asked.to)];
		return [{ from, to, why: { kind: "fact", fact } }];
	});
	const gaps = [...beforeFirst(answer, tierStepMs, { asked, readingMs }), ...told];
	const isOver = newest === null || asked.to - newest <= mostOnTheWay * readingMs;
	if (isOver) return gaps;
	const from = Math.max(newest + readingMs, asked.from);
	return [...gaps.filter((gap) => gap.from < from), { from, to: asked.to, why: { kind: "later" } }];
}

/** The one gap that no fact tells of: what is not kept, or not any more. */
function beforeFirst(
	{ gaps, facts }: HistoryRange,
	tierStepMs: number,
	{ asked, readingMs }: Pick<Surroundings, "asked" | "readingMs">,
): ReportGap[] {
	const texts = new Set(facts.map(factText));
	const gap = gaps.find(({ reason }) => !texts.has(reason));
	if (!gap) return [];
	// It is named by the beginning of the last step that is not there.
	return [
		{
			from: asked.from,
			to: Math.min(gap.to + tierStepMs - readingMs, asked.to),
			why: { kind: "before" },
		},
	];
}

/** The same as the history tells them. */
export const plainGaps = (gaps: readonly ReportGap[]): Gap[] =>
	gaps.map(({ from, to, why }) => ({ from, to, reason: why.kind }));
