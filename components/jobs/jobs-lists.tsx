"use client";

import { useEffect, useRef, useState } from "react";
import { splitJobs } from "@/lib/live/jobs-order";
import { Part } from "../settings/part";
import { Button } from "../ui/button";
import { JobRow } from "./job-row";
import { spokenReason, spokenTitle } from "./job-words";
import { TroubleLine } from "./trouble-line";
import { useJobList, useJobsPlace, useNow } from "./use-jobs";

/** What runs and waits, and below `children` what has ended. */
export function JobsLists({ atOnce, children }: { atOnce: number; children: React.ReactNode }) {
	const { store, words } = useJobsPlace();
	const now = useNow(store);
	const { active, finished } = splitJobs(useJobList(store));
	const hasRun = active.length + finished.length > 0;
	return (
		<>
			<Part title={words.list.active} intro={words.list.slots(atOnce)}>
				<ul className="mt-3">
					{active.map((job) => (
						<JobRow key={job.id} job={job} now={now} />
					))}
				</ul>
				{active.length === 0 && (
					<p className="mt-3 text-muted">{hasRun ? words.list.nothingActive : words.list.nothingFinished}</p>
				)}
				<Ended />
				<TroubleLine refused={store.trouble?.answer ?? null} words={words} />
			</Part>
			{children}
			{finished.length > 0 && (
				<Part title={words.list.finished}>
					<ul className="mt-3">
						{finished.map((job) => (
							<JobRow key={job.id} job={job} now={now} />
						))}
					</ul>
					{store.hasMore ? (
						<Button
							className="mt-2 noscript:hidden"
							aria-disabled={store.isLoading}
							onClick={() => void store.more()}
						>
							{store.isLoading ? words.list.loading : words.list.more}
						</Button>
					) : (
						<p className="mt-2 text-muted text-xs">{words.list.noMore}</p>
					)}
				</Part>
			)}
		</>
	);
}

/** Says what a job that was under way on this page came to; the focus of what was pressed to stop it comes here. */
function Ended() {
	const { store, words, language } = useJobsPlace();
	const line = useRef<HTMLParagraphElement>(null);
	const active = useRef(new Set<string>());
	const [text, setText] = useState("");
	useEffect(() => {
		const look = () => {
			const { active: running, finished } = splitJobs(store.jobs);
			const ended = finished.find(({ id }) => active.current.has(id));
			active.current = new Set(running.map(({ id }) => id));
			if (!ended) return;
			const title = spokenTitle(ended, language);
			const status = words.notify.ended(title, words.status[ended.status]);
			setText([status, spokenReason(ended, language)].filter(Boolean).join(". "));
			if (document.activeElement === document.body) line.current?.focus();
		};
		look();
		return store.on("jobs", look);
	}, [store, words, language]);
	return (
		<p ref={line} role="status" tabIndex={-1} className="mt-2 outline-none empty:mt-0">
			{text}
		</p>
	);
}
