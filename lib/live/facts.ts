import type { Fact } from "@/lib/history/types";

/** What was known and what is new as one list, oldest first, each fact once; without what ended before `oldest`. */
export function mergeFacts(known: readonly Fact[], news: readonly Fact[], oldest: number): readonly Fact[] {
	const facts = new Map([...known, ...news].map((fact) => [`${fact.kind} ${fact.time}`, fact]));
	return [...facts.values()]
		.filter(({ time, until }) => !((until ?? time) < oldest))
		.sort((one, other) => one.time - other.time);
}
