import type { Snapshot } from "@/lib/metrics/types";

/** One point: its time, and the mean, smallest and largest value since the point before; `null` where nothing is known. */
export type Point = [time: number, mean: number | null, min: number | null, max: number | null];

/** A stretch without readings, both ends included. */
export interface Gap {
	from: number;
	to: number;
	reason: string;
}

export interface HistoryQuery {
	/** Full names (`cpu.utilization`) or the beginning of several (`cpu.cores`); none means all. */
	metrics: string[];
	/** Unix milliseconds, both included. */
	from: number;
	to: number;
	/** At most this many points a series. */
	points: number;
}

export interface HistoryRange {
	from: number;
	to: number;
	stepMs: number;
	tier: string;
	series: { metric: string; unit: string; points: Point[] }[];
	gaps: Gap[];
}

/** Remembers what was measured. */
export interface HistoryStore {
	/** Keeps a snapshot; `missingReason` explains the steps that are missing since the one before. */
	append(snapshot: Snapshot, missingReason: string): void;
	range(query: HistoryQuery): HistoryRange;
	/** The full name of every metric that it holds. */
	readonly metrics: readonly string[];
}
