import { frame, QuestionError } from "@/lib/framed";
import { busiestOf, type PeakSort, whyNoProcesses } from "./busiest";
import { answerCsv, type CsvQuestion } from "./csv-answer";
import { answerRange, type JsonQuestion } from "./range-answer";
import type { Fact, HistoryStore } from "./types";

/** Answers questions to a store, as framed bytes: see `unframe`. A wrong question is answered with what is wrong. */
export type Answers = (subject: string, data: unknown) => Uint8Array<ArrayBuffer>;

interface Stretch {
	from: number;
	to: number;
}

const mostFacts = 5_000;
const encoder = new TextEncoder();
const json = (value: unknown) => frame({}, encoder.encode(JSON.stringify(value)));

/** Each subject that a store can be asked, in one place for the thread and for the memory that stands in for it. */
export function createAnswers(store: HistoryStore): Answers {
	const subjects: Record<string, (data: never) => Uint8Array<ArrayBuffer>> = {
		range: (question: JsonQuestion) => answerRange(store, question),
		csv: (question: CsvQuestion) => answerCsv(store, question),
		facts: (stretch: Stretch) => json({ ...stretch, facts: factsOf(store, stretch) }),
		busiest: ({ from, to, ...by }: Stretch & { sort: PeakSort; limit: number }) =>
			json(busiestOf(store.processes(from, to), by)),
		whyNoProcesses: (stretch: Stretch) =>
			json(whyNoProcesses(stretch, store.facts(stretch.from, stretch.to), Date.now())),
		kept: () => json({ time: Date.now(), ...store.kept }),
	};
	return (subject, data) => {
		const answer = subjects[subject];
		if (!answer) throw new RangeError(`subject: expected one of ${Object.keys(subjects)}, got "${subject}"`);
		try {
			return answer(data as never);
		} catch (error) {
			if (error instanceof QuestionError) return frame({ refused: error.message }, new Uint8Array());
			throw error;
		}
	};
}

function factsOf(store: HistoryStore, { from, to }: Stretch): Fact[] {
	const facts = store.facts(from, to);
	if (facts.length <= mostFacts) return facts;
	throw new QuestionError(`from: expected a range of at most ${mostFacts} facts, got one of ${facts.length}`);
}
