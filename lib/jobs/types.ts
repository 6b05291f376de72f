import type { Words } from "@/lib/job-words";
import type { Language, Localised } from "@/lib/language";

/** The last five are terminal: nothing follows. */
export const jobStatuses = [
	"queued",
	"running",
	"succeeded",
	"failed",
	"cancelled",
	"interrupted",
	"timed-out",
] as const;
export type JobStatus = (typeof jobStatuses)[number];
export type TerminalStatus = Exclude<JobStatus, "queued" | "running">;

export const isTerminal = (status: JobStatus): status is TerminalStatus =>
	status !== "queued" && status !== "running";

/** What a parameter of a task may be. Names are those of `{name}` in a command. */
export type Parameter = {
	name: string;
	title: Localised;
	description?: Localised;
	/** Without one it has to be given. */
	default?: ParameterValue;
} & (
	| {
			type: "text";
			maxLength: number;
			/** A whole match, as `pattern` of HTML. */
			pattern?: string;
			/** Whether it may begin with `-`, as options of programs do: as an argument of its own it then stands behind `--`. */
			allowDash?: boolean;
	  }
	| { type: "number"; min: number; max: number; isWhole: boolean }
	| { type: "choice"; options: { value: string; title: Localised }[] }
	| { type: "flag" }
	/** A full path that is, symbolic links followed, one of these or below one. */
	| { type: "directory"; within: string[] }
	/** Unix milliseconds; given also as ISO 8601 with a zone, as `now`, or as `-24h` before now, as defaults are. */
	| { type: "time" }
	/** Names of metrics, or the beginnings of several; none is all. */
	| { type: "metrics" }
	/** The id of a file that was sent to `/api/uploads`. */
	| { type: "upload" }
);
export type ParameterValue = string | number | boolean | string[];
export type Parameters = Record<string, ParameterValue>;

export const builtInNames = ["disk-usage", "report", "export", "import"] as const;
export type BuiltInName = (typeof builtInNames)[number];

/** How a command's progress is read off its lines: `json` is `{"progress":0.42,"message":"…"}`, `exit` is not at all. */
export type ProgressForm =
	| { kind: "json" }
	| { kind: "pattern" /** Its first group is a percentage. */; pattern: string }
	| { kind: "exit" };

/** What can be run. */
export interface Task {
	/** `[a-z][a-z0-9-]{0,39}` */
	id: string;
	title: Localised;
	description?: Localised;
	parameters: Parameter[];
	/** `viewer` is everyone who has signed in, `admin` who has the right to jobs. */
	mayRun: "admin" | "viewer";
	timeoutMs: number | null;
	/** Of those with the same key, one at a time. */
	concurrencyKey: string | null;
	run:
		| {
				kind: "command";
				/** Program and arguments, in which `{name}` stands for a parameter: never a shell's. */
				command: string[];
				directory: string;
				/** Its whole environment, beside what marks its processes as a job's. */
				environment: Record<string, string>;
				progress: ProgressForm;
		  }
		| { kind: "builtIn"; name: BuiltInName };
}

/** What jobs there may be. */
export interface JobSettings {
	/** So many run at once, the others wait. */
	atOnce: number;
	/** How long a job is kept that has ended. */
	keepMs: number;
	/** How many of them. */
	keepJobs: number;
	/** Those of Hostbeat first. */
	tasks: Task[];
}

/** Who started a job, as others are told. */
export interface Starter {
	kind: "anonymous" | "session" | "token";
	/** The account, or the name of the token. */
	name: string | null;
}

/** A file that a job has made. */
export interface JobFile {
	/** `[\w.-]{1,100}`, not beginning with a dot. */
	name: string;
	/** Its media type. */
	type: string;
	bytes: number;
}

/** What a job leaves: files, and what is known of it in numbers and words. */
export interface JobResult {
	files: JobFile[];
	facts: Record<string, number | string>;
}

/** One run of a task. Times are Unix milliseconds. */
export interface Job {
	/** 16 of `0-9a-z`, in the order in which jobs were started. */
	id: string;
	task: string;
	/** As it was when it was started. */
	title: Localised;
	mayRun: Task["mayRun"];
	status: JobStatus;
	/** 0 to 1; `null` where it is not known. */
	progress: number | null;
	/** What it says of itself, the newest. */
	message: Words | null;
	parameters: Parameters;
	/** A start with the key of a job that there is already starts none. */
	key: string | null;
	startedBy: Starter;
	/** Of whoever started it. */
	language: Language;
	queuedAt: number;
	startedAt: number | null;
	endedAt: number | null;
	/** Why it ended as it did, where there is more to say than that. */
	reason: Words | null;
	exitCode: number | null;
	signal: string | null;
	/** The number of its newest message, 0 before the first. */
	messages: number;
	/** So many lines of its output were left out. */
	leftOut: number;
	result: JobResult | null;
}

/** What a job says, and what happens to it. */
export type JobNews =
	| { kind: "queued" | "running" }
	| { kind: "log"; source: "stdout" | "stderr" | "hostbeat"; words: Words }
	| { kind: "progress"; progress: number | null; words: Words | null }
	| { kind: TerminalStatus; words: Words | null };

/** Numbered from 1 on without a hole; the last one is of a terminal kind. */
export type JobMessage = JobNews & { seq: number; time: number };

/**
 * Keeps jobs and what they said. Calls are carried out in their order. Where the disk fails, what is to be kept waits in
 * memory, and all goes on.
 */
export interface JobStore {
	/** Resolves with all that were not at their end when an earlier server ended, oldest first. */
	readonly unfinished: Promise<Job[]>;
	/** Why jobs are only remembered, and not kept, now; `null` while they are kept. */
	readonly reason: string | null;
	/** Keeps a job as it is now. */
	put(job: Job): void;
	/** Resolves once the messages outlive this process, or cannot be made to; never rejects. */
	append(id: string, messages: JobMessage[]): Promise<void>;
	get(id: string): Promise<Job | null>;
	/** The newest job that was started with this key. */
	find(key: string): Promise<Job | null>;
	/** Newest first; those before the job `before`, if there is one. */
	list(query: { before: string | null; limit: number }): Promise<Job[]>;
	/** In their order, those after `after`; may be fewer than `limit` even where more are to come, never none. */
	messages(id: string, after: number, limit: number): Promise<JobMessage[]>;
	/**
	 * Forgets the oldest that have ended but for the newest `keep`, and all that ended before `before`; on the disk also the
	 * oldest whose messages are too many for their share of it. Resolves with their ids.
	 */
	prune(rule: { keep: number; before: number }): Promise<string[]>;
}

/** What is to be run, complete: nothing of it is looked up any more. */
export interface JobOrder {
	id: string;
	run: Task["run"];
	parameters: Parameters;
	timeoutMs: number | null;
	language: Language;
	/** Its own, where it leaves files; made when it begins. */
	directory: string;
}

/** How a run ended. */
export interface JobEnd {
	status: "succeeded" | "failed" | "cancelled" | "timed-out";
	words: Words | null;
	exitCode: number | null;
	signal: string | null;
	leftOut: number;
	result: JobResult | null;
	/** Processes that had to be ended by force, and those that live on all the same. */
	forced: number;
	left: number;
}

/** Runs what it is told to in processes of their own. */
export interface JobHost {
	/** Runs it; what it says and how it ends is told to `onNews` and, as the last, `onEnd`. */
	start(order: JobOrder): void;
	/** Ends all processes of a job, with SIGTERM and then SIGKILL; `onEnd` tells what came of it. Other ids are ignored. */
	cancel(id: string): void;
	/** Ends all of them, and itself. */
	close(): void;
}

export interface JobHostEvents {
	/** In the order in which it was said. */
	onNews(id: string, news: JobNews[]): void;
	onEnd(id: string, end: JobEnd): void;
	/** The processes of jobs have an owner no more: all that were running are interrupted. */
	onLost(ids: string[]): void;
	/** What a built-in task asks of the server. */
	onAsk(id: string, subject: string, data: unknown, signal: AbortSignal): Promise<unknown>;
}

/** What a built-in task is given; it runs in a process of its own. */
export interface TaskContext {
	parameters: Parameters;
	language: Language;
	/** Where it leaves its files; it is there. */
	directory: string;
	/** Aborts when it is to end: it has five seconds then. */
	signal: AbortSignal;
	log(words: Words): void;
	/** `null` where it is not known how far it is. */
	progress(progress: number | null, words?: Words): void;
	/** Asks the server: see its `onAsk`. */
	ask(subject: string, data: unknown): Promise<unknown>;
}

/** Does its work and gives what it leaves. A TaskFailure says in words why it could not. */
export type BuiltIn = (context: TaskContext) => Promise<JobResult>;

/** A job as it is told to those who may see it: `words` are what `title`, `message` and `reason` are spoken from. */
export interface JobView extends Omit<Job, "title" | "message" | "reason" | "mayRun" | "key"> {
	time: number;
	title: string;
	message: string | null;
	reason: string | null;
	words: { title: Localised; message: Words | null; reason: Words | null };
	/** In the queue, from 1 on; `null` unless it is queued. */
	position: number | null;
}

/** All that is not at its end: the event `jobs`, which is a part of the state. */
export interface ActiveJobs {
	time: number;
	/** In the order in which they were started. */
	jobs: JobView[];
	/** So many more wait behind them. */
	more: number;
	atOnce: number;
}

/** A task as it is told to those who may run it. */
export interface TaskView extends Pick<Task, "id" | "parameters" | "timeoutMs"> {
	title: string;
	description: string | null;
	isBuiltIn: boolean;
}
