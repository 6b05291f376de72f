import type { Log } from "@/lib/log";
import { boundFiles, readIds, removeDirectory } from "./job-directories";
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

/** Forgets jobs that are too old or too many, with their files; and files that are too many by themselves. */
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
		// By itself: where the disk is full, the other may fail for that very reason.
		await boundFiles(directory, store).catch((error) => {
			log.warn("files of jobs that are too large together could not be removed", error);
		});
	}

	/** Removes what was left of jobs that nobody knows any more. */
	async sweep(): Promise<void> {
		const { store, directory, log } = this.#options;
		try {
			for (const id of await readIds(directory)) {
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
