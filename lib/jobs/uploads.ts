import { randomInt } from "node:crypto";
import { open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { makeDirectory } from "@/lib/make-directory";

/** So many bytes a file may have. */
export const mostUploadBytes = 8 * 1024 * 1024;
/** All of them together, and how many there may be. */
const mostBytes = 64 * 1024 * 1024;
const mostFiles = 1_000;
const keepMs = 86_400_000;
const sweepMs = 600_000;
const idPattern = /^[0-9a-z]{16}$/;
const idLetters = "0123456789abcdefghijklmnopqrstuvwxyz";

/** What came of a file. */
export type Upload =
	| { name: "kept"; id: string; bytes: number }
	| { name: "tooLarge" }
	/** All files together are as large, or as many, as may be. */
	| { name: "full" };

/** Files that were sent to be imported: each until then, and for a day at most. */
export class Uploads {
	#directory: string;
	#sweeper: NodeJS.Timeout;
	/** One after the other, so that each knows how much room there is. */
	#turn: Promise<unknown> = Promise.resolve();

	constructor(directory: string) {
		this.#directory = directory;
		this.#sweeper = setInterval(() => this.#inTurn(() => this.#sweep()), sweepMs).unref();
		this.#inTurn(() => this.#sweep());
	}

	/** Keeps a file. Rejects where the disk or the body fails; nothing is left of it then. */
	keep(body: AsyncIterable<Uint8Array>): Promise<Upload> {
		return this.#inTurn(() => this.#keep(body));
	}

	/** Where a file is; `null` where there is none of this id. */
	async find(id: string): Promise<string | null> {
		if (!idPattern.test(id)) return null;
		const found = await stat(this.#pathOf(id)).catch(() => null);
		return found && !isOver(found.mtimeMs) ? this.#pathOf(id) : null;
	}

	/** Removes a file; one that there is not is gone already. */
	async forget(id: string): Promise<void> {
		if (idPattern.test(id)) await rm(this.#pathOf(id), { force: true });
	}

	close(): void {
		clearInterval(this.#sweeper);
	}

	#inTurn<T>(run: () => Promise<T>): Promise<T> {
		const done = this.#turn.then(run);
		this.#turn = done.catch(() => null);
		return done;
	}

	async #keep(body: AsyncIterable<Uint8Array>): Promise<Upload> {
		const files = await this.#sweep();
		const roomBytes = mostBytes - files.reduce((sum, { bytes }) => sum + bytes, 0);
		if (files.length >= mostFiles) return { name: "full" };
		makeDirectory(this.#directory);
		const id = Array.from({ length: 16 }, () => idLetters[randomInt(idLetters.length)]).join("");
		const draft = join(this.#directory, `${id}.draft`);
		try {
			let bytes = 0;
			const file = await open(draft, "wx", 0o600);
			try {
				for await (const chunk of body) {
					bytes += chunk.length;
					if (bytes > mostUploadBytes) return { name: "tooLarge" };
					if (bytes > roomBytes) return { name: "full" };
					await file.writeFile(chunk);
				}
			} finally {
				await file.close();
			}
			await rename(draft, this.#pathOf(id));
			return { name: "kept", id, bytes };
		} finally {
			await rm(draft, { force: true });
		}
	}

	#pathOf(id: string): string {
		return join(this.#directory, `${id}.csv`);
	}

	async #list(): Promise<{ path: string; bytes: number; time: number }[]> {
		// Before the first there is no directory.
		const names = await readdir(this.#directory).catch(() => []);
		const files = await Promise.all(
			names.map(async (name) => {
				const path = join(this.#directory, name);
				// It may have been removed meanwhile.
				const found = await stat(path).catch(() => null);
				return found?.isFile() ? [{ path, bytes: found.size, time: found.mtimeMs }] : [];
			}),
		);
		return files.flat();
	}

	/** Removes what is over, and what an earlier server left half written; gives what there is then. */
	async #sweep(): Promise<{ bytes: number }[]> {
		const files = await this.#list();
		const over = files.filter(({ path, time }) => path.endsWith(".draft") || isOver(time));
		// Where the disk fails here, it fails the next file, too, whose sender is told of it.
		for (const { path } of over) await rm(path, { force: true }).catch(() => {});
		return files.filter((file) => !over.includes(file));
	}
}

const isOver = (time: number) => Date.now() - time > keepMs;
