import { frenchJobsMessages } from "./jobs-messages-fr";
import { romanianJobsMessages } from "./jobs-messages-ro";
import type { Language } from "./language";
import { countEnglish as count } from "./plural";

/** What the pages of jobs say, in English. What is counted comes in as a number, all else as text, spoken already. */
const english = {
	title: "Jobs",
	running: (number: number, share: string | null) =>
		`${count(number, "job", "jobs")} running${share === null ? "" : `, ${share}`}`,
	queuedOnly: (number: number) => `${count(number, "job", "jobs")} waiting`,
	noScript: "Starting and stopping need scripts. What is here is as it was when the page was loaded.",
	back: "All jobs",
	unreachable: "The server could not be reached. Nothing was done: try again.",
	unknownFailure: "The server answered with an error and gave no reason; its log says more.",
	signedOut: "You are not signed in, or not any more.",
	signIn: "Sign in again",

	status: {
		queued: "Waiting",
		running: "Running",
		succeeded: "Done",
		failed: "Failed",
		cancelled: "Stopped",
		interrupted: "Interrupted",
		"timed-out": "Out of time",
	},

	list: {
		active: "Running and waiting",
		finished: "Finished",
		nothingActive: "Nothing is running.",
		nothingFinished: "Nothing has been run yet.",
		slots: (count: number) => `At most ${count} at once; the others wait their turn.`,
		position: (position: number, time: string) => `Number ${position} in the queue, since ${time}`,
		elapsed: (time: string) => `for ${time}`,
		took: (time: string) => `took ${time}`,
		remaining: (time: string) => `about ${time} left`,
		startedBy: (who: string) => `by ${who}`,
		anonymous: "somebody without a sign-in",
		token: (name: string) => `token ${name}`,
		stop: "Stop",
		stopOf: (title: string) => `Stop ${title}`,
		stopping: "Stopping",
		open: (title: string) => `${title}: log and result`,
		more: "Show more",
		loading: "Loading",
		noMore: "That is all that is kept.",
		files: (number: number) => count(number, "file", "files"),
		keptOnly: (reason: string) => `Jobs are only remembered until the server ends: ${reason}`,
		unknownProgress: "under way, not known how far",
	},

	empty: {
		title: "There is no task that you may run",
		text: "Either all built-in tasks are switched off, or your account may run none of them.",
		how: "Tasks are declared in hostbeat.yaml, where the server starts:",
		docs: "How to declare a task",
	},

	start: {
		title: "Start a task",
		intro: "Hostbeat brings some tasks. More are declared in hostbeat.yaml, where the server starts.",
		ownIntro: "More tasks are declared in hostbeat.yaml, where the server starts.",
		builtIn: "Built in",
		command: "Command of this server",
		limit: (time: string) => `Ends after ${time} at the latest.`,
		submit: "Start",
		starting: "Starting",
		started: (title: string) => `${title} is started.`,
		follow: "Follow it",
		optional: "optional",
		zone: (zone: string) => `In the server’s time, ${zone}`,
		range: (min: string, max: string) => `From ${min} to ${max}`,
		wholeRange: (min: string, max: string) => `A whole number from ${min} to ${max}`,
		within: (directories: string) => `One of these or below: ${directories}`,
		metrics: "Names of metrics or their beginnings, separated by commas; nothing means all",
		choose: "Choose",
		upload: "A CSV file of at most 8 MiB",
		uploading: (share: string) => `Sending the file: ${share}`,
		uploadLost: "The file could not be sent. Try again.",
		uploadTooLarge: "This file is larger than 8 MiB.",
		refused: (message: string) => `Not started: ${message}`,
	},

	gone: {
		title: "There is no such job",
		text: "It may have been forgotten, as only the newest are kept, or be one that you may not see.",
	},
	job: {
		progress: "Progress",
		result: "Result",
		parameters: "Started with",
		file: (name: string, size: string) => `${name}, ${size}`,
		download: (name: string) => `Download ${name}`,
		noFiles: "It left no files.",
		queuedAt: "Started",
		startedAt: "Began to run",
		endedAt: "Ended",
		by: "By",
		exit: "Exit code",
		signal: "Signal",
		interruptedHint: "The server ended while it ran. What it had said until then is kept below.",
		yes: "yes",
		no: "no",
	},

	log: {
		title: "Log",
		empty: "It has said nothing yet.",
		emptyEnd: "It said nothing.",
		follow: "Follow",
		following: "Following",
		paused: (number: number) => `Paused: ${count(number, "new line", "new lines")} below`,
		followHint: "Key F or End follows the newest line; scrolling up pauses.",
		times: "Times",
		wrap: "Wrap lines",
		download: "Download the log",
		search: "Find in the log",
		found: (at: string, count: string) => `${at} of ${count}`,
		foundNone: "Not found",
		next: "Next",
		previous: "Previous",
		stderr: "stderr",
		hostbeat: "Hostbeat",
		lines: (number: number) => count(number, "line", "lines"),
		earlier: (number: number) =>
			`So that the page stays fast, ${count(number, "line at the beginning is", "lines at the beginning are")} not shown here. The download has all of them.`,
		leftOut: (number: number) =>
			`${count(number, "line of its output was", "lines of its output were")} left out: it wrote too much or too fast.`,
		noScript: "The newest lines, as they were when the page was loaded.",
	},

	connection: {
		connecting: "Connecting to the log",
		live: "Live",
		delayed: (age: string) => `Delayed: nothing heard for ${age}`,
		reconnecting: (seconds: number) => `Reconnecting in ${seconds} s: the log stands still meanwhile`,
		retrying: "Reconnecting: the log stands still meanwhile",
		offline: "Offline: the log stands still until the network is back",
		ended: "Complete: the job has ended",
		gone: "The job is not there any more; the log stands as it was",
		signedOut: "Signed out: the log stands as it was",
		resting: "Paused while hidden",
		stopped: "Not connected",
		listLive: "Live",
		listStale: "Not live: what is here may have changed",
		retryNow: "Retry now",
	},

	notify: {
		label: "Tell me when a job ends",
		denied: "This browser does not allow notifications from here: its settings for this site can.",
		unsupported: "Notifications need https, or this computer itself.",
		ended: (title: string, status: string) => `${title}: ${status}`,
	},

	usage: {
		title: "Where the space is",
		caption: (directory: string, size: string) => `${directory}: ${size}`,
		files: (number: number) => count(number, "file", "files"),
		unread: (number: number) => `${count(number, "item", "items")} could not be read`,
		rest: "the rest, each smaller",
		loading: "Loading the tree",
		failed: "The tree could not be loaded; the file can still be downloaded.",
	},
};

export type JobsMessages = typeof english;

const books: Record<Language, JobsMessages> = {
	en: english,
	fr: frenchJobsMessages,
	ro: romanianJobsMessages,
};

/** What the pages of jobs say in a language. */
export function jobsMessages(language: Language): JobsMessages {
	return books[language];
}
