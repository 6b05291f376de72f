import { isTerminal, type JobView } from "@/lib/jobs/types";

/** What runs, then what waits in the order of the queue; and, apart from them, what has ended, the newest end first. */
export function splitJobs(jobs: readonly JobView[]): { active: JobView[]; finished: JobView[] } {
	const active = jobs.filter(({ status }) => !isTerminal(status));
	const finished = jobs.filter(({ status }) => isTerminal(status));
	return {
		active: active.sort(
			(one, other) => (one.position ?? 0) - (other.position ?? 0) || (one.id < other.id ? -1 : 1),
		),
		finished: finished.sort((one, other) => (other.endedAt ?? 0) - (one.endedAt ?? 0)),
	};
}

/** All that is under way in one number: the mean where each of them knows how far it is, else `null`. */
export function sharedProgress(running: readonly Pick<JobView, "progress">[]): number | null {
	let sum = 0;
	for (const { progress } of running) {
		if (progress === null) return null;
		sum += progress;
	}
	return running.length === 0 ? null : sum / running.length;
}
