"use client";

import { useState } from "react";
import { formatNumber } from "@/lib/format";
import { messages } from "@/lib/messages";
import { Button } from "./button";

/** So many of a list are shown before it is asked for in full. */
export const firstFew = 12;

/**
 * The first of a long list, and the button that shows the rest, to stand after it: a host with a hundred disks must
 * not push the rest of the page away. A list that is not long has no button.
 */
export function useFirst<T>(
	items: readonly T[],
	count = firstFew,
): { shown: readonly T[]; more: React.ReactNode } {
	const [isWhole, setWhole] = useState(false);
	const hidden = items.length - count;
	if (hidden <= 0) return { shown: items, more: null };
	return {
		shown: isWhole ? items : items.slice(0, count),
		more: (
			<Button className="mt-2 text-xs" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
				{isWhole ? messages.list.less(formatNumber(count)) : messages.list.more(formatNumber(hidden))}
			</Button>
		),
	};
}
