"use client";

import { type RefObject, useCallback, useRef, useState } from "react";
import { formatDuration } from "@/lib/format";
import type { LiveStore } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import type { StateName } from "@/lib/metrics/types";
import { useDraw, useStore } from "../hooks/use-live";
import { setText } from "../set-text";

function readAge(store: LiveStore, event: StateName): { stale: boolean; text: string } {
	const ageMs = store.ageMs(event);
	const stale = store.isStale(event) && ageMs !== null;
	return { stale, text: stale ? messages.ago(formatDuration(ageMs)) : "" };
}

/** How old the readings of an event are at the first rendering: a server draws what nobody has looked at for hours. */
export function useFirstAge(event: StateName): { stale: boolean; text: string } {
	const store = useStore();
	return useState(() => readAge(store, event))[0];
}

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
				const { stale, text } = readAge(store, event);
				if (element.current) element.current.dataset.stale = String(stale);
				setText(age?.current, text);
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
	const { stale } = useFirstAge(event);
	useAge(event, box);
	return (
		<p ref={box} data-stale={stale} suppressHydrationWarning className={className}>
			<span data-reading>{children}</span>
		</p>
	);
}
