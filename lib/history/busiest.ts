import { factText } from "@/lib/fact-text";
import type { Fact, ProcessMinute, ProcessUse } from "./types";

/** By what the processes of a range are compared; `io` is what they read and wrote together. */
export const peakSorts = ["utilization", "residentBytes", "io"] as const;

export type PeakSort = (typeof peakSorts)[number];

/** What a process used in its greatest minute, which began at `time`. */
export interface ProcessPeak extends ProcessUse {
	time: number;
}

const sizeOf: Record<PeakSort, (use: ProcessUse) => number> = {
	utilization: ({ utilization }) => utilization ?? -1,
	residentBytes: ({ residentBytes }) => residentBytes ?? -1,
	io: ({ readBytesPerSecond: read, writtenBytesPerSecond: written }) =>
		read === null && written === null ? -1 : (read ?? 0) + (written ?? 0),
};

/** The processes of these minutes that were greatest in any of them, each once, the greatest first; of equal ones the later. */
export function busiestOf(
	minutes: Iterable<ProcessMinute>,
	by: { sort: PeakSort; limit: number },
): ProcessPeak[] {
	const peaks = new Map<string, ProcessPeak>();
	for (const { time, processes } of minutes) {
		for (const use of processes) keepGreatest(peaks, { time, ...use }, by.sort);
	}
	return greatest(peaks, by);
}

/** The same of several stretches of which each is known by its own busiest. */
export function mergeBusiest(
	lists: readonly ProcessPeak[][],
	by: { sort: PeakSort; limit: number },
): ProcessPeak[] {
	const peaks = new Map<string, ProcessPeak>();
	for (const list of lists) for (const peak of list) keepGreatest(peaks, peak, by.sort);
	return greatest(peaks, by);
}

function keepGreatest(peaks: Map<string, ProcessPeak>, peak: ProcessPeak, sort: PeakSort): void {
	// The kernel gives a number again, in time to another program.
	const key = `${peak.pid} ${peak.name} ${peak.user} ${peak.container}`;
	const before = peaks.get(key);
	if (!before || compare(peak, before, sort) < 0) peaks.set(key, peak);
}

function greatest(
	peaks: Map<string, ProcessPeak>,
	{ sort, limit }: { sort: PeakSort; limit: number },
): ProcessPeak[] {
	return [...peaks.values()].sort((one, other) => compare(one, other, sort)).slice(0, limit);
}

const compare = (one: ProcessPeak, other: ProcessPeak, sort: PeakSort) =>
	sizeOf[sort](other) - sizeOf[sort](one) || other.time - one.time || one.pid - other.pid;

/** Why no processes are kept of a range. */
export function whyNoProcesses(
	range: { from: number; to: number },
	facts: readonly Fact[],
	now: number,
): string {
	const gap = facts.find(({ time, until }) => time <= range.from && until !== null && until >= range.to);
	if (gap) return factText(gap);
	if (range.from > now - 2 * minuteMs) return "they were not looked at yet";
	return "no processes are kept of this range";
}

const minuteMs = 60_000;
