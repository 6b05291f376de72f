"use client";

import { withBasePath } from "@/lib/base-path";
import type { JobResult, JobView } from "@/lib/jobs/types";
import { spokenBytes } from "@/lib/jobs-format";
import { Part } from "../settings/part";
import { UsageTree } from "./usage-tree";
import { useJobsPlace } from "./use-jobs";

/** What a job has left: files to have, and of disk usage what is in them. */
export function JobResultView({ job, result: { files } }: { job: JobView; result: JobResult }) {
	const { words, language } = useJobsPlace();
	const usage = job.task === "disk-usage" ? files.find(({ name }) => name === "usage.json") : undefined;
	return (
		<Part title={words.job.result}>
			{files.length === 0 && <p className="mt-3 text-muted">{words.job.noFiles}</p>}
			<ul className="mt-3">
				{files.map(({ name, bytes }) => (
					<li key={name}>
						<a
							href={withBasePath(`/api/jobs/${job.id}/files/${encodeURIComponent(name)}`)}
							download={name}
							aria-label={words.job.download(words.job.file(name, spokenBytes(bytes, language)))}
							className="inline-flex min-h-[44px] items-center gap-2 text-accent underline-offset-4 hover:underline sm:min-h-8"
						>
							<span aria-hidden="true">↓</span>
							{words.job.file(name, spokenBytes(bytes, language))}
						</a>
					</li>
				))}
			</ul>
			{usage && <UsageTree id={job.id} file={usage.name} />}
		</Part>
	);
}
