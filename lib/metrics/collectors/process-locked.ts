import { open, readFile } from "node:fs/promises";
import { type Outcome, reasons } from "../rate";
import { OneByOne } from "./one-by-one";
import { processFileFailure, whyAbsent } from "./process-file";
import { cleanCommand } from "./process-text";
import type { SeenProcess } from "./process-walk";

/** Bytes of the share that a process has in its memory (PSS), out of `/proc/<pid>/smaps_rollup`. */
export function parseProportionalBytes(text: string): number | null {
	const kib = /^Pss:\s+(\d+) kB$/m.exec(text)?.[1];
	return kib === undefined ? null : Number(kib) * 1024;
}

// It takes some 1.5 ms of a process of 100 MB: each ten seconds that alone would be more than all else that is read.
const keepMs = 60_000;
/** So much of the time at most is spent on one process, but what is told of it is never older than five minutes. */
const mostShare = 0.000_2;
const mostKeepMs = 300_000;
const memoryLimitMs = 200;
const commandsLimitMs = 1_000;
/** A command may be as long as 128 KiB; what is shown of it is not. */
const commandBytes = 1_024;

/**
 * What the kernel tells of a process only under the lock of its memory, for which it may have to wait as long as that
 * process hangs in a disk or a network: so never in the thread of the walk, but in another, one at a time.
 */
export class LockedFiles {
	#procRoot: string;
	#monotonicMs: () => number;
	#turns: OneByOne;
	#memory = new WeakMap<object, { bytes: Outcome<number>; untilMs: number }>();
	#commands = new WeakMap<object, { rawName: string; text: string }>();

	constructor(procRoot: string, monotonicMs: () => number) {
		this.#procRoot = procRoot;
		this.#monotonicMs = monotonicMs;
		this.#turns = new OneByOne(monotonicMs);
	}

	/** Measures the memory of those whose last measure is older than a minute, as far as 200 ms go. All pages of a process are looked at for it. */
	measureMemory(processes: readonly SeenProcess[]): Promise<void> {
		const now = this.#monotonicMs();
		const old = processes.filter((seen) => (this.#memory.get(seen.key)?.untilMs ?? 0) <= now);
		return this.#turns.do(old, (seen) => this.#measure(seen), memoryLimitMs);
	}

	/** What was measured of a process last. */
	proportionalBytes(seen: SeenProcess): Outcome<number> {
		return this.#memory.get(seen.key)?.bytes ?? "not measured yet";
	}

	/** Reads the commands of those that are not known, as far as a second goes. */
	readCommands(processes: readonly SeenProcess[]): Promise<void> {
		const unknown = processes.filter((seen) => this.#commands.get(seen.key)?.rawName !== seen.rawName);
		return this.#turns.do(unknown, (seen) => this.#readCommand(seen), commandsLimitMs);
	}

	/** The words that a process was started with; empty for those of the kernel, and where they may not be read. */
	command(seen: SeenProcess): string {
		return this.#commands.get(seen.key)?.text ?? "";
	}

	async #measure(seen: SeenProcess): Promise<void> {
		const fromMs = this.#monotonicMs();
		const path = `${this.#procRoot}/${seen.pid}/smaps_rollup`;
		const bytes = await readFile(path, "utf8").then(
			(text) => parseProportionalBytes(text) ?? reasons.untold,
			({ code }: NodeJS.ErrnoException) => {
				if (code === "ESRCH") return "it has no memory of its own";
				// Not there before Linux 4.14.
				return code === "ENOENT" ? whyAbsent(this.#procRoot, seen.pid) : processFileFailure({ code });
			},
		);
		const now = this.#monotonicMs();
		const restMs = Math.min(mostKeepMs, (now - fromMs) / mostShare);
		this.#memory.set(seen.key, { bytes, untilMs: now + Math.max(keepMs, restMs) });
	}

	async #readCommand(seen: SeenProcess): Promise<void> {
		const { rawName } = seen;
		const bytes = await readStart(`${this.#procRoot}/${seen.pid}/cmdline`).catch(() => Buffer.alloc(0));
		this.#commands.set(seen.key, { rawName, text: cleanCommand(bytes) });
	}
}

async function readStart(path: string): Promise<Buffer> {
	const file = await open(path);
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(commandBytes), 0, commandBytes, 0);
		return buffer.subarray(0, bytesRead);
	} finally {
		await file.close();
	}
}
