import type { Job, JobMessage } from "@/lib/jobs/types";
import type { Previous } from "./timeline";
import type { Fact, Kept, OwnKept, OwnReading, ProcessMinute, Tick, Tier } from "./types";

/** What the history's thread is started with. */
export interface DiskOptions {
	/** The directory is made if need be. */
	file: string;
	intervalMs: number;
	/** Finest first; the finest is at `intervalMs`. */
	tiers: Tier[];
	maxBytes: number;
	/** Of the server that writes from now on. */
	version: string;
	bootId: string;
	/** How much of the newest is told at the start. */
	recentMs: number;
}

/** The same with the count of ticks that the thread has taken, which both sides see. */
export type ThreadData = DiskOptions & { taken: Int32Array };

/** What is to be kept of a job. */
export type JobWrite =
	| { type: "put"; job: Job }
	| { type: "append"; id: string; messages: readonly JobMessage[] };

/** To the thread. A tick tells its metrics only when they are others than before. */
export type ToDisk =
	| { type: "tick"; time: number; metrics?: readonly string[]; values: Float64Array }
	| { type: "fact"; fact: Fact }
	| { type: "processes"; minute: ProcessMinute }
	| { type: "ask"; id: number; subject: string; data: unknown }
	| { type: "own"; id: number; readings: OwnReading[] }
	| { type: "jobs"; id: number; writes: JobWrite[] }
	| { type: "askJobs"; id: number; subject: string; data: unknown }
	/** Ends it; `done` becomes 1 once all is on the disk. */
	| { type: "close"; done: Int32Array };

/** From the thread. */
export type FromDisk =
	| {
			type: "opened";
			previous: Previous | null;
			recent: Tick[];
			facts: Fact[];
			setAside: string | null;
			/** Those that had not ended, oldest first. */
			unfinishedJobs: Job[];
	  }
	/** It cannot be used at all. */
	| { type: "refused"; reason: string }
	/** At each change of the state, and each half minute. */
	| { type: "kept"; kept: Kept }
	/** Something happened that only the thread knows. */
	| { type: "noted"; fact: Fact }
	| { type: "answer" | "jobsAnswer"; id: number; body: Uint8Array<ArrayBuffer> | null; error: string | null }
	/** `error` says what is wrong with the readings. */
	| { type: "ownKept"; id: number; came: OwnKept; error: string | null }
	/** The writes are in the file; or they wait in memory, and `reason` says why. */
	| { type: "jobsKept"; id: number; reason: string | null };
