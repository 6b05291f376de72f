import { appendFileSync, chmodSync, closeSync, openSync, readSync, renameSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { createLog, type Log } from "@/lib/log";
import { makeDirectory } from "@/lib/make-directory";
import { type AuditEntry, auditActions } from "./types";

const maxBytes = 2 ** 20;
/** So many failed attempts of one second have a line each. */
const mostFailures = 5;
const secondMs = 1_000;

const auditEntry = z.object({
	time: z.number(),
	action: z.enum(auditActions),
	who: z.string().nullable(),
	address: z.string().nullable(),
	what: z.string().nullable(),
	count: z.number(),
});

export type Note = Omit<AuditEntry, "time" | "count">;

/**
 * What was done by whom, a line of JSON each, in a file of at most 1 MiB and the one before it, which only their owner
 * may read. Nothing that is noted ever fails what it is noted of.
 */
export class Audit {
	#file: string;
	#now: () => number;
	#log: Log;
	#failures = 0;
	#more = 0;
	#second: NodeJS.Timeout | null = null;
	#isWhole = false;
	#isTroubled = false;

	constructor(
		file: string,
		{ now = Date.now, log = createLog("access") }: { now?: () => number; log?: Log } = {},
	) {
		this.#file = file;
		this.#now = now;
		this.#log = log;
	}

	note(entry: Note): void {
		if (entry.action !== "sign-in-failed") {
			this.#write(entry, 1);
			return;
		}
		this.#second ??= setTimeout(() => this.#endSecond(), secondMs).unref();
		this.#failures++;
		if (this.#failures <= mostFailures) this.#write(entry, 1);
		else this.#more++;
	}

	/** The newest entries, newest first; lines that are damaged are left out. */
	async read(most: number): Promise<AuditEntry[]> {
		const entries = await readEntries(this.#file);
		if (entries.length < most) entries.unshift(...(await readEntries(`${this.#file}.1`)));
		return entries.slice(-most).reverse();
	}

	/** Writes down what is not yet. */
	close(): void {
		if (this.#second) this.#endSecond();
	}

	#endSecond(): void {
		if (this.#second) clearTimeout(this.#second);
		this.#second = null;
		const count = this.#more;
		this.#failures = 0;
		this.#more = 0;
		if (count > 0) this.#write({ action: "sign-in-failed", who: null, address: null, what: null }, count);
	}

	// At once, as appending to a file takes some hundredths of a millisecond, and what was done must not be lost in a crash.
	#write({ action, who, address, what }: Note, count: number): void {
		const line = JSON.stringify({ time: this.#now(), action, who, address, what, count });
		try {
			makeDirectory(dirname(this.#file));
			const found = statSync(this.#file, { throwIfNoEntry: false });
			if (found && (found.mode & 0o077) !== 0) chmodSync(this.#file, 0o600);
			if (found && found.size + line.length >= maxBytes) renameSync(this.#file, `${this.#file}.1`);
			// The last line may have been cut short, by a crash or a full disk; this one is not to go with it.
			const gap = this.#isWhole || endsLine(this.#file) ? "" : "\n";
			this.#isWhole = false;
			appendFileSync(this.#file, `${gap}${line}\n`, { mode: 0o600 });
			this.#isWhole = true;
			if (this.#isTroubled) this.#log.info(`${this.#file} can be written again.`);
			this.#isTroubled = false;
		} catch (error) {
			const { code, message } = error as NodeJS.ErrnoException;
			if (!this.#isTroubled) {
				this.#log.warn(`${this.#file} cannot be written (${code ?? message}): who signs in is not noted.`);
			}
			this.#isTroubled = true;
		}
	}
}

function endsLine(file: string): boolean {
	const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
	if (size === 0) return true;
	const descriptor = openSync(file, "r");
	try {
		const last = Buffer.alloc(1);
		readSync(descriptor, last, 0, 1, size - 1);
		return last.toString() === "\n";
	} finally {
		closeSync(descriptor);
	}
}

async function readEntries(file: string): Promise<AuditEntry[]> {
	const text = await readFile(file, "utf8").catch((error) => {
		if (error.code === "ENOENT") return "";
		throw error;
	});
	return text.split("\n").flatMap((line) => {
		try {
			const parsed = auditEntry.safeParse(JSON.parse(line));
			return parsed.success ? [parsed.data] : [];
		} catch {
			// The empty one at the end, or one that was cut short.
			return [];
		}
	});
}
