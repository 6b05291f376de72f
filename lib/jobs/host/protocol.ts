import type { Words } from "@/lib/job-words";
import type { JobEnd, JobNews, JobOrder, JobResult, TaskContext } from "../types";
import type { Process } from "./processes";

/** An answer to what a built-in task asked. */
export interface Answer {
	kind: "answer";
	ask: number;
	value?: unknown;
	/** Why there is none. */
	error?: string;
}

/** What a built-in task asks of the server. */
export interface Ask {
	kind: "ask";
	ask: number;
	subject: string;
	data: unknown;
}

/** What the web process tells the host. */
export type ToHost =
	| ({ kind: "settings" } & HostSettings)
	| { kind: "start"; order: JobOrder }
	| { kind: "cancel"; id: string }
	| (Answer & { id: string });

/** What the host is told before all else. */
export interface HostSettings {
	/** What all processes of its jobs are marked with, beside the job's id. */
	owner: string;
	/** For built-in tasks. */
	environment: Record<string, string>;
	/** So long processes have to heed SIGTERM. */
	graceMs: number;
}

/** What the processes of a job are known by, beside their environment. */
export interface Roots {
	/** The first of them. */
	leader: Process;
	/** What they write to. */
	pipes: string[];
}

/** What the host tells the web process; `ending` is that a job was told to end. */
export type FromHost = { id: string } & (
	| ({ kind: "begun" } & Roots)
	| { kind: "news"; news: JobNews[] }
	| { kind: "ending" }
	| { kind: "end"; end: JobEnd }
	| Ask
);

/** What the host tells a built-in task. */
export type ToTask =
	| ({ kind: "begin" } & Pick<TaskContext, "parameters" | "language" | "directory">)
	| Answer;

/** What a built-in task tells the host. */
export type FromTask =
	| { kind: "log"; words: Words }
	| { kind: "progress"; progress: number | null; words: Words | null }
	| { kind: "done"; result: JobResult }
	| { kind: "failed"; words: Words }
	| Ask;
