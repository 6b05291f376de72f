import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "@/lib/log";
import type { JobStore } from "./types";

interface CleanUpOptions {
	store: JobStore;
	/** Where each job has a directory of its own. */
	directory: string;
	keepMs: number;
	keepJobs: number;
	now: () => number;
	log: Log;
}

const soonMs = 2_000;
const everyMs = 3_600_000;
const idPattern = /^[0-9a-z]{16}$/;

/** Forgets jobs that are too old or too many, with their files. */
export class CleanUp {
	#options: CleanUpOptions;
	#soon: NodeJS.Timeout | null = null;
	#timer: NodeJS.Timeout;

	constructor(options: CleanUpOptions) {
		this.#options = options;
		this.#timer = setInterval(() => void this.run(), everyMs).unref();
	}

	/** There is another that has ended. */
	queue(): void {
		this.#soon ??= setTimeout(() => {
			this.#soon = null;
			void this.run();
		}, soonMs).unref();
	}

	async run(): Promise<void> {
		const { store, directory, keepMs, keepJobs, now, log } = this.#options;
		try {
			const gone = await store.prune({ keep: keepJobs, before: now() - keepMs });
			for (const id of gone) await removeDirectory(directory, id);
		} catch (error) {
			log.warn("jobs that are too old could not be forgotten", error);
		}
	}

	/** Removes what was left of jobs that nobody knows any more. */
	async sweep(): Promise<void> {
		const { store, directory, log } = this.#options;
		try {
			for (const id of await readNames(directory)) {
				// Of jobs that are only remembered now, those of before may be known again later.
				if (store.reason !== null) return;
				if ((await store.get(id)) === null) await removeDirectory(directory, id);
			}
		} catch (error) {
			log.warn("what was left of jobs could not be removed", error);
		}
	}

	close(): void {
		clearInterval(this.#timer);
		if (this.#soon) clearTimeout(this.#soon);
	}
}

async function readNames(directory: string): Promise<string[]> {
	const names = await readdir(directory).catch((error) => {
		if (error.code === "ENOENT") return [];
		throw error;
	});
	return names.filter((name) => idPattern.test(name));
}

async function removeDirectory(directory: string, id: string): Promise<void> {
	if (idPattern.test(id)) await rm(join(directory, id), { recursive: true, force: true });
}
