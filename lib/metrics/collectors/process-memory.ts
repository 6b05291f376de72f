import { type Outcome, reasons } from "../rate";
import { readProcessText } from "./process-file";
import type { SeenProcess } from "./process-walk";

/** Pages in memory, out of `/proc/<pid>/statm` (proc_pid_statm(5)); `null` when it is damaged. */
export function parseResidentPages(text: string): number | null {
	const digits = /^\d+ (\d+) /.exec(text)?.[1];
	return digits === undefined ? null : Number(digits);
}

/**
 * What a process has in memory. The number in `stat` leaves out what each core still counts for itself, some MB on a
 * machine with many; that in `statm` does not (Linux 6.17 on).
 */
export function readResidentBytes(
	procRoot: string,
	{ pid, residentPages }: Pick<SeenProcess, "pid" | "residentPages">,
	pageBytes: number | null,
): Outcome<number> {
	if (pageBytes === null) return reasons.untold;
	const text = readProcessText(`${procRoot}/${pid}/statm`);
	const exact = text === null ? null : parseResidentPages(text);
	// One that is about to end has given its memory back before it is gone.
	return (exact || residentPages) * pageBytes;
}

/** The same without reading anything more of it, and so less exact. */
export function countResidentBytes(
	{ residentPages }: Pick<SeenProcess, "residentPages">,
	pageBytes: number | null,
): Outcome<number> {
	return pageBytes === null ? reasons.untold : residentPages * pageBytes;
}
