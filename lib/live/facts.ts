import type { Fact } from "@/lib/history/types";

/**
 * What was known and what is new as one list, oldest first, each fact once; without what ended before `oldest`, and
 * without what a clock that was set back has undone.
 */
export function mergeFacts(known: readonly Fact[], news: readonly Fact[], oldest: number): readonly Fact[] {
	const facts = new Map(known.map((fact) => [keyOf(fact), fact]));
	const back = news.filter((fact) => isBack(fact) && !facts.has(keyOf(fact))).map(({ time }) => time);
	for (const [key, fact] of facts) if (endOf(fact) > Math.min(...back)) facts.delete(key);
	for (const fact of news) facts.set(keyOf(fact), fact);
	return [...facts.values()]
		.filter((fact) => !(endOf(fact) < oldest))
		.sort((one, other) => one.time - other.time);
}

const keyOf = ({ kind, time }: Fact) => `${kind} ${time}`;
const endOf = ({ time, until }: Fact) => until ?? time;
const isBack = (fact: Fact) => fact.kind === "clockStepped" && fact.detail.byMs < 0;
