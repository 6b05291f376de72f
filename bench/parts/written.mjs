// @ts-check
import { readdirSync, readFileSync } from "node:fs";
import { readCpuMs } from "./process-cost.mjs";

/**
 * What a process has caused to be written to disks so far, in bytes (proc_pid_io(5)). Linux only.
 * @param {number} pid
 */
export function readWrittenBytes(pid) {
	return readFrom(`/proc/${pid}/io`);
}

/**
 * The one thread of a process that writes to disks, as its processor's time in milliseconds. Throws while none has.
 * @param {number} pid
 */
export function findWritingThread(pid) {
	const threads = readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}`);
	const [most] = threads
		.map((path) => ({ path, written: readFrom(`${path}/io`) }))
		.toSorted((one, other) => other.written - one.written);
	if (!most || most.written === 0) throw new Error(`no thread of ${pid} has written to a disk`);
	return { readMs: () => readCpuMs(`${most.path}/stat`) };
}

/** @param {string} file */
function readFrom(file) {
	return Number(/^write_bytes: (\d+)$/m.exec(readFileSync(file, "utf8"))?.[1]);
}
