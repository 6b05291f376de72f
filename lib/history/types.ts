import type { Process } from "@/lib/metrics/types";

/** What was measured at one tick: one number for each metric, `NaN` where it is not known. */
export interface Tick {
	/** Unix milliseconds, a multiple of the interval. */
	time: number;
	/** The same list, by identity, until one comes or goes. */
	metrics: readonly string[];
	values: Float64Array;
}

/** A reading of a series that is not measured here, but pushed or imported: at whatever time, not on the grid. */
export interface OwnReading {
	/** `<stream>.<field>` */
	metric: string;
	time: number;
	value: number;
}

/** One point: where its step begins, and the mean, smallest and largest value in the step; `null` where nothing is known. */
export type Point = [time: number, mean: number | null, min: number | null, max: number | null];

/** A stretch without readings, both ends included. */
export interface Gap {
	from: number;
	to: number;
	reason: string;
}

/** What can happen to a time line, with what is known of it. */
export interface FactDetails {
	/** The server began to measure. */
	started: { version: string };
	/** The server was told to end, and did. */
	stopped: Record<never, never>;
	/** The server did not run: `clean` if it was told to end before. */
	off: { clean: boolean };
	/** The host was started. */
	rebooted: Record<never, never>;
	versionChanged: { from: string; to: string };
	/** The clock was set, forward by so much or, if negative, back. */
	clockStepped: { byMs: number };
	/** The host slept. */
	suspended: Record<never, never>;
	/** The sampler gave no readings. */
	silent: { reason: string };
	/** There were readings, and they could not be kept. */
	notKept: { reason: string };
	/** The file of all before was damaged, and has this name now. */
	setAside: { file: string };
}

export type FactKind = keyof FactDetails;

/** Something that happened, at `time` or from then on to `until`, both included. */
export type Fact = {
	[K in FactKind]: { kind: K; time: number; until: number | null; detail: FactDetails[K] };
}[FactKind];

/** How much a process used over a minute; the means of what is known of it. */
export type ProcessUse = Pick<
	Process,
	| "pid"
	| "name"
	| "user"
	| "container"
	| "utilization"
	| "residentBytes"
	| "readBytesPerSecond"
	| "writtenBytesPerSecond"
>;

/** The processes that used most of the processor, of memory or of the disks in the minute that began at `time`. */
export interface ProcessMinute {
	time: number;
	processes: ProcessUse[];
}

export interface HistoryQuery {
	/** Full names (`cpu.utilization`) or the beginning of several (`cpu.cores`); none means all. */
	metrics: string[];
	/** Unix milliseconds, both included. */
	from: number;
	to: number;
	/** At most this many points a series. */
	points: number;
	/** The name of a tier, of which then each step is given, however many: ask for short ranges. */
	tier?: string;
}

export interface HistoryRange {
	/** Of what was asked for the part that is answered: on the grid of `stepMs`, never later than the newest reading. */
	from: number;
	to: number;
	/** The distance of the points, whose times are multiples of it. */
	stepMs: number;
	tier: string;
	series: { metric: string; unit: string; points: Point[] }[];
	gaps: Gap[];
	facts: Fact[];
}

/** How a series is kept: at which step, for how long. */
export interface Tier {
	/** `1 s`, `10 s`, `1 min`, `15 min`. */
	name: string;
	stepMs: number;
	retentionMs: number;
}

/** A tier with what there is of it. */
export interface KeptTier extends Tier {
	/** The oldest reading, `null` while there is none. */
	from: number | null;
	bytes: number;
}

/** What is kept, and how large it is. */
export interface Kept {
	/** Whether readings are written to the file, only remembered in memory, or cannot be written now. */
	state: "kept" | "memory" | "stopped";
	/** Why they are not kept, as a sentence; `null` while they are. */
	reason: string | null;
	/** The path of the file, used or to be used; `null` without one. */
	file: string | null;
	/** Of the file and what belongs to it. */
	bytes: number;
	maxBytes: number;
	series: number;
	/** Finest first. */
	tiers: KeptTier[];
	/** Series that were pushed or imported; absent without any. */
	own?: KeptOwn;
}

/** What is kept of series that are not measured here. */
export interface KeptOwn {
	series: number;
	/** So many there may be. */
	most: number;
	/** The oldest reading. */
	from: number;
	/** About, of the whole. */
	bytes: number;
}

/** What came of own readings: how many are kept, and why the others are not, `null` where all are. */
export interface OwnKept {
	kept: number;
	reason: string | null;
}

/** Remembers what was measured and what happened. One time line: what is later than the newest reading does not exist. */
export interface HistoryStore {
	/** The full name of every metric that it holds: the same list until one comes or goes. */
	readonly metrics: readonly string[];
	readonly kept: Kept;
	/** Keeps a tick. One that is not later than the newest begins the line anew there: the clock was set back. */
	append(tick: Tick): void;
	note(fact: Fact): void;
	keepProcesses(minute: ProcessMinute): void;
	/**
	 * Keeps readings at their own times: one of the same series and time replaces the one before. Those that are older than
	 * all that is kept are not. Throws a RangeError, and keeps none, where they need more series than there may be.
	 */
	keepOwn(readings: readonly OwnReading[]): OwnKept;
	/** The oldest own reading of these series, full names, from a time on; `null` without one. */
	nextOwn(metrics: readonly string[], from: number): number | null;
	/** Throws a RangeError for a tier that there is not. */
	range(query: HistoryQuery): HistoryRange;
	/** All that touches the range, oldest first. */
	facts(from: number, to: number): Fact[];
	/** Oldest first. */
	processes(from: number, to: number): ProcessMinute[];
	close(): void;
}
