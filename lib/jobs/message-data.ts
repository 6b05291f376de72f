import { speak, type Words } from "@/lib/job-words";
import type { Language } from "@/lib/language";
import type { Seen } from "./job-log";
import { viewJob } from "./job-view";
import type { JobMessage } from "./types";

/** What a message says in a language, as the data of an event; the end of a job brings the job. */
export function messageData(message: JobMessage, seen: Seen, language: Language): Record<string, unknown> {
	const { time } = message;
	if (!("words" in message)) return { time };
	const { words } = message;
	const text = words && speak(words, language);
	if (message.kind === "log") return { time, source: message.source, text, ...sourceOf(words) };
	if (message.kind === "progress")
		return { time, progress: message.progress, message: text, ...sourceOf(words) };
	return { time, text, job: viewJob(seen, language, time) };
}

/** For those who speak it in another language. */
function sourceOf(words: Words | null): object {
	return words && "key" in words ? { key: words.key, parameters: words.parameters } : {};
}
