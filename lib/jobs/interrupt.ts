import type { Words } from "@/lib/job-words";
import { follow } from "./follow";
import { isTerminal, type Job, type JobMessage, type JobStore } from "./types";

const pageLength = 1_000;

/** Why a job is at its end that was not when the server ended. */
export function whyInterrupted({ status }: Job): Words {
	const key = status === "queued" ? "serverEndedBefore" : "serverEnded";
	return { key, parameters: {} };
}

/** Puts a job to its end that an earlier server left, after all that it had said by then. */
export async function interruptLeft(store: JobStore, left: Job, time: number): Promise<void> {
	let job = left;
	for (;;) {
		const page = await store.messages(job.id, job.messages, pageLength);
		if (page.length === 0) break;
		job = page.reduce<Job>((now, message) => ({ ...follow(now, message), messages: message.seq }), job);
		const last = page.at(-1) as JobMessage;
		// Its end was kept, and only that was not.
		if (isTerminal(job.status)) job = { ...job, endedAt: last.time };
	}
	if (!isTerminal(job.status)) {
		const words = whyInterrupted(job);
		const seq = job.messages + 1;
		const last: JobMessage = { seq, time, kind: "interrupted", words };
		void store.append(job.id, [last]);
		job = { ...job, status: "interrupted", reason: words, endedAt: time, messages: seq };
	}
	store.put(job);
}
