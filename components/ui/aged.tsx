"use client";

import { type RefObject, useCallback, useRef } from "react";
import { formatDuration } from "@/lib/format";
import type { LiveStore } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import type { StateName } from "@/lib/metrics/types";
import { useDraw } from "../hooks/use-live";
import { setText } from "../set-text";

/**
 * Marks an element as stale while the readings of an event may not be shown as live, which dims all in it that has
 * `data-reading`, and says in `age` how old they are.
 */
export function useAge(
	event: StateName,
	element: RefObject<HTMLElement | null>,
	age?: RefObject<HTMLElement | null>,
): void {
	useDraw(
		["state", "second", event],
		useCallback(
			(store: LiveStore) => {
				const ageMs = store.ageMs(event);
				const stale = store.isStale(event) && ageMs !== null;
				if (element.current) element.current.dataset.stale = String(stale);
				setText(age?.current, stale ? messages.ago(formatDuration(ageMs)) : "");
			},
			[event, element, age],
		),
	);
}

/** A line of text out of another event than the panel it stands in: it grows old by itself. */
export function Aged({
	event,
	className,
	children,
}: {
	event: StateName;
	className: string;
	children: React.ReactNode;
}) {
	const box = useRef<HTMLParagraphElement>(null);
	useAge(event, box);
	return (
		<p ref={box} className={className}>
			<span data-reading>{children}</span>
		</p>
	);
}
