import type { Job, JobMessage, TerminalStatus } from "@/lib/jobs/types";
import type { Disk } from "./disk";
import type { JobWrite } from "./protocol";
import type { RememberedJobs } from "./remembered-jobs";

export type JobDisk = Pick<Disk, "keepJobs" | "askJobs">;

/** No answer has more messages. */
export const messagesAtOnce = 500;

/** Writes all that was remembered to the disk; what that has already changes nothing. */
export async function handOver(memory: RememberedJobs, disk: JobDisk): Promise<void> {
	for (const write of memory.writes(messagesAtOnce)) await disk.keepJobs([write]);
}

/** Ends those that another server left, of which nobody will hear any more; not those that are known here. */
export async function interrupt(
	unfinished: readonly Job[],
	memory: RememberedJobs,
	disk: JobDisk,
): Promise<void> {
	for (const job of unfinished) {
		if (memory.get(job.id)) continue;
		const last = await lastOf(job, disk);
		await disk.keepJobs(endOf(job, last, Date.now()));
	}
}

/** The last that it said, as far as it was told that it said it. */
async function lastOf({ id, messages }: Job, disk: JobDisk): Promise<JobMessage | undefined> {
	let last: JobMessage | undefined;
	for (;;) {
		const after = last?.seq ?? Math.max(0, messages - 1);
		const page = (await disk.askJobs("messages", { id, after, limit: messagesAtOnce })) as JobMessage[];
		if (page.length === 0) return last;
		last = page.at(-1);
	}
}

function endOf(job: Job, last: JobMessage | undefined, time: number): JobWrite[] {
	if (last && isLast(last)) {
		const ended = { ...job, status: last.kind, endedAt: last.time, reason: last.words, messages: last.seq };
		return [{ type: "put", job: ended }];
	}
	const words = { key: "serverEnded", parameters: {} } as const;
	const seq = (last?.seq ?? job.messages) + 1;
	const ended = { ...job, status: "interrupted", endedAt: time, reason: words, messages: seq } as const;
	return [
		{ type: "append", id: job.id, messages: [{ seq, time, kind: "interrupted", words }] },
		{ type: "put", job: ended },
	];
}

type LastMessage = Extract<JobMessage, { kind: TerminalStatus }>;

function isLast(message: JobMessage): message is LastMessage {
	return !["queued", "running", "log", "progress"].includes(message.kind);
}
