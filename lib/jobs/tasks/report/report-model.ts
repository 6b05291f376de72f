import type { Fact, Kept, ProcessUse } from "@/lib/history/types";
import type { FamilyId, Label } from "./families";
import type { About, ProcessSort, Stretch } from "./questions";
import type { Series, Statistics } from "./statistics";

/** Why there are no readings of a stretch. */
export type Why =
	| { kind: "fact"; fact: Fact }
	/** Nothing is kept of it, or nothing any more. */
	| { kind: "before" }
	/** It was not over yet. */
	| { kind: "later" };

/** A stretch without readings, both ends included. */
export interface ReportGap extends Stretch {
	why: Why;
}

/** A series with what is known of it; of some nothing is. */
export interface ReadRow {
	label: Label;
	series: Series;
	statistics: Statistics | null;
}

export interface ReadChart {
	label: Label;
	lines: ReadRow[];
	reference: { label: Label; value: number } | null;
}

export interface ReadFamily {
	id: FamilyId;
	charts: ReadChart[];
	rows: ReadRow[];
	/** Devices or streams for which there is no room. */
	leftOut: number;
	/** The step of what is kept of it, and that of what is drawn. */
	tierStepMs: number;
	stepMs: number;
	/** What of the range was read, the end not included: whole steps of what is kept. */
	from: number;
	until: number;
	/** The share of the range of which it is known, 0–1; `null` of what is not measured here. */
	coverage: number | null;
}

/** Who used most when there was least left. */
export interface ReadBusiest {
	sort: ProcessSort;
	/** When what was at its maximum, in which stretch of time the processes are looked for. */
	within: Stretch;
	value: number;
	processes: ProcessUse[];
}

/** All that a report says, before it is said in a language and drawn on pages. */
export interface Report {
	about: About;
	asked: Stretch;
	madeAt: number;
	kept: Kept;
	/** The distance of single readings. */
	readingMs: number;
	/** What happened at a moment; what lasted is a gap. */
	facts: Fact[];
	gaps: ReportGap[];
	/** So long there were no readings. */
	missingMs: number;
	families: ReadFamily[];
	busiest: ReadBusiest[];
	/** So many series are kept and not told. */
	untold: number;
}
