"use client";

import { useMemo } from "react";
import type { LiveStore } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import type { StateName } from "@/lib/metrics/types";
import { useFact } from "../hooks/use-live";
import { explainScope, readScope } from "../scope-words";

/** Whose the numbers of an event are, in a word; what they are taken of is under the pointer and read aloud. */
export function ScopeLabel({ event }: { event: StateName }) {
	const [readWord, readHint] = useMemo(
		() => [(store: LiveStore) => readScope(store, event), (store: LiveStore) => explainScope(store, event)],
		[event],
	);
	const scope = useFact(event, readWord);
	const hint = useFact(event, readHint);
	if (scope === "") return null;
	return (
		// On a phone there is not room for the age of a reading as well, which is worth more.
		<span
			data-scope={scope}
			title={hint}
			className="shrink-0 text-muted text-xs max-sm:in-[[data-stale=true]]:hidden"
		>
			{messages.scope.words[scope]}
			<span className="sr-only">: {hint}</span>
		</span>
	);
}
