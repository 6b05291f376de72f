import type { Database } from "./sqlite";
import type { Previous } from "./timeline";

/** What the file knows of itself and of the server that writes it. */
export class MetaTable {
	#select;
	#save;

	constructor(database: Database) {
		this.#select = database.prepare("SELECT value FROM meta WHERE key = ?");
		this.#save = database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)");
	}

	read(key: string): string | null {
		return (this.#select.get(key) as { value: string } | undefined)?.value ?? null;
	}

	write(key: string, value: string): void {
		this.#save.run(key, value);
	}

	/** The server that wrote until `time`; `null` if there was none. */
	previous(time: number): Previous | null {
		const version = this.read("version");
		if (version === null || !Number.isFinite(time)) return null;
		return { time, version, bootId: this.read("bootId") ?? "", clean: this.read("clean") === "1" };
	}
}
