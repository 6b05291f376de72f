import type { Job, JobMessage } from "@/lib/jobs/types";
import type { JobRule, JobTable } from "./job-table";
import type { JobWrite } from "./protocol";
import { newestFirst, RememberedJobs } from "./remembered-jobs";

/** The file as jobs see it. */
export interface JobFile {
	readonly jobs: JobTable;
	/** Keeps all of them, or throws and has kept none. */
	keepJobs(writes: Iterable<JobWrite>): void;
	pruneJobs(rule: Pick<JobRule, "keep" | "before">): string[];
}

interface DiskJobsOptions {
	/** `null` while there is none. */
	file: () => JobFile | null;
	/** Runs what writes to the file, else what waits for it; tells why it waits. */
	keep: (write: (file: JobFile) => void, wait: () => void) => string | null;
}

type Page = { id: string; after: number; limit: number };

/** Jobs in the history's file: while that cannot be written, they are told out of what waits as well. */
export class DiskJobs {
	#options: DiskJobsOptions;
	#waiting = new RememberedJobs();
	/** Those that have not ended, as they were put last: a new file is to have them, too. */
	#active = new Map<string, Job>();
	#file: JobFile | null;

	constructor(options: DiskJobsOptions) {
		this.#options = options;
		this.#file = options.file();
	}

	/** Those that the server before this one left, oldest first. */
	unfinished(): Job[] {
		return this.#options.file()?.jobs.unfinished() ?? [];
	}

	/** Keeps them in one transaction; where that fails they wait, and it tells why. */
	write(writes: readonly JobWrite[]): string | null {
		for (const write of writes) {
			if (write.type !== "put") continue;
			if (write.job.endedAt === null) this.#active.set(write.job.id, write.job);
			else this.#active.delete(write.job.id);
		}
		return this.#options.keep(
			(file) => file.keepJobs(writes),
			() => {
				for (const write of writes) this.#waiting.write(write);
			},
		);
	}

	/** Writes what waited, and throws where that fails. */
	drain(file: JobFile): void {
		if (file !== this.#file) {
			file.keepJobs([...this.#active.values()].map((job) => ({ type: "put", job })));
			this.#file = file;
		}
		file.keepJobs(this.#waiting.writes(Number.POSITIVE_INFINITY));
		this.#waiting.clear();
	}

	/** Answers what a `JobStore` can be asked. Throws a RangeError for another subject. */
	answer(subject: string, data: unknown): unknown {
		const subjects: Record<string, (data: never) => unknown> = {
			get: (id: string) => this.#get(id),
			find: (key: string) => this.#find(key),
			list: (query: { before: string | null; limit: number }) => this.#list(query),
			messages: (page: Page) => this.#messages(page),
			prune: (rule: { keep: number; before: number }) => this.#prune(rule),
		};
		const answer = subjects[subject];
		if (!answer) throw new RangeError(`subject: expected one of ${Object.keys(subjects)}, got "${subject}"`);
		return answer(data as never);
	}

	get #table(): JobTable | null {
		return this.#options.file()?.jobs ?? null;
	}

	#get(id: string): Job | null {
		return this.#waiting.get(id) ?? this.#table?.get(id) ?? this.#active.get(id) ?? null;
	}

	#find(key: string): Job | null {
		const active = [...this.#active.values()].filter((job) => job.key === key);
		const all = [this.#waiting.find(key), ...active, this.#table?.find(key)];
		return all.filter((job) => job != null).sort(newestFirst)[0] ?? null;
	}

	#list({ before, limit }: { before: string | null; limit: number }): Job[] {
		const jobs = new Map<string, Job>();
		for (const job of this.#table?.list(before, limit) ?? []) jobs.set(job.id, job);
		// What waits is newer than what is in the file.
		for (const job of this.#active.values()) if (before === null || job.id < before) jobs.set(job.id, job);
		for (const job of this.#waiting.list(before, limit)) jobs.set(job.id, job);
		return [...jobs.values()].sort(newestFirst).slice(0, limit);
	}

	#messages({ id, after, limit }: Page): JobMessage[] {
		const kept = this.#table?.messages(id, after, limit) ?? [];
		return kept.length > 0 ? kept : this.#waiting.messages(id, after, limit);
	}

	#prune(rule: { keep: number; before: number }): string[] {
		let ids: string[] = [];
		this.#options.keep(
			(file) => {
				ids = file.pruneJobs(rule);
			},
			() => {},
		);
		return ids;
	}
}
