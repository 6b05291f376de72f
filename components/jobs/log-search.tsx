"use client";

import type { RefObject } from "react";
import { spokenNumber } from "@/lib/jobs-format";
import { Button } from "../ui/button";
import { useJobsPlace } from "./use-jobs";

interface LogSearchProps {
	field: RefObject<HTMLInputElement | null>;
	query: string;
	onQuery: (text: string) => void;
	count: number;
	/** Which of them is looked at, `null` before any was. */
	at: number | null;
	onStep: (step: 1 | -1) => void;
}

/** Finds text in the log: Enter goes to the next place, with Shift to the one before, Escape ends it. */
export function LogSearch({ field, query, onQuery, count, at, onStep }: LogSearchProps) {
	const { words, language } = useJobsPlace();
	const number = (value: number) => spokenNumber(value, language);
	return (
		<search className="flex flex-wrap items-center gap-2">
			<input
				ref={field}
				type="search"
				aria-label={words.log.search}
				placeholder={words.log.search}
				value={query}
				maxLength={200}
				autoComplete="off"
				spellCheck={false}
				onChange={({ target }) => onQuery(target.value)}
				onKeyDown={(event) => {
					if (event.key === "Enter") onStep(event.shiftKey ? -1 : 1);
					else if (event.key === "Escape") onQuery("");
				}}
				className="min-h-11 w-56 max-w-full rounded-lg border border-line bg-background px-3 text-[16px] placeholder:text-muted md:min-h-8 md:text-sm"
			/>
			<Button aria-label={words.log.previous} title={words.log.previous} onClick={() => onStep(-1)}>
				↑
			</Button>
			<Button aria-label={words.log.next} title={words.log.next} onClick={() => onStep(1)}>
				↓
			</Button>
			{/* As wide as it becomes, so that nothing moves while somebody types. */}
			<span role="status" className="min-w-[12ch] text-muted text-xs">
				{query !== "" &&
					(count === 0
						? words.log.foundNone
						: words.log.found(at === null ? "–" : number(at + 1), number(count)))}
			</span>
		</search>
	);
}
