"use client";

import { useId, useSyncExternalStore } from "react";
import { factText } from "@/lib/fact-text";
import { panelMessages } from "@/lib/panel-messages";
import { useFact, useStore } from "./hooks/use-live";
import { usePicture } from "./hooks/use-view";
import { whenText } from "./kept-words";
import { useFirst } from "./ui/long-list";

const words = panelMessages.history;
const firstFacts = 6;

/** What happened in the time that the charts show, newest first: what their marks stand for, as text. */
export function FactList() {
	const heading = useId();
	const picture = usePicture();
	const { intervalMs } = useStore().page;
	const timezone = useFact("clock", (store) => store.get("clock")?.timezone ?? "UTC");
	const read = () => picture.facts;
	const facts = useSyncExternalStore((listener) => picture.onTick(listener), read, read);
	const { shown, more } = useFirst(facts.toReversed(), firstFacts);
	return (
		<section aria-labelledby={heading} className="mt-4 text-xs">
			<h3 id={heading} className="mb-1 font-semibold">
				{words.happened} <span className="font-normal text-muted">{words.happenedWhere}</span>
			</h3>
			{facts.length === 0 && <p className="text-muted">{words.nothingHappened}</p>}
			<ul>
				{shown.map((fact) => (
					<li key={`${fact.kind} ${fact.time}`} className="flex flex-wrap gap-x-4 border-line border-t py-1">
						<time dateTime={new Date(fact.time).toISOString()} className="whitespace-nowrap text-muted">
							{whenText(fact, { timezone, intervalMs })}
						</time>
						<span className="min-w-0 break-words">{factText(fact)}</span>
					</li>
				))}
			</ul>
			{more}
		</section>
	);
}
