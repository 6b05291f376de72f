import type { Previous } from "./timeline";
import type { Fact, Kept, ProcessMinute, Tick, Tier } from "./types";

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

/** To the thread. A tick tells its metrics only when they are others than before. */
export type ToDisk =
	| { type: "tick"; time: number; metrics?: readonly string[]; values: Float64Array }
	| { type: "fact"; fact: Fact }
	| { type: "processes"; minute: ProcessMinute }
	| { type: "ask"; id: number; subject: string; data: unknown }
	/** Ends it; `done` becomes 1 once all is on the disk. */
	| { type: "close"; done: Int32Array };

/** From the thread. */
export type FromDisk =
	| { type: "opened"; previous: Previous | null; recent: Tick[]; facts: Fact[]; setAside: string | null }
	/** It cannot be used at all. */
	| { type: "refused"; reason: string }
	/** At each change of the state, and each half minute. */
	| { type: "kept"; kept: Kept }
	/** Something happened that only the thread knows. */
	| { type: "noted"; fact: Fact }
	| { type: "answer"; id: number; body: Uint8Array<ArrayBuffer> | null; error: string | null };
