import type { Job, JobMessage, JobStore } from "@/lib/jobs/types";
import { handOver, interrupt, type JobDisk, messagesAtOnce } from "./hand-over";
import { JobWrites } from "./job-writes";
import type { JobWrite } from "./protocol";
import { RememberedJobs } from "./remembered-jobs";

const againMs = 5_000;

/**
 * Jobs on the disk. Until it is known whether that can be used all waits; where it cannot, they are remembered, and
 * handed to the disk once it can.
 */
export class KeptJobs implements JobStore {
	readonly unfinished: Promise<Job[]>;
	#onUnfinished: (jobs: Job[]) => void = () => {};
	#disk: JobDisk | null = null;
	#memory: RememberedJobs | null = null;
	#writes = new JobWrites();
	/** Those that have not ended, as they were put last. */
	#active = new Map<string, Job>();
	/** Why they are not on the disk, or not written now. */
	#reason: string | null = null;
	/** Another number each time that a disk can be used, or cannot. */
	#turn = 0;
	/** Resolves once the disk that there was can be used again, or has been waited for for long enough. */
	#again = Promise.resolve();
	#onAgain = () => {};
	#closed = false;

	constructor() {
		this.unfinished = new Promise((resolve) => {
			this.#onUnfinished = resolve;
		});
	}

	get reason(): string | null {
		return this.#reason ?? (this.#writes.hangs ? "the disk does not answer" : null);
	}

	/** Why the file cannot be written now, `null` while it can. */
	set stopped(reason: string | null) {
		if (this.#disk) this.#reason = reason;
	}

	/** The disk can be used; `unfinished` are those that had not ended when it was opened. */
	async open(disk: JobDisk, unfinished: Job[]): Promise<void> {
		const turn = ++this.#turn;
		const memory = this.#memory;
		if (!memory) {
			this.#begin(disk);
			this.#onUnfinished(unfinished);
			return;
		}
		// What comes meanwhile waits.
		this.#writes.handTo(null);
		try {
			await this.#writes.idle;
			await handOver(memory, disk);
			await interrupt(unfinished, memory, disk);
		} catch {
			// It can be used no more: who opened it says so, and then says that another can.
			return;
		}
		if (this.#turn === turn) this.#begin(disk);
	}

	/** There is no disk that can be used. */
	refuse(reason: string): void {
		this.#turn++;
		if (this.#disk) this.#awaitAgain();
		this.#disk = null;
		this.#reason = reason;
		this.#memory ??= new RememberedJobs();
		const memory = this.#memory;
		for (const job of this.#active.values()) memory.write({ type: "put", job });
		this.#writes.handTo(async (writes) => {
			for (const write of writes) memory.write(write);
		});
		this.#onUnfinished([]);
	}

	/** Hands all that waits to the disk, which may not be open yet; what comes later is lost. */
	close(disk: JobDisk | null): void {
		if (this.#closed) return;
		this.#closed = true;
		const left = [...(this.#memory?.writes(messagesAtOnce) ?? []), ...this.#writes.take()];
		// It ends at once, and does what it was told before.
		if (left.length > 0) disk?.keepJobs(left).catch(() => {});
	}

	put(now: Job): void {
		// As it is now, whatever becomes of it before it is written.
		const job = structuredClone(now);
		if (job.endedAt === null) this.#active.set(job.id, job);
		else this.#active.delete(job.id);
		void this.#write({ type: "put", job });
	}

	async append(id: string, messages: JobMessage[]): Promise<void> {
		const slices = Math.ceil(messages.length / messagesAtOnce);
		// A tick waits for one slice, and not for all.
		const writes = Array.from({ length: slices }, (_, index) => {
			const slice = messages.slice(index * messagesAtOnce, (index + 1) * messagesAtOnce);
			return this.#write({ type: "append", id, messages: slice });
		});
		await Promise.all(writes);
	}

	get(id: string): Promise<Job | null> {
		return this.#read("get", id, (memory) => memory.get(id));
	}

	find(key: string): Promise<Job | null> {
		return this.#read("find", key, (memory) => memory.find(key));
	}

	list(query: { before: string | null; limit: number }): Promise<Job[]> {
		return this.#read("list", query, (memory) => memory.list(query.before, query.limit));
	}

	messages(id: string, after: number, limit: number): Promise<JobMessage[]> {
		return this.#read("messages", { id, after, limit: Math.min(limit, messagesAtOnce) }, (memory) =>
			memory.messages(id, after, limit),
		);
	}

	prune(rule: { keep: number; before: number }): Promise<string[]> {
		return this.#read("prune", rule, (memory) => memory.prune(rule));
	}

	// What is read meanwhile would lack all that is on the disk.
	#awaitAgain(): void {
		this.#again = new Promise((resolve) => {
			this.#onAgain = resolve;
			setTimeout(resolve, againMs).unref();
		});
	}

	#begin(disk: JobDisk): void {
		this.#onAgain();
		this.#memory = null;
		this.#disk = disk;
		this.#reason = null;
		this.#writes.handTo(async (writes) => {
			const reason = await disk.keepJobs(writes);
			// It may be another by now, or none.
			if (this.#disk === disk) this.#reason = reason;
		});
	}

	#write(write: JobWrite): Promise<void> {
		return this.#closed ? Promise.resolve() : this.#writes.push(write);
	}

	/** After all that was written so far. */
	async #read<T>(subject: string, data: unknown, fromMemory: (memory: RememberedJobs) => T): Promise<T> {
		await this.#again;
		await this.#writes.push(null);
		const disk = this.#disk;
		if (!disk) {
			if (this.#memory) return structuredClone(fromMemory(this.#memory));
			throw new Error("the history is closed");
		}
		try {
			return (await disk.askJobs(subject, data)) as T;
		} catch (error) {
			if (this.#disk === disk) throw error;
			// It ended with the question: what goes on is in memory.
			return this.#read(subject, data, fromMemory);
		}
	}
}
