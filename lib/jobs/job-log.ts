import type { Words } from "@/lib/job-words";
import type { MessagePages } from "./message-pages";
import { isTerminal, type Job, type JobMessage, type JobStore } from "./types";

/** A job with its position in the queue, `null` unless it waits. */
export interface Seen {
	job: Job;
	position: number | null;
}

/** What a job has said and says, for one who follows it. Nothing is in it that a crash could still take away. */
export interface JobLog {
	readonly seen: Seen;
	/** The number of the newest message; of a terminal kind once the job has ended. */
	readonly newest: number;
	readonly isEnded: boolean;
	/** Some messages after `after`, in their order; none only where there are none. */
	read(after: number, limit: number): JobMessage[] | Promise<JobMessage[]>;
	/** Calls `listener` at each news, be it a message or another position; returns what ends it. */
	watch(listener: () => void): () => void;
}

/** The log of a job that is not at work, `null` where there is none. */
export async function openStoredLog(
	store: JobStore,
	pages: MessagePages,
	id: string,
	time: number,
): Promise<JobLog | null> {
	const job = await store.get(id);
	if (!job || isTerminal(job.status)) return job && createStoredLog(job, pages);
	// How it ended could not be kept, and an end it has.
	const reason: Words = { key: "failed", parameters: { reason: "its end could not be kept" } };
	const end = { status: "interrupted", reason, endedAt: time, messages: job.messages + 1 } as const;
	return createStoredLog({ ...job, ...end }, pages);
}

function createStoredLog(job: Job, pages: MessagePages): JobLog {
	return {
		...{ seen: { job, position: null }, newest: job.messages, isEnded: true },
		async read(after, limit) {
			if (after >= job.messages) return [];
			const found = await pages.read(job.id, after, limit);
			return found.length > 0 ? found : [lastMessage(job)];
		},
		watch: () => () => {},
	};
}

/** How a job ended, said from what is known of it: where its messages were lost, that must not be. */
function lastMessage(job: Job): JobMessage {
	const { messages: seq, endedAt, queuedAt, status, reason } = job;
	return { seq, time: endedAt ?? queuedAt, kind: status, words: reason } as JobMessage;
}
