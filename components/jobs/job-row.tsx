"use client";

import { withBasePath } from "@/lib/base-path";
import { isTerminal, type JobView } from "@/lib/jobs/types";
import { spokenDuration, spokenMoment } from "@/lib/jobs-format";
import { JobBar } from "./job-bar";
import {
	spokenElapsed,
	spokenMessage,
	spokenProgress,
	spokenReason,
	spokenRemaining,
	spokenStarter,
	spokenTitle,
} from "./job-words";
import { StatusMark } from "./status-mark";
import { StopButton } from "./stop-button";
import { useJobList, useJobsPlace } from "./use-jobs";

/** One job of the list, as it is at `now`. */
export function JobRow({ job, now }: { job: JobView; now: number }) {
	const { store, words, language, timeZone } = useJobsPlace();
	const title = spokenTitle(job, language);
	const when = { language, timeZone, now };
	const facts = [
		job.endedAt === null ? null : spokenMoment(job.endedAt, when),
		job.endedAt !== null && job.startedAt !== null
			? words.list.took(spokenDuration(job.endedAt - job.startedAt, language))
			: null,
		job.startedBy.kind === "anonymous" ? null : words.list.startedBy(spokenStarter(job, words)),
		job.result && job.result.files.length > 0 ? words.list.files(job.result.files.length) : null,
	].filter((fact) => fact !== null);
	const reason = spokenReason(job, language);
	return (
		<li
			className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-2 border-line border-t py-3 first:border-t-0 sm:grid-cols-[8rem_1fr_auto]"
			data-job={job.id}
		>
			<StatusMark status={job.status} word={words.status[job.status]} />
			<div className="min-w-0 max-sm:order-3 max-sm:col-span-2">
				<p className="flex flex-wrap items-baseline gap-x-3">
					<a
						href={withBasePath(`/jobs/${job.id}`)}
						aria-label={words.list.open(title)}
						className="inline-flex min-h-[44px] items-center font-semibold underline-offset-4 hover:text-accent hover:underline sm:min-h-6"
					>
						{title}
					</a>
					<span className="text-muted text-xs">{facts.join(" · ")}</span>
				</p>
				{reason !== null && <p className="break-words text-sm">{reason}</p>}
				{!isTerminal(job.status) && <Progress job={job} now={now} title={title} />}
			</div>
			<div className="min-w-24 text-right max-sm:order-2">
				{!isTerminal(job.status) && <StopButton id={job.id} title={title} store={store} words={words} />}
			</div>
		</li>
	);
}

function Progress({ job, now, title }: { job: JobView; now: number; title: string }) {
	const { store, words, language, timeZone } = useJobsPlace();
	useJobList(store);
	if (job.status === "queued") {
		const since = spokenMoment(job.queuedAt, { language, timeZone, now });
		return <p className="text-muted text-xs">{words.list.position(job.position ?? 1, since)}</p>;
	}
	const elapsed = spokenElapsed(job, now, language);
	const remaining = spokenRemaining(store.remainingMs(job.id), words, language);
	return (
		<>
			<JobBar
				className="mt-1"
				label={title}
				progress={job.progress}
				text={spokenProgress(job, words, language)}
				isLive={store.isLive}
			/>
			{/* As high as it can become, so that nothing moves when a message comes. */}
			<p className="mt-1 flex min-h-5 gap-x-3 text-xs">
				<span className="inline-block min-w-[4ch] font-semibold">
					{job.progress === null ? "–" : spokenProgress(job, words, language)}
				</span>
				<span className="min-w-0 flex-1 truncate">{spokenMessage(job, language)}</span>
				<span className="whitespace-nowrap text-muted">
					{[elapsed === null ? null : words.list.elapsed(elapsed), remaining].filter(Boolean).join(" · ")}
				</span>
			</p>
		</>
	);
}
