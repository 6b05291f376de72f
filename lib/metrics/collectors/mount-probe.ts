import { statfs } from "node:fs/promises";
import type { Outcome } from "../rate";
import { isRemote, type MountLine } from "./mounts";
import { within } from "./time-limit";

/** What a file system says of its size, in blocks of `bsize` bytes. */
export interface StatFs {
	bsize: number;
	blocks: number;
	bfree: number;
	bavail: number;
	files: number;
	ffree: number;
}

const limitMs = 2_000;
const quietMs = 60_000;

// A question to a dead mount holds one of the four threads of Node's pool, maybe forever. Remote mounts may take two.
const mostPending = 3;
const mostPendingRemote = 2;

/** Asks mounts for their sizes; a dead one costs two seconds once, and never a thread that the others need. */
export class MountProbe {
	#ask: (path: string) => Promise<StatFs>;
	#pending = new Set<string>();
	#quietUntilMs = new Map<string, number>();

	constructor(ask: (path: string) => Promise<StatFs> = statfs) {
		this.#ask = ask;
	}

	/** The answer of each mount, by its path, within two seconds; `prefix` goes before each path. */
	async ask(mounts: MountLine[], prefix: string, nowMs: number): Promise<Map<string, Outcome<StatFs>>> {
		const answers = new Map<string, Outcome<StatFs>>();
		const queue: MountLine[] = [];
		for (const line of mounts) {
			const isQuiet = this.#pending.has(line.mount) || nowMs < (this.#quietUntilMs.get(line.mount) ?? 0);
			answers.set(line.mount, isQuiet ? "not answering" : "not asked: other mounts are not answering");
			if (!isQuiet) queue.push(line);
		}
		let open = true;
		const askAll = async (lines: MountLine[], most: number) => {
			const work = async () => {
				for (let line = lines.shift(); line && open; line = lines.shift()) {
					answers.set(line.mount, "not answering");
					const answer = await this.#askOne(line.mount, prefix);
					if (open) answers.set(line.mount, answer);
					else this.#quietUntilMs.set(line.mount, nowMs + quietMs);
				}
			};
			const free = Math.max(0, Math.min(2, most - this.#pending.size));
			await Promise.all(Array.from({ length: free }, work));
		};
		const all = async () => {
			await askAll(
				queue.filter((line) => !isRemote(line)),
				mostPending,
			);
			await askAll(queue.filter(isRemote), mostPendingRemote);
		};
		await within(limitMs, all());
		open = false;
		return answers;
	}

	async #askOne(mount: string, prefix: string): Promise<Outcome<StatFs>> {
		this.#pending.add(mount);
		try {
			return await this.#ask(prefix === "" ? mount : `${prefix}${mount}`);
		} catch (error) {
			return `could not be read (${(error as NodeJS.ErrnoException).code ?? error})`;
		} finally {
			this.#pending.delete(mount);
		}
	}
}
