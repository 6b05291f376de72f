import { join } from "node:path";
import type { Words } from "@/lib/job-words";
import type { Language } from "@/lib/language";
import type { Log } from "@/lib/log";
import { CleanUp } from "./clean-up";
import { interruptLeft, whyInterrupted } from "./interrupt";
import { JobIds } from "./job-ids";
import type { JobLog, Seen } from "./job-log";
import { JobQueue } from "./job-queue";
import { JobTeller } from "./job-teller";
import { viewActive, viewBriefly } from "./job-view";
import { KnownJobs } from "./known-jobs";
import { LiveJob } from "./live-job";
import { makeJob } from "./make-job";
import { MessagePages } from "./message-pages";
import { checkParameters } from "./parameters";
import { readEnd } from "./read-end";
import { TurnsByKey } from "./turns-by-key";
import {
	type ActiveJobs,
	isTerminal,
	type Job,
	type JobEnd,
	type JobHost,
	type JobHostEvents,
	type JobNews,
	type JobSettings,
	type JobStore,
	type JobView,
	type Starter,
	type Task,
	type TerminalStatus,
} from "./types";

interface JobsOptions {
	settings: JobSettings;
	store: JobStore;
	createHost: (events: Omit<JobHostEvents, "onAsk">) => JobHost;
	/** Where each job has a directory of its own. */
	directory: string;
	/** A job is another than it was; at most four times in a second. */
	onJob: (view: JobView) => void;
	/** Others are at work or wait. */
	onActive: (active: ActiveJobs) => void;
	log: Log;
	now?: () => number;
}

/** What is asked for. */
export interface JobStart {
	task: Task;
	/** As they came. */
	parameters: unknown;
	key: string | null;
	startedBy: Starter;
	/** Whether it is asked for without the right to all jobs. */
	isLimited?: boolean;
	language: Language;
}

/** So many may wait; more are refused. */
const mostWaiting = 1_000;
/** While so many wait, no more of those come in who may run some tasks only: nobody else would find a place. */
const mostLimited = 100;
const cancelMs = 15_000;

/** Why a job was not started that could be at another time, or under another key. */
export class StartRefused extends Error {
	override name = "StartRefused";

	constructor(
		readonly code: "queue_full" | "key_taken" | "closing",
		message: string,
	) {
		super(message);
	}
}

/** Runs tasks as jobs, at most so many at once and in their order, and knows what becomes of them. */
export class Jobs {
	#options: JobsOptions;
	#now: () => number;
	#host: JobHost;
	#ids: JobIds;
	#queue: JobQueue;
	#pages: MessagePages;
	#known: KnownJobs;
	#tasks = new Map<string, Task>();
	#turns = new TurnsByKey();
	#teller: JobTeller;
	#cleanUp: CleanUp;
	#ready: Promise<void>;
	#closed = false;

	/** Those that an earlier server left are ended first. */
	constructor(options: JobsOptions) {
		const { settings, store, directory, log, now = Date.now } = options;
		this.#options = options;
		this.#now = now;
		this.#ids = new JobIds(now);
		this.#queue = new JobQueue(settings.atOnce);
		this.#pages = new MessagePages(store);
		this.#known = new KnownJobs({ store, pages: this.#pages, now });
		this.#teller = new JobTeller({
			onJob: ({ seen }) => options.onJob(viewBriefly(seen, now())),
			onActive: () => options.onActive(this.active),
		});
		this.#cleanUp = new CleanUp({ ...settings, store, directory, now, log });
		this.#host = options.createHost({
			onNews: (id, news) => this.#hear(id, news),
			onEnd: (id, end) => this.#finish(id, end),
			onLost: (ids) => this.#lose(ids),
		});
		this.#ready = this.#recover();
	}

	/** All that can be run. */
	get tasks(): readonly Task[] {
		return this.#options.settings.tasks;
	}

	get atOnce(): number {
		return this.#options.settings.atOnce;
	}

	/** All that have not ended. */
	get active(): ActiveJobs {
		const seen = this.#known.active.filter((job) => job.newest > 0 && !job.isEnded);
		return viewActive(
			seen.map((job) => job.seen),
			this.atOnce,
			this.#now(),
		);
	}

	/**
	 * Starts a job, or lets it wait for its turn; where there is one of this key, gives that. Resolves once that outlives
	 * a crash. Rejects with a ParameterError or StartRefused.
	 */
	async start(asked: JobStart): Promise<{ seen: Seen; isNew: boolean }> {
		await this.#ready;
		const { key } = asked;
		if (key === null) return this.#startNew(asked);
		return this.#turns.run(key, () => this.#startOnce(key, asked));
	}

	/** A job, and what it says from its first word on. */
	async log(id: string): Promise<JobLog | null> {
		await this.#ready;
		return this.#known.log(id);
	}

	/** Newest first. */
	async list(query: { before: string | null; limit: number }): Promise<Seen[]> {
		await this.#ready;
		return this.#known.list(query);
	}

	/** Ends a job; resolves once it has ended, or after 15 s with what is known by then. `null` where there is none. */
	async cancel(id: string, by: string): Promise<{ seen: Seen; wasOver: boolean } | null> {
		const found = await this.log(id);
		const job = this.#known.findActive(id);
		if (!found || !job) return found && { seen: found.seen, wasOver: true };
		if (isTerminal(job.actual.status)) {
			await job.ended;
			return { seen: job.seen, wasOver: true };
		}
		job.cancelledBy ??= by;
		if (this.#queue.isWaiting(id)) {
			this.#queue.remove(id);
			this.#end(job, "cancelled", { key: "cancelled", parameters: { by: job.cancelledBy } });
			this.#tellPositions();
		} else {
			this.#host.cancel(id);
		}
		await new Promise<void>((resolve) => {
			const late = setTimeout(resolve, cancelMs).unref();
			void job.ended.then(() => {
				clearTimeout(late);
				resolve();
			});
		});
		return { seen: job.seen, wasOver: false };
	}

	/** Where a job leaves its files. */
	directoryOf(id: string): string {
		return join(this.#options.directory, id);
	}

	/** Ends all of them, and says so in their logs. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#host.close();
		for (const job of this.#known.active) this.#end(job, "interrupted", whyInterrupted(job.actual));
		this.#teller.close();
		this.#cleanUp.close();
	}

	async #recover(): Promise<void> {
		const { store, log } = this.#options;
		try {
			const left = await store.unfinished;
			for (const job of left) await interruptLeft(store, job, this.#now());
			const [newest] = await store.list({ before: null, limit: 1 });
			if (newest) this.#ids.follow(newest.id);
			if (left.length > 0) log.warn(`${left.length} jobs were interrupted, as the server had ended.`);
		} catch (error) {
			log.error("jobs of before could not be read", error);
		}
		void this.#cleanUp.run().then(() => this.#cleanUp.sweep());
	}

	async #startOnce(key: string, asked: JobStart): Promise<{ seen: Seen; isNew: boolean }> {
		const known = await this.#known.find(key);
		if (!known) return this.#startNew(asked);
		if (known.job.task === asked.task.id) return { seen: known, isNew: false };
		throw new StartRefused("key_taken", "key: expected one that no job of another task has, got one");
	}

	async #startNew({ task, parameters, key, startedBy, isLimited = false, language }: JobStart) {
		const { log, store } = this.#options;
		const checked = await checkParameters(task, parameters, this.#now());
		if (this.#closed) throw new StartRefused("closing", "The server ends; try again.");
		const most = isLimited ? mostLimited : mostWaiting;
		if (this.#queue.waiting >= most)
			throw new StartRefused("queue_full", `There are ${most} jobs or more waiting: try again later.`);
		const starting = { task, parameters: checked, key, startedBy, language, time: this.#now() };
		const job = new LiveJob(makeJob(this.#ids.make(), starting), {
			...{ store, pages: this.#pages, now: this.#now, log },
			onSeen: (live, isNews) => this.#teller.change(live, isNews),
		});
		const { id } = job.actual;
		this.#tasks.set(id, task);
		this.#known.add(job);
		this.#queue.add(id, task.concurrencyKey);
		const queued = job.say([{ kind: "queued" }]);
		this.#run();
		await queued;
		return { seen: job.seen, isNew: true };
	}

	#run(): void {
		while (!this.#closed) {
			const job = this.#known.findActive(this.#queue.next() ?? "");
			if (!job) break;
			this.#begin(job);
		}
		this.#tellPositions();
	}

	#begin(job: LiveJob): void {
		const { id, parameters, language } = job.actual;
		const { run, timeoutMs } = this.#tasks.get(id) as Task;
		void job.say([{ kind: "running" }], { startedAt: this.#now() });
		try {
			this.#host.start({ id, run, parameters, timeoutMs, language, directory: this.directoryOf(id) });
		} catch (error) {
			const { message: reason } = error as Error;
			this.#end(job, "failed", { key: "notStarted", parameters: { reason } });
		}
	}

	#tellPositions(): void {
		const { positions } = this.#queue;
		for (const job of this.#known.active) job.position = positions.get(job.actual.id) ?? null;
		this.#teller.changeActive();
	}

	#hear(id: string, news: JobNews[]): void {
		// How it ends is told by its end.
		void this.#known.findActive(id)?.say(news.filter(({ kind }) => kind === "log" || kind === "progress"));
	}

	#finish(id: string, end: JobEnd): void {
		const job = this.#known.findActive(id);
		if (!job) return;
		const { notes, words, change } = readEnd(end, job.actual, job.cancelledBy);
		this.#end(job, end.status, words, change, notes);
	}

	#lose(ids: string[]): void {
		for (const id of ids) {
			const job = this.#known.findActive(id);
			if (job) this.#end(job, "interrupted", { key: "hostEnded", parameters: {} });
		}
	}

	#end(
		job: LiveJob,
		kind: TerminalStatus,
		words: Words | null,
		change: Partial<Job> = {},
		before: JobNews[] = [],
	): void {
		if (isTerminal(job.actual.status)) return;
		const seen = job.say([...before, { kind, words }], { ...change, endedAt: this.#now() });
		// Only then may the next one be seen to run.
		void seen.then(() => this.#leave(job));
	}

	#leave(job: LiveJob): void {
		const { id } = job.actual;
		this.#queue.remove(id);
		this.#known.end(job);
		this.#tasks.delete(id);
		this.#run();
		this.#cleanUp.queue();
	}
}
