"use client";

import { useId, useRef, useState } from "react";
import { formatNumber } from "@/lib/format";
import { messages } from "@/lib/messages";
import type { ProcessList, ProcessQuery } from "@/lib/metrics/types";
import { panelMessages } from "@/lib/panel-messages";
import { useConnectionState, useReading } from "../hooks/use-live";
import { useProcessWatch } from "../hooks/use-process-watch";
import { Panel } from "../ui/panel";
import { ProcessTable } from "./process-table";

const words = panelMessages.process;
const busiest: ProcessQuery = { search: "", sort: "utilization", order: "desc", limit: 16 };

/** Which processes use the host, of all that there are those that one looks for. */
export function ProcessPanel() {
	const box = useRef<HTMLDivElement>(null);
	const field = useId();
	const [query, setQuery] = useState(busiest);
	const trouble = useProcessWatch(query, box);
	const reading = useReading("process");
	const isSignedOut = useConnectionState().name === "signedOut";
	const hasArguments = reading?.processes.some(({ command }) => command !== undefined);
	return (
		<Panel
			event="process"
			title={messages.panels.process}
			aside={reading && isSignedOut ? words.signedOut : countText(reading, query)}
			explanation={`${words.meaning} ${hasArguments ? words.withArguments : words.namesOnly}`}
			className="col-span-full"
		>
			<p className="hidden text-muted noscript:block">{words.noScript}</p>
			<div ref={box} className="noscript:hidden">
				<label htmlFor={field} className="mr-2 text-muted text-xs">
					{words.search}
				</label>
				<input
					id={field}
					type="search"
					value={query.search}
					placeholder={words.searchHint}
					maxLength={100}
					autoComplete="off"
					spellCheck={false}
					onChange={({ target }) => setQuery({ ...query, search: target.value })}
					className="min-h-11 w-72 max-w-[70%] rounded-lg border border-line bg-background px-3 text-sm placeholder:text-muted md:min-h-8"
				/>
				<ProcessTable
					reading={reading}
					sort={query}
					empty={emptyText(reading, query, isSignedOut ? words.noneSignedOut : trouble)}
					onSort={(sort) => setQuery({ ...query, ...sort })}
				/>
			</div>
		</Panel>
	);
}

function countText(reading: ProcessList | undefined, { search }: ProcessQuery): string {
	if (!reading) return "";
	const shown = formatNumber(reading.processes.length);
	const total = formatNumber(reading.total);
	if (search.trim() === "") return words.count(shown, total, formatNumber(reading.running));
	if (reading.matched === 0) return words.foundNone(total);
	return words.found(shown, formatNumber(reading.matched), total);
}

function emptyText(
	reading: ProcessList | undefined,
	{ search }: ProcessQuery,
	trouble: string | null,
): string {
	if (!reading) return trouble ?? messages.noReadingYet;
	return reading.missing?.[""] ?? (search.trim() === "" ? words.none : words.noneFound(search.trim()));
}
