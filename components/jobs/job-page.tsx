"use client";

import type { JobPageState } from "@/lib/api/types";
import { withBasePath } from "@/lib/base-path";
import { isTerminal, type JobView } from "@/lib/jobs/types";
import { spokenMoment } from "@/lib/jobs-format";
import { jobsMessages } from "@/lib/jobs-messages";
import { JobBar } from "./job-bar";
import { JobFacts } from "./job-facts";
import { JobLogView } from "./job-log";
import { JobResultView } from "./job-result";
import {
	spokenElapsed,
	spokenMessage,
	spokenProgress,
	spokenReason,
	spokenRemaining,
	spokenTitle,
} from "./job-words";
import { JobsTitle } from "./jobs-title";
import { NotifySwitch } from "./notify-switch";
import { StatusMark } from "./status-mark";
import { StopButton } from "./stop-button";
import { TroubleLine } from "./trouble-line";
import { JobsProvider, useJobList, useJobsPlace, useNow } from "./use-jobs";

/** One job: how far it is, what it says, and what it leaves. */
export function JobPage({ state }: { state: JobPageState }) {
	const words = jobsMessages(state.language);
	return (
		<JobsProvider start={state} timeZone={state.timeZone}>
			<JobsTitle title={spokenTitle(state.job, state.language)} id={state.job.id} />
			<main lang={state.language} className="grid grid-cols-[minmax(0,1fr)] gap-4">
				<p className="-mb-2 mt-2">
					<a
						href={withBasePath("/jobs")}
						className="inline-flex min-h-[44px] items-center text-muted underline-offset-4 hover:text-text hover:underline sm:min-h-6"
					>
						<span aria-hidden="true">←&nbsp;</span>
						{words.back}
					</a>
				</p>
				<Head state={state} />
				<JobLogView state={state} />
				<Result state={state} />
				<JobFacts state={state} />
				<p className="hidden text-muted noscript:block">{words.noScript}</p>
			</main>
		</JobsProvider>
	);
}

function useJob(state: JobPageState): JobView {
	const { store } = useJobsPlace();
	useJobList(store);
	return store.get(state.job.id) ?? state.job;
}

function Result({ state }: { state: JobPageState }) {
	const job = useJob(state);
	return job.result ? <JobResultView job={job} result={job.result} /> : null;
}

function Head({ state }: { state: JobPageState }) {
	const { store, words, language } = useJobsPlace();
	const now = useNow(store);
	const job = useJob(state);
	const title = spokenTitle(job, language);
	const elapsed = spokenElapsed(job, now, language);
	const isOver = isTerminal(job.status);
	const remaining = spokenRemaining(store.remainingMs(job.id), words, language);
	const reason = spokenReason(job, language);
	return (
		<section
			aria-label={words.job.progress}
			className="min-w-0 rounded-xl border border-line bg-surface p-4 sm:p-6"
		>
			<div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
				<h1 className="font-semibold text-xl">{title}</h1>
				<div className="flex flex-wrap items-center gap-x-4">
					{!isOver && <NotifySwitch />}
					{!isOver && <StopButton id={job.id} title={title} store={store} words={words} />}
				</div>
			</div>
			<p className="mt-2 flex flex-wrap items-center gap-x-4">
				<span role="status">
					<StatusMark status={job.status} word={words.status[job.status]} />
				</span>
				{elapsed !== null && (
					<span className="text-muted">
						{isOver
							? words.list.took(elapsed)
							: [words.list.elapsed(elapsed), remaining].filter(Boolean).join(" · ")}
					</span>
				)}
				{job.position !== null && (
					<span className="text-muted">
						{words.list.position(
							job.position,
							spokenMoment(job.queuedAt, { language, timeZone: state.timeZone, now }),
						)}
					</span>
				)}
			</p>
			{reason !== null && <p className="mt-2 break-words">{reason}</p>}
			{job.status === "interrupted" && <p className="mt-2 text-muted">{words.job.interruptedHint}</p>}
			{job.status === "running" && (
				<>
					<JobBar
						className="mt-3"
						label={title}
						progress={job.progress}
						text={spokenProgress(job, words, language)}
						isLive={store.isLive}
					/>
					<p className="mt-1 flex min-h-5 gap-x-3">
						<span className="inline-block min-w-[4ch] font-semibold">
							{job.progress === null ? "–" : spokenProgress(job, words, language)}
						</span>
						<span className="min-w-0 flex-1 break-words">{spokenMessage(job, language)}</span>
					</p>
				</>
			)}
			<TroubleLine refused={store.trouble?.answer ?? null} words={words} />
		</section>
	);
}
