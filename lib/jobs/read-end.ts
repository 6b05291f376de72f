import type { Words } from "@/lib/job-words";
import type { Job, JobEnd, JobNews } from "./types";

/** What the end of a run means for its job: what is said before its last message, that message, and what changes. */
export function readEnd(
	{ status, words, forced, left, ...rest }: JobEnd,
	job: Job,
	cancelledBy: string | null,
): { notes: JobNews[]; words: Words | null; change: Partial<Job> } {
	const change = { ...rest, progress: status === "succeeded" ? 1 : job.progress };
	if (status === "cancelled" && words === null) {
		const by = cancelledBy ?? "";
		return { notes: [], words: { key: "cancelled", parameters: { by, forced, left } }, change };
	}
	const notes: Words[] = [];
	if (forced > 0) notes.push({ key: "forced", parameters: { count: forced } });
	if (left > 0) notes.push({ key: "left", parameters: { count: left } });
	return { notes: notes.map((note) => ({ kind: "log", source: "hostbeat", words: note })), words, change };
}
