import { formatBytes, formatNumber, joined } from "./format";
import { englishImportWords, type ImportWordsParameters, utc } from "./import-words";
import { frenchJobWords } from "./job-words-fr";
import { romanianJobWords } from "./job-words-ro";
import { spokenDuration } from "./jobs-format";
import { type Language, type Localised, readLocalised } from "./language";

/** All that Hostbeat itself says of a job, with what is known only then. */
export interface JobWordsParameters extends ImportWordsParameters {
	/** Lines of output that were too many or came too fast. */
	linesLeftOut: { count: number };
	/** A line was longer than is kept. */
	lineCut: { bytes: number };
	/** From here on only the end of the output is kept. */
	outputFull: Record<never, never>;
	/** The pattern that progress is read by takes for ever, and is used no more. */
	patternTooSlow: Record<never, never>;
	/** Processes that went on when the one that started them had ended, and were ended then. */
	leftovers: { count: number };
	exited: { code: number };
	killedBy: { signal: string };
	timedOut: { afterMs: number };
	notStarted: { reason: string };
	/** `by` is empty where nobody signs in; how many processes had to be ended by force, and live on all the same. */
	cancelled: { by: string; forced?: number; left?: number };
	/** What a cancel had to end by force. */
	forced: { count: number };
	/** Processes that could not be ended. */
	left: { count: number };
	serverEnded: Record<never, never>;
	/** It waited then. */
	serverEndedBefore: Record<never, never>;
	hostEnded: Record<never, never>;
	failed: { reason: string };
	/** A walk through directories is there, and has counted so many files and directories. */
	lookingAt: { path: string; count: number };
	notRead: { path: string; reason: string };
	/** Of what could not be read, those that are not named one by one. */
	moreNotRead: { count: number };
	/** What is mounted in a directory, and belongs to another one or was counted there. */
	mountsLeftOut: { count: number };
	usageFound: { files: number; directories: number; bytes: number };
	/** The history says what is wrong with a question. */
	refused: { reason: string };
	/** How far an export or an import is; a time in Unix milliseconds. */
	exportedUntil: { time: number; lines: number };
	exported: { lines: number; bytes: number };
	exportTooLarge: { mostBytes: number };
	/** A report reads what it is to tell of a chapter. */
	reportReading: { chapter: Localised };
	/** A report draws a page, on which these chapters begin. */
	reportPage: { page: number; pages: number; chapters: Localised[] };
}

/** Words in whichever language they are read in; or text that is nobody's but the command's. */
export type Words =
	| { text: string }
	| {
			[K in keyof JobWordsParameters]: { key: K; parameters: JobWordsParameters[K] };
	  }[keyof JobWordsParameters];

export type JobWords = { [K in keyof JobWordsParameters]: (parameters: JobWordsParameters[K]) => string };

const counted = (count: number, one: string, many: string) =>
	`${formatNumber(count)} ${count === 1 ? one : many}`;

export const englishJobWords: JobWords = {
	...englishImportWords,
	linesLeftOut: ({ count }) => `${counted(count, "line", "lines")} left out`,
	lineCut: ({ bytes }) => `The rest of this line, ${joined(formatBytes(bytes))}, is left out`,
	outputFull: () => "There is more output than is kept: from here on, only its end.",
	patternTooSlow: () => "The pattern for its progress takes too long, and is used no more.",
	leftovers: ({ count }) =>
		`${counted(count, "process that it left behind is", "processes that it left behind are")} ended now.`,
	exited: ({ code }) => `It ended with exit code ${code}.`,
	killedBy: ({ signal }) => `It was ended by ${signal}.`,
	timedOut: ({ afterMs }) => `It was not done within ${spokenDuration(afterMs, "en")}.`,
	notStarted: ({ reason }) => `It could not be started: ${reason}`,
	cancelled: ({ by, forced = 0, left = 0 }) =>
		[
			by === "" ? "Stopped." : `Stopped by ${by}.`,
			...(forced > 0 ? [englishJobWords.forced({ count: forced })] : []),
			...(left > 0 ? [englishJobWords.left({ count: left })] : []),
		].join(" "),
	forced: ({ count }) => `${counted(count, "process", "processes")} did not heed SIGTERM and got SIGKILL.`,
	left: ({ count }) => `${counted(count, "process", "processes")} could not be ended.`,
	serverEnded: () => "The server ended meanwhile.",
	serverEndedBefore: () => "The server ended before it had begun.",
	hostEnded: () => "The process that ran it ended.",
	failed: ({ reason }) => `It failed: ${reason}`,
	lookingAt: ({ path, count }) => `${formatNumber(count)} found; now in ${path}`,
	notRead: ({ path, reason }) => `${path} could not be read: ${reason}`,
	moreNotRead: ({ count }) => `${formatNumber(count)} more could not be read.`,
	mountsLeftOut: ({ count }) =>
		`${counted(count, "mounted file system is", "mounted file systems are")} left out.`,
	usageFound: ({ files, directories, bytes }) =>
		`${counted(files, "file", "files")} in ${counted(directories, "directory", "directories")} take ${joined(formatBytes(bytes))}.`,
	refused: ({ reason }) => `The history refuses it: ${reason}.`,
	exportedUntil: ({ time, lines }) => `${counted(lines, "line", "lines")}, until ${utc(time)}`,
	exported: ({ lines, bytes }) => `${counted(lines, "line", "lines")} in ${joined(formatBytes(bytes))}.`,
	exportTooLarge: ({ mostBytes }) =>
		`It would be larger than ${joined(formatBytes(mostBytes))}: ask for a shorter range, fewer metrics or a coarser tier.`,
	reportReading: ({ chapter }) => `Reading: ${readLocalised(chapter, "en")}`,
	reportPage: ({ page, pages, chapters }) =>
		`Page ${page} of ${pages}: ${chapters.map((chapter) => readLocalised(chapter, "en")).join(", ")}`,
};

const books: Record<Language, JobWords> = {
	en: englishJobWords,
	fr: frenchJobWords,
	ro: romanianJobWords,
};

/** Says it in a language. What a newer version kept, and this one knows no words for, is said by its name. */
export function speak(words: Words, language: Language): string {
	if ("text" in words) return words.text;
	if (!Object.hasOwn(books[language], words.key)) return words.key;
	const say = books[language][words.key] as (parameters: unknown) => string;
	try {
		return say(words.parameters);
	} catch {
		// Another version has other parameters under this name.
		return words.key;
	}
}
