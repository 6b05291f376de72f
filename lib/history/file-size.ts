import { statSync } from "node:fs";
import type { Database } from "./sqlite";

/** How large the file is, and what belongs to it. */
export class FileSize {
	#file: string;
	#statements;

	constructor(database: Database, file: string) {
		this.#file = file;
		this.#statements = {
			page: database.prepare("PRAGMA history.page_size"),
			count: database.prepare("PRAGMA history.page_count"),
			free: database.prepare("PRAGMA history.freelist_count"),
		};
	}

	/** What the disk holds of it. */
	get bytes(): number {
		return sizeOf(this.#file) + this.#logBytes;
	}

	/** What of it is in use: pages that are free are written again before it grows. */
	get usedBytes(): number {
		return (this.#read("count") - this.#read("free")) * this.#read("page") + this.#logBytes;
	}

	/** What it would be if the log were written back. */
	get pagesBytes(): number {
		return this.#read("count") * this.#read("page") + this.#logBytes;
	}

	get #logBytes(): number {
		return sizeOf(`${this.#file}-wal`);
	}

	#read(name: "page" | "count" | "free"): number {
		return Object.values(this.#statements[name].get() as Record<string, number>)[0] as number;
	}
}

function sizeOf(file: string): number {
	return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
