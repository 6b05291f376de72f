import { readdirSync, readFileSync } from "node:fs";

/** Waits until it is so; tests have a limit of their own. */
export async function until<T>(read: () => T): Promise<NonNullable<T>> {
	for (;;) {
		const value = read();
		if (value) return value as NonNullable<T>;
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
}

/** The living processes with this in their command line. */
export function processesWith(text: string): number[] {
	return readdirSync("/proc").flatMap((name) => {
		if (!/^\d+$/.test(name) || Number(name) === process.pid) return [];
		try {
			// One that has ended has none.
			const command = readFileSync(`/proc/${name}/cmdline`, "latin1").replaceAll("\0", " ");
			return command.includes(text) ? [Number(name)] : [];
		} catch {
			return [];
		}
	});
}

/** The memory of a process in bytes. */
export function memoryOf(pid: number): number {
	const kib = /^VmRSS:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
	return Number(kib) * 1_024;
}

/** Whether it has not ended; a zombie has. */
export function isLiving(pid: number): boolean {
	try {
		return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
	} catch {
		return false;
	}
}

/** The processes that its first thread has started. */
export function childrenOf(pid: number | undefined): number[] {
	const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "latin1");
	return children.split(" ").filter(Boolean).map(Number);
}
