import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A living process: its number may be another's later, and with the start time it is this one for good. */
export interface Process {
	pid: number;
	parent: number;
	group: number;
	session: number;
	/** In ticks since the machine was started. */
	startTime: number;
}

/** Whether processes can be looked at: elsewhere only their group is known, and only as long as nobody leaves it. */
export const canLook = process.platform === "linux";

/** A living process, `null` where there is none, or none that can be looked at. */
export function readProcess(pid: number): Process | null {
	const stat = readStat(pid);
	return stat?.isLiving ? stat.process : null;
}

/** A child that was just started, though it may have ended already. */
export function readChild(pid: number): Process {
	// Where there is no more to know, it is at least the first of its group.
	return readStat(pid)?.process ?? { pid, parent: process.pid, group: pid, session: pid, startTime: 0 };
}

function readStat(pid: number): { isLiving: boolean; process: Process } | null {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
		// The name stands in brackets, and may have brackets and spaces in itself.
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		const [state, parent, group, session] = fields;
		// A zombie has ended, and only waits for its parent to ask how; but where its other threads go on, it lives.
		const isLiving = state !== "X" && (state !== "Z" || Number(fields[17]) > 1);
		const ids = { parent: Number(parent), group: Number(group), session: Number(session) };
		return { isLiving, process: { pid, ...ids, startTime: Number(fields[19]) } };
	} catch {
		// It is gone, or there is no /proc.
		return null;
	}
}

/** All living processes; none where they cannot be looked at. */
export function listProcesses(): Process[] {
	if (!canLook) return [];
	return readdirSync("/proc").flatMap((name) =>
		/^\d+$/.test(name) ? (readProcess(Number(name)) ?? []) : [],
	);
}

/** Whether a process was started with all of these, each `NAME=value`, in its environment; false where that is not to be seen. */
export function wasStartedWith(pid: number, marks: string[]): boolean {
	const entries = readEnvironment(pid);
	return entries !== null && marks.every((mark) => entries.includes(`\0${mark}\0`));
}

/** What of these variables a process was started with; none where that is not to be seen. */
export function readVariables(pid: number, names: string[]): string[] {
	const entries = readEnvironment(pid) ?? "";
	return names.flatMap((name) => {
		const start = entries.indexOf(`\0${name}=`);
		return start < 0 ? [] : [entries.slice(start + name.length + 2, entries.indexOf("\0", start + 1))];
	});
}

/** Each entry between zeros. */
function readEnvironment(pid: number): string | null {
	try {
		return `\0${readFileSync(`/proc/${pid}/environ`, "latin1")}\0`;
	} catch {
		// Gone, or another user's.
		return null;
	}
}

/** Whether a process has one of these, as the kernel names them, for its output; false where that is not to be seen. */
export function writesTo(pid: number, names: string[]): boolean {
	return [1, 2].some((fd) => {
		try {
			return names.includes(readlinkSync(`/proc/${pid}/fd/${fd}`));
		} catch {
			// Gone, or closed, or another user's.
			return false;
		}
	});
}

/** Whether this is the same process and not a later one with its number. */
export const isSame = (
	one: Pick<Process, "pid" | "startTime">,
	other: Pick<Process, "pid" | "startTime"> | null | undefined,
): boolean => one.pid === other?.pid && one.startTime === other.startTime;

/** Sends a signal; false when there is nobody there to get it, or it is not ours to send. */
export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
	// To the kernel these are everybody, and everybody of our own group.
	if (pid === -1 || pid === 0) return false;
	try {
		return process.kill(pid, name);
	} catch {
		return false;
	}
}

/** Does nothing for a while, and lets nothing else be done: for the last moments of a process. */
export function pause(ms: number): void {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
