import type { Job, JobMessage, JobStore } from "./types";

/** About so much of what jobs said is remembered. */
const mostBytes = 32 * 1_024 * 1_024;

/** Remembers jobs for as long as this process lives; of too much that was said the oldest jobs' is forgotten first. */
export class MemoryJobs implements JobStore {
	readonly unfinished: Promise<Job[]> = Promise.resolve([]);
	readonly reason = "jobs are only remembered";
	#jobs = new Map<string, Job>();
	#messages = new Map<string, JobMessage[]>();
	#bytes = 0;

	put(job: Job): void {
		this.#jobs.set(job.id, structuredClone(job));
	}

	async append(id: string, messages: JobMessage[]): Promise<void> {
		const all = this.#messages.get(id) ?? [];
		this.#messages.set(id, all);
		all.push(...messages);
		for (const message of messages) this.#bytes += sizeOf(message);
		this.#bound(id);
	}

	async get(id: string): Promise<Job | null> {
		return structuredClone(this.#jobs.get(id) ?? null);
	}

	async find(key: string): Promise<Job | null> {
		return structuredClone(this.#newestFirst().find((job) => job.key === key) ?? null);
	}

	async list({ before, limit }: { before: string | null; limit: number }): Promise<Job[]> {
		const within = this.#newestFirst().filter(({ id }) => before === null || id < before);
		return structuredClone(within.slice(0, limit));
	}

	async messages(id: string, after: number, limit: number): Promise<JobMessage[]> {
		const all = this.#messages.get(id) ?? [];
		const start = Math.max(0, after + 1 - (all[0]?.seq ?? 1));
		return all.slice(start, start + limit);
	}

	async prune({ keep, before }: { keep: number; before: number }): Promise<string[]> {
		const ended = this.#newestFirst().filter(({ endedAt }) => endedAt !== null);
		const over = ended.filter(({ endedAt }, index) => index >= keep || (endedAt ?? 0) < before);
		for (const { id } of over) {
			this.#jobs.delete(id);
			this.#forget(id);
		}
		return over.map(({ id }) => id);
	}

	#newestFirst(): Job[] {
		return [...this.#jobs.values()].sort((one, other) => (one.id < other.id ? 1 : -1));
	}

	#bound(newest: string): void {
		for (const id of [...this.#messages.keys()].sort()) {
			if (this.#bytes <= mostBytes) return;
			if (id !== newest) this.#forget(id);
		}
	}

	#forget(id: string): void {
		for (const message of this.#messages.get(id) ?? []) this.#bytes -= sizeOf(message);
		this.#messages.delete(id);
	}
}

/** About what it takes in memory. */
function sizeOf(message: JobMessage): number {
	return (
		200 + ("words" in message && message.words && "text" in message.words ? message.words.text.length * 2 : 0)
	);
}
