"use client";

import { Fragment } from "react";
import type { JobPageState } from "@/lib/api/types";
import { spokenMoment, spokenNumber } from "@/lib/jobs-format";
import { Part } from "../settings/part";
import { spokenStarter } from "./job-words";
import { useJobList, useJobsPlace } from "./use-jobs";

/** When and by whom it was started, with what, and how its program ended. */
export function JobFacts({ state }: { state: JobPageState }) {
	const { store, words, language, timeZone } = useJobsPlace();
	useJobList(store);
	const job = store.get(state.job.id) ?? state.job;
	const moment = (time: number | null) =>
		time === null ? null : spokenMoment(time, { language, timeZone, now: state.time });
	const show = ({ value, isTime }: JobPageState["parameters"][number]) => {
		if (typeof value === "boolean") return value ? words.job.yes : words.job.no;
		if (isTime && typeof value === "number") return moment(value);
		if (typeof value === "number") return spokenNumber(value, language, 6);
		return (Array.isArray(value) ? value.join(", ") : value) || "–";
	};
	const facts: [string, string | null][] = [
		[words.job.by, spokenStarter(job, words)],
		[words.job.queuedAt, moment(job.queuedAt)],
		[words.job.startedAt, moment(job.startedAt)],
		[words.job.endedAt, moment(job.endedAt)],
		[words.job.exit, job.exitCode === null ? null : spokenNumber(job.exitCode, language)],
		[words.job.signal, job.signal],
		...state.parameters.map((parameter): [string, string | null] => [parameter.title, show(parameter)]),
	];
	return (
		<Part title={words.job.parameters}>
			<dl className="mt-3 grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-6 gap-y-2">
				{facts.map(([term, value]) =>
					value === null ? null : (
						<Fragment key={term}>
							<dt className="text-muted">{term}</dt>
							<dd className="min-w-0 break-words">{value}</dd>
						</Fragment>
					),
				)}
			</dl>
		</Part>
	);
}
