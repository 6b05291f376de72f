"use client";

import { useCallback, useSyncExternalStore } from "react";
import { panelMessages } from "@/lib/panel-messages";
import { optionalEvents, readAbsence } from "../absence";
import { useStore } from "../hooks/use-live";

const words = panelMessages.absent;

/** What this host has nothing of, each with the reason: one quiet list instead of a panel for each. */
export function AbsentPanel() {
	const store = useStore();
	const listen = useCallback(
		(listener: () => void) => {
			const ends = optionalEvents.map((event) => store.on(event, listener));
			return () => {
				for (const end of ends) end();
			};
		},
		[store],
	);
	// As text, so that a reading that says the same again renders nothing.
	const read = () => JSON.stringify(optionalEvents.map((event) => readAbsence(store, event)));
	const reasons: (string | null)[] = JSON.parse(useSyncExternalStore(listen, read, read));
	const absent = optionalEvents.flatMap((event, index) => {
		const reason = reasons[index];
		return reason == null ? [] : [{ event, reason }];
	});
	if (absent.length === 0) return null;
	return (
		<section aria-labelledby="absent" className="col-span-full text-muted text-xs">
			<h2 id="absent" className="mr-2 inline">
				{words.title}
			</h2>
			<ul className="inline">
				{absent.map(({ event, reason }, index) => (
					<li key={event} data-absent={event} className="inline">
						{index > 0 && " · "}
						{words.line(words.names[event], reason)}
					</li>
				))}
			</ul>
		</section>
	);
}
