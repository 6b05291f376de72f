import { type JobLog, openStoredLog, type Seen } from "./job-log";
import type { LiveJob } from "./live-job";
import type { MessagePages } from "./message-pages";
import { isTerminal, type JobStore } from "./types";

/** So many that ended last are still at hand. */
const mostEnded = 8;

interface KnownJobsOptions {
	store: JobStore;
	pages: MessagePages;
	now: () => number;
}

/** All jobs that there are: those at work as they are at this moment, all others as they were kept. */
export class KnownJobs {
	#options: KnownJobsOptions;
	/** In the order in which they were started. */
	#active = new Map<string, LiveJob>();
	#ended = new Map<string, LiveJob>();

	constructor(options: KnownJobsOptions) {
		this.#options = options;
	}

	/** Those that have not ended, in the order in which they were started. */
	get active(): LiveJob[] {
		return [...this.#active.values()];
	}

	/** One that has not ended. */
	findActive(id: string): LiveJob | null {
		return this.#active.get(id) ?? null;
	}

	add(job: LiveJob): void {
		this.#active.set(job.actual.id, job);
	}

	/** It has ended. */
	end(job: LiveJob): void {
		const { id } = job.actual;
		this.#active.delete(id);
		this.#ended.set(id, job);
		const [oldest] = this.#ended.keys();
		if (this.#ended.size > mostEnded && oldest !== undefined) this.#ended.delete(oldest);
	}

	async log(id: string): Promise<JobLog | null> {
		return this.#live(id) ?? (await this.#stored(id));
	}

	/** Newest first. */
	async list(query: { before: string | null; limit: number }): Promise<Seen[]> {
		const jobs = await this.#options.store.list(query);
		const all = await Promise.all(
			jobs.map(async (job) => this.#live(job.id) ?? (isTerminal(job.status) ? job : this.#stored(job.id))),
		);
		return all.flatMap((one) => (one ? ["seen" in one ? one.seen : { job: one, position: null }] : []));
	}

	/** The newest that was started with this key. */
	async find(key: string): Promise<Seen | null> {
		const active = this.active.findLast(({ actual }) => actual.key === key);
		if (active) return active.seen;
		const job = await this.#options.store.find(key);
		return job && ((await this.#stored(job.id))?.seen ?? null);
	}

	#live(id: string): LiveJob | null {
		return this.#active.get(id) ?? this.#ended.get(id) ?? null;
	}

	#stored(id: string): Promise<JobLog | null> {
		const { store, pages, now } = this.#options;
		return openStoredLog(store, pages, id, now());
	}
}
