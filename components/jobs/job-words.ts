import { speak } from "@/lib/job-words";
import type { JobView } from "@/lib/jobs/types";
import { spokenDuration, spokenShare } from "@/lib/jobs-format";
import type { JobsMessages } from "@/lib/jobs-messages";
import { type Language, readLocalised } from "@/lib/language";
import { roundRemaining } from "@/lib/live/jobs-pace";

// What comes over the common stream is spoken in the language of whoever started it: here it is the reader's.

/** What a job is called. */
export const spokenTitle = ({ words }: Pick<JobView, "words">, language: Language) =>
	readLocalised(words.title, language);

/** What it says of itself. */
export const spokenMessage = ({ words }: Pick<JobView, "words">, language: Language) =>
	words.message && speak(words.message, language);

/** Why it ended as it did, where there is more to say than that. */
export const spokenReason = ({ words }: Pick<JobView, "words">, language: Language) =>
	words.reason && speak(words.reason, language);

/** How far it is, in words that a bar cannot say. */
export function spokenProgress(
	{ progress }: Pick<JobView, "progress">,
	words: JobsMessages,
	language: Language,
) {
	return progress === null ? words.list.unknownProgress : spokenShare(progress, language);
}

/** Who started it. */
export function spokenStarter(
	{ startedBy: { kind, name } }: Pick<JobView, "startedBy">,
	words: JobsMessages,
) {
	if (kind === "token" && name !== null) return words.list.token(name);
	return name ?? words.list.anonymous;
}

/** How long it has run, or had run when it ended; `null` for one that never began. */
export function spokenElapsed(
	{ startedAt, endedAt }: JobView,
	now: number,
	language: Language,
): string | null {
	return startedAt === null
		? null
		: spokenDuration((endedAt ?? Math.max(now, startedAt)) - startedAt, language);
}

/** How long it has still to go, as finely as that can be known. */
export function spokenRemaining(ms: number | null, words: JobsMessages, language: Language): string | null {
	return ms === null ? null : words.list.remaining(spokenDuration(roundRemaining(ms), language));
}
