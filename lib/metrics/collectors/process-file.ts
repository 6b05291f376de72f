import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { reasons } from "../rate";

const bytes = Buffer.allocUnsafeSlow(4096);

/** What stands for a file of a process that has ended. */
export const ended = "it has ended";

/** A file that was read into a buffer which the next reading overwrites, or why it was not. */
export type ProcessFile = { bytes: Buffer; length: number } | string;

/**
 * Reads the first 4 KiB of a file below `/proc/<pid>`, which is more than those have that are read so. Synchronously:
 * only files that are made in memory and for which no lock of the process itself is taken.
 */
export function readProcessFile(path: string): ProcessFile {
	let descriptor: number | undefined;
	try {
		descriptor = openSync(path, "r");
		return { bytes, length: readSync(descriptor, bytes, 0, bytes.length, 0) };
	} catch (error) {
		return processFileFailure(error);
	} finally {
		if (descriptor !== undefined) closeSync(descriptor);
	}
}

/** The text of such a file, or `null` with the reason told to `fail`. */
export function readProcessText(path: string, fail: (reason: string) => void = () => {}): string | null {
	const file = readProcessFile(path);
	if (typeof file !== "string") return file.bytes.toString("utf8", 0, file.length);
	fail(file);
	return null;
}

/** Why a file is not there: its process has ended, or else this kernel has none such. */
export function whyAbsent(procRoot: string, pid: number): string {
	return existsSync(`${procRoot}/${pid}/stat`) ? reasons.untold : ended;
}

/** Why a file of a process could not be read. */
export function processFileFailure(error: unknown): string {
	const { code } = error as NodeJS.ErrnoException;
	if (code === "EACCES" || code === "EPERM") return reasons.forbidden;
	if (code === "ENOENT" || code === "ESRCH") return ended;
	return `could not be read (${code ?? error})`;
}
