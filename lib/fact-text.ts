import { formatDuration } from "./format";
import type { Fact } from "./history/types";
import { panelMessages } from "./panel-messages";

/** How each fact is told. */
type FactWords = typeof panelMessages.facts;

/** What happened, as a sentence of its own. */
export function factText(fact: Fact): string {
	return sayFact(fact, panelMessages.facts, formatDuration);
}

/** The same in other words; `duration` says one of so many milliseconds. */
export function sayFact(fact: Fact, words: FactWords, duration: (ms: number) => string): string {
	switch (fact.kind) {
		case "started":
			return words.started(fact.detail.version);
		case "stopped":
			return words.stopped;
		case "off":
			return fact.detail.clean ? words.offClean : words.offKilled;
		case "rebooted":
			return words.rebooted;
		case "versionChanged":
			return words.versionChanged(fact.detail.from, fact.detail.to);
		case "clockStepped": {
			const by = duration(Math.abs(fact.detail.byMs));
			return fact.detail.byMs < 0 ? words.clockBack(by) : words.clockForward(by);
		}
		case "suspended":
			return words.suspended;
		case "silent":
			return words.silent(fact.detail.reason);
		case "notKept":
			return words.notKept(fact.detail.reason);
		case "setAside":
			return words.setAside(fact.detail.file);
	}
}
