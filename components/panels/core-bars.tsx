"use client";

import { useCallback, useRef } from "react";
import { formatShare, joined } from "@/lib/format";
import type { LiveStore } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import { useDraw, useStore } from "../hooks/use-live";
import { missingReason } from "../missing-reason";

const readCore = (store: LiveStore, core: number) => {
	const cpu = store.get("cpu");
	const value = cpu?.cores[core]?.utilization ?? null;
	const reason = missingReason(cpu, `cores.${core}.utilization`, value);
	return {
		value,
		said: [messages.cpu.core(core), joined(formatShare(value)), reason].filter(Boolean).join(": "),
	};
};

/** Many cores at once: a bar for each, with its number and share under the pointer and read aloud. */
export function CoreBars({ cores }: { cores: number }) {
	const store = useStore();
	const list = useRef<HTMLUListElement>(null);
	useDraw(
		["cpu"],
		useCallback((store: LiveStore) => {
			for (const [core, item] of [...(list.current?.children ?? [])].entries()) {
				const { value, said } = readCore(store, core);
				const bar = item.firstElementChild;
				const width = String(Math.round((value ?? 0) * 100));
				const rect = bar?.lastElementChild;
				if (rect && rect.getAttribute("width") !== width) rect.setAttribute("width", width);
				if (bar && bar.getAttribute("aria-label") !== said) {
					bar.setAttribute("aria-label", said);
					item.setAttribute("title", said);
				}
			}
		}, []),
	);
	return (
		<ul ref={list} className="grid grid-cols-[repeat(auto-fill,minmax(2.5rem,1fr))] gap-2">
			{Array.from({ length: cores }, (_, core) => {
				const { value, said } = readCore(store, core);
				return (
					// biome-ignore lint/suspicious/noArrayIndexKey: a core is its number.
					<li key={core} title={said}>
						<svg
							width="100%"
							height="8"
							viewBox="0 0 100 8"
							preserveAspectRatio="none"
							role="img"
							aria-label={said}
							className="block rounded-full"
						>
							<rect width="100" height="8" fill="var(--line)" />
							<rect width={Math.round((value ?? 0) * 100)} height="8" fill="var(--series-1)" />
						</svg>
						<span aria-hidden="true" className="text-muted text-xs leading-4">
							{core}
						</span>
					</li>
				);
			})}
		</ul>
	);
}
