import type { OwnKept, OwnReading } from "@/lib/history/types";
import type { JobHostEvents } from "@/lib/jobs/types";

interface Sources {
	history: {
		ask(subject: string, data: unknown, signal?: AbortSignal): Promise<unknown>;
		keepOwn(readings: readonly OwnReading[]): Promise<OwnKept>;
	};
	/** Files that wait to be imported. */
	uploads: { find(id: string): Promise<string | null>; forget(id: string): Promise<void> };
	/** Whose readings they are. */
	about: () => { host: string; version: string; timezone: string };
}

/** Of the history, what is answered as framed bytes. */
const historySubjects = ["range", "csv", "facts", "busiest", "kept"];

/** Makes what answers built-in tasks: this, and nothing else, may they ask of the server. */
export function createTaskAnswers({ history, uploads, about }: Sources): JobHostEvents["onAsk"] {
	const subjects: Record<string, (data: never) => unknown> = {
		keepOwn: (readings: OwnReading[]) => history.keepOwn(readings),
		upload: ({ id }: { id: string }) => uploads.find(id),
		forgetUpload: ({ id }: { id: string }) => uploads.forget(id),
		server: about,
	};
	return async (_job, subject, data, signal) => {
		if (historySubjects.includes(subject)) return history.ask(subject, data, signal);
		const answer = Object.hasOwn(subjects, subject) ? subjects[subject] : undefined;
		if (!answer) throw new RangeError(`subject: expected another one, got "${subject}"`);
		return answer(data as never);
	};
}
