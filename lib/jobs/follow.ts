import type { Job, JobNews } from "./types";

/** What a job is after this was said, as far as that alone tells. */
export function follow(job: Job, news: JobNews): Job {
	switch (news.kind) {
		case "log":
			return job;
		case "progress":
			return { ...job, progress: news.progress, message: news.words ?? job.message };
		case "queued":
		case "running":
			return { ...job, status: news.kind };
		default:
			return { ...job, status: news.kind, reason: news.words };
	}
}
