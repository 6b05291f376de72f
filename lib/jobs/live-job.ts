import type { Log } from "@/lib/log";
import { follow } from "./follow";
import type { JobLog, Seen } from "./job-log";
import type { MessagePages } from "./message-pages";
import { sizeOf } from "./size-of";
import { isTerminal, type Job, type JobMessage, type JobNews, type JobStore } from "./types";

/** So much of what was said is at hand; what is older is read from the store. */
const mostAtHand = 2_000;
const mostBytesAtHand = 1_048_576;
/** How far a job is changes often, and is kept this seldom. */
const keepMs = 1_000;

interface LiveJobOptions {
	store: JobStore;
	pages: MessagePages;
	now: () => number;
	log: Log;
	/** What viewers see of it has changed; `isNews` is whether it is in another status now. */
	onSeen: (job: LiveJob, isNews: boolean) => void;
}

/**
 * A job that has not ended. What it says is numbered and kept at once, and seen once it is kept: nobody has seen what
 * a crash could take away. After a terminal message it says nothing any more.
 */
export class LiveJob implements JobLog {
	/** Resolves once its end is seen. */
	readonly ended: Promise<void>;
	/** Who told it to end. */
	cancelledBy: string | null = null;
	#options: LiveJobOptions;
	#actual: Job;
	#shown: Job;
	#position: number | null = null;
	#atHand: JobMessage[] = [];
	#bytesAtHand = 0;
	#keptAt: number;
	#seen: Promise<void> = Promise.resolve();
	#listeners = new Set<() => void>();
	#onEnded = () => {};

	/** Keeps it as one that has said nothing yet. */
	constructor(job: Job, options: LiveJobOptions) {
		this.#options = options;
		this.#actual = job;
		this.#shown = job;
		this.#keptAt = options.now();
		this.ended = new Promise((resolve) => {
			this.#onEnded = resolve;
		});
		this.#keep(() => options.store.put(job));
	}

	/** As it is, seen or not. */
	get actual(): Job {
		return this.#actual;
	}

	get seen(): Seen {
		return { job: this.#shown, position: this.#shown.status === "queued" ? this.#position : null };
	}

	get newest(): number {
		return this.#shown.messages;
	}

	get isEnded(): boolean {
		return isTerminal(this.#shown.status);
	}

	set position(position: number | null) {
		if (position === this.#position) return;
		this.#position = position;
		this.#tell();
	}

	/** Says it, and changes what is known of the job with it; resolves once it is seen. */
	say(news: JobNews[], change: Partial<Job> = {}): Promise<void> {
		const { store, now } = this.#options;
		const before = this.#actual;
		if (isTerminal(before.status) || news.length === 0) return this.#seen;
		const time = now();
		const messages = news.map((one, index) => ({ ...one, seq: before.messages + index + 1, time }));
		const job = { ...news.reduce(follow, before), ...change, messages: before.messages + news.length };
		this.#actual = job;
		const kept = this.#keep(() => store.append(job.id, messages));
		if (job.status !== before.status || time - this.#keptAt >= keepMs) {
			this.#keptAt = time;
			this.#keep(() => store.put(job));
		}
		this.#seen = Promise.all([kept, this.#seen]).then(() => this.#show(job, messages));
		return this.#seen;
	}

	read(after: number, limit: number): JobMessage[] | Promise<JobMessage[]> {
		const first = this.#atHand[0]?.seq ?? this.newest + 1;
		const fromHand = () => this.#atHand.slice(Math.max(0, after + 1 - first)).slice(0, limit);
		if (after + 1 >= first) return fromHand();
		const { newest } = this;
		return this.#options.pages.read(this.#actual.id, after, limit).then((found) => {
			const seen = found.filter(({ seq }) => seq <= newest);
			// Where they were lost, what is left is told all the same.
			return seen.length > 0 ? seen : this.#atHand.slice(0, limit);
		});
	}

	watch(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Whatever the store does, the job goes on. */
	async #keep(keep: () => void | Promise<void>): Promise<void> {
		try {
			await keep();
		} catch (error) {
			this.#options.log.error(`what the job ${this.#actual.id} says cannot be kept`, error);
		}
	}

	#show(job: Job, messages: JobMessage[]): void {
		const isNews = job.status !== this.#shown.status || this.#shown.messages === 0;
		this.#shown = job;
		this.#atHand.push(...messages);
		for (const message of messages) this.#bytesAtHand += sizeOf(message);
		this.#bound();
		if (this.isEnded) this.#onEnded();
		this.#options.onSeen(this, isNews);
		this.#tell();
	}

	#bound(): void {
		if (this.#atHand.length <= mostAtHand && this.#bytesAtHand <= mostBytesAtHand) return;
		let count = 0;
		// Half of it at once, as each time all of the rest is moved. The newest stays.
		while (
			count < this.#atHand.length - 1 &&
			(this.#atHand.length - count > mostAtHand / 2 || this.#bytesAtHand > mostBytesAtHand / 2)
		) {
			this.#bytesAtHand -= sizeOf(this.#atHand[count++] as JobMessage);
		}
		this.#atHand = this.#atHand.slice(count);
	}

	#tell(): void {
		for (const listener of [...this.#listeners]) {
			try {
				listener();
			} catch (error) {
				// Whatever becomes of one viewer, the others are told.
				this.#options.log.error("a viewer of a job could not be told", error);
			}
		}
	}
}
