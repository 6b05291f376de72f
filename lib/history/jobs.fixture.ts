import type { Job, JobMessage } from "@/lib/jobs/types";
import type { DiskHistory } from "./disk-history";
import type { JobDisk } from "./hand-over";

/** A job that was queued at the time that its number tells. */
export function makeJob(number: number, more: Partial<Job> = {}): Job {
	return {
		id: `job${String(number).padStart(13, "0")}`,
		...{ task: "count", title: { en: "Count", fr: "Compter" }, mayRun: "admin", status: "running" },
		...{ progress: null, message: null, parameters: { to: number }, key: null, language: "fr" },
		startedBy: { kind: "token", name: "ci" },
		...{ queuedAt: number, startedAt: number, endedAt: null, reason: null, exitCode: null, signal: null },
		...{ messages: 0, leftOut: 0, result: null },
		...more,
	};
}

/** The same at its end. */
export function endJob(job: Job, more: Partial<Job> = {}): Job {
	return { ...job, status: "succeeded", endedAt: job.queuedAt + 1, ...more };
}

/** What a job says, numbered from one number to another. */
export function say(from: number, to: number, text = (seq: number) => `line ${seq}`): JobMessage[] {
	return Array.from({ length: to - from + 1 }, (_, index) => {
		const seq = from + index;
		return { seq, time: seq * 10, kind: "log", source: "stdout", words: { text: text(seq) } };
	});
}

/** A history in this thread as the server sees it, which can be ended as a thread that dies. */
export function createJobDisk(history: DiskHistory): JobDisk & { end(): void } {
	let isEnded = false;
	const answer = async <T>(run: () => T): Promise<T> => {
		if (isEnded) throw new Error("its thread ended");
		return structuredClone(run());
	};
	return {
		keepJobs: (writes) => answer(() => history.jobs.write(structuredClone(writes))),
		askJobs: (subject, data) => answer(() => history.jobs.answer(subject, data)),
		end: () => {
			isEnded = true;
		},
	};
}
