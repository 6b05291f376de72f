import type { HistoryQuery, HistoryStore } from "./types";

/** Answers questions to a store, as the bytes that a route sends. */
export type Answers = (subject: string, data: unknown) => Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();

/** Each subject that a store can be asked, in one place for the thread and for the memory that stands in for it. */
export function createAnswers(store: HistoryStore): Answers {
	const subjects: Record<string, (data: never) => unknown> = {
		range: (query: HistoryQuery) => store.range(query),
		facts: ({ from, to }: { from: number; to: number }) => store.facts(from, to),
		processes: ({ from, to }: { from: number; to: number }) => store.processes(from, to),
		metrics: () => store.metrics,
		kept: () => store.kept,
	};
	return (subject, data) => {
		const read = subjects[subject];
		if (!read) throw new RangeError(`subject: expected one of ${Object.keys(subjects)}, got "${subject}"`);
		return encoder.encode(JSON.stringify(read(data as never)));
	};
}
