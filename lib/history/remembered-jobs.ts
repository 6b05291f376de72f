import type { Job, JobMessage } from "@/lib/jobs/types";
import type { JobWrite } from "./protocol";

/** So much of what jobs say is remembered: memory is finite. */
const mostBytes = 33_554_432;

/** Jobs in memory: those that wait for the disk, or all of them where there is none. */
export class RememberedJobs {
	#jobs = new Map<string, Job>();
	#messages = new Map<string, JobMessage[]>();
	#bytes = 0;

	/** Of messages that are too many the oldest are lost, but for the last one of each job. */
	write(write: JobWrite): void {
		if (write.type === "put") {
			this.#jobs.set(write.job.id, write.job);
			return;
		}
		const known = this.#messages.get(write.id) ?? [];
		this.#messages.set(write.id, known);
		for (const message of write.messages) {
			if (message.seq <= (known.at(-1)?.seq ?? 0)) continue;
			known.push(message);
			this.#bytes += sizeOf(message);
		}
		if (this.#bytes > mostBytes) this.#forget();
	}

	get(id: string): Job | null {
		return this.#jobs.get(id) ?? null;
	}

	/** The newest that was started with this key. */
	find(key: string): Job | null {
		return [...this.#jobs.values()].filter((job) => job.key === key).sort(newestFirst)[0] ?? null;
	}

	/** Newest first. */
	list(before: string | null, limit: number): Job[] {
		const all = [...this.#jobs.values()].filter(({ id }) => before === null || id < before);
		return all.sort(newestFirst).slice(0, limit);
	}

	messages(id: string, after: number, limit: number): JobMessage[] {
		const all = this.#messages.get(id) ?? [];
		const first = all[0]?.seq ?? 1;
		const start = Math.max(0, after + 1 - first);
		return all.slice(start, start + limit);
	}

	/** See `JobStore`. */
	prune({ keep, before }: { keep: number; before: number }): string[] {
		const ended = [...this.#jobs.values()].filter(({ endedAt }) => endedAt !== null).sort(newestFirst);
		const gone = ended.filter(({ endedAt }, index) => index >= keep || (endedAt ?? 0) < before);
		for (const { id } of gone) {
			this.#jobs.delete(id);
			for (const message of this.#messages.get(id) ?? []) this.#bytes -= sizeOf(message);
			this.#messages.delete(id);
		}
		return gone.map(({ id }) => id);
	}

	/** All of it, in an order in which it can be kept, no more than so many messages at once. */
	*writes(most: number): Generator<JobWrite> {
		for (const job of this.#jobs.values()) yield { type: "put", job };
		for (const [id, messages] of this.#messages) {
			for (let at = 0; at < messages.length; at += most) {
				yield { type: "append", id, messages: messages.slice(at, at + most) };
			}
			const job = this.get(id);
			// Once more: only now all that it said can be packed.
			if (job && job.endedAt !== null) yield { type: "put", job };
		}
	}

	clear(): void {
		this.#jobs.clear();
		this.#messages.clear();
		this.#bytes = 0;
	}

	#forget(): void {
		for (const messages of this.#messages.values()) {
			let count = 0;
			// A quarter at once, for each time all of a list is moved.
			while (this.#bytes > mostBytes * 0.75 && count < messages.length - 1) {
				this.#bytes -= sizeOf(messages[count++] as JobMessage);
			}
			messages.splice(0, count);
			if (this.#bytes <= mostBytes * 0.75) return;
		}
	}
}

/** For lists of jobs, the newest first. */
export const newestFirst = (one: Job, other: Job) => (one.id === other.id ? 0 : one.id < other.id ? 1 : -1);

/** About what it takes in memory. */
function sizeOf(message: JobMessage): number {
	const words = "words" in message ? message.words : null;
	return 200 + (words && "text" in words ? words.text.length * 2 : 0);
}
