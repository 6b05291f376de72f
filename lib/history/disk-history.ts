import type { DiskOptions } from "./protocol";
import type { Previous } from "./timeline";
import type { Fact, HistoryStore, Tick } from "./types";

/** Keeps the history in one file. */
export interface DiskHistory extends HistoryStore {
	/** What the server before this one left behind. */
	readonly previous: Previous | null;
	/** The name that a damaged file was given, `null` when there was none. */
	readonly setAside: string | null;
	/** Hears what happened that only the store knows. */
	onFact: (fact: Fact) => void;
	/** The newest ticks that lie within `windowMs`. */
	recent(windowMs: number): Tick[];
}

/** Throws an Error whose message says why the file cannot be used. */
export function openDiskHistory(options: DiskOptions): DiskHistory {
	throw new Error(`no store for ${options.file}`);
}
