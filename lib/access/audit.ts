import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { AuditEntry } from "./types";

const maxBytes = 2 ** 20;

/** What was done by whom, a line of JSON each, in a file of at most 1 MiB and the one before it. */
export class Audit {
	#file: string;
	#now: () => number;

	constructor(file: string, now: () => number = Date.now) {
		this.#file = file;
		this.#now = now;
	}

	note(entry: Omit<AuditEntry, "time" | "count">): void {
		mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
		const size = statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
		if (size > maxBytes) renameSync(this.#file, `${this.#file}.1`);
		appendFileSync(this.#file, `${JSON.stringify({ time: this.#now(), ...entry, count: 1 })}\n`, {
			mode: 0o600,
		});
	}

	/** The newest entries, newest first. */
	read(most: number): AuditEntry[] {
		if (!statSync(this.#file, { throwIfNoEntry: false })) return [];
		const lines = readFileSync(this.#file, "utf8").trimEnd().split("\n");
		return lines
			.slice(-most)
			.reverse()
			.map((line) => JSON.parse(line) as AuditEntry);
	}
}
