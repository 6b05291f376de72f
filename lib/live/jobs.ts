import { type ActiveJobs, isTerminal, type JobView } from "@/lib/jobs/types";
import type { Language } from "@/lib/language";
import { type JobsAnswer, type JobsList, listJobs, stopJob } from "./jobs-ask";
import { Pace } from "./jobs-pace";
import { Topics } from "./topics";
import type { ConnectionState, JobsStart } from "./types";

/** What a page may listen to: any change of the jobs; how the page stands to its server; a job that has just ended. */
type Topic = "jobs" | "state" | "ended";

export interface JobsOptions {
	list?: (language: Language, before: string | null) => Promise<JobsAnswer<JobsList>>;
	stop?: (language: Language, id: string) => Promise<JobsAnswer<JobView>>;
}

const pollMs = 5_000;
/** News that come together are one change of the page. */
const gatherMs = 50;

/** All jobs that a page knows of, as they are now. Knows nothing of where its news come from. */
export class JobsStore {
	#topics = new Topics<Topic>();
	#jobs = new Map<string, JobView>();
	#order: readonly JobView[] = [];
	#paces = new Map<string, Pace>();
	#stopping = new Set<string>();
	#options: Required<JobsOptions>;
	#offsetMs: number;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#poll: ReturnType<typeof setInterval> | undefined;
	#asking: Promise<void> | null = null;
	#state: ConnectionState = { name: "connecting" };
	#ended: JobView[] = [];
	#greeted = false;
	hasMore: boolean;
	isLoading = false;
	/** Why the last thing that was asked for was not done, and of which job. */
	trouble: { id: string | null; answer: Extract<JobsAnswer<unknown>, { isDone: false }> } | null = null;

	constructor(
		readonly start: JobsStart,
		options: JobsOptions = {},
	) {
		this.#options = { list: listJobs, stop: stopJob, ...options };
		this.#offsetMs = start.time - Date.now();
		this.hasMore = start.hasMore;
		for (const job of start.jobs) this.#set(job);
		this.#sort();
	}

	on(topic: Topic, listener: () => void): () => void {
		return this.#topics.on(topic, listener);
	}

	/** Newest first: the same list until something changes. */
	get jobs(): readonly JobView[] {
		return this.#order;
	}

	get state(): ConnectionState {
		return this.#state;
	}

	/** Whether what is shown is told as it changes. */
	get isLive(): boolean {
		const { name } = this.#state;
		return name === "live" || name === "polling" || (!this.#greeted && name === "connecting");
	}

	/** The server's time, as well as the browser knows it. */
	get now(): number {
		return Date.now() + this.#offsetMs;
	}

	get(id: string): JobView | undefined {
		return this.#jobs.get(id);
	}

	/** The jobs that have ended since this was called last. */
	takeEnded(): JobView[] {
		return this.#ended.splice(0);
	}

	isStopping(id: string): boolean {
		return this.#stopping.has(id);
	}

	/** How long a job has still to go, `null` where that cannot be known. */
	remainingMs(id: string): number | null {
		return this.isLive ? (this.#paces.get(id)?.remainingMs(this.now) ?? null) : null;
	}

	/** Takes in an event of the stream. */
	hear(name: string, data: unknown): void {
		if (name === "clock" || name === "hello") this.#hearTime((data as { time: number }).time);
		else if (name === "job") this.put(data as JobView);
		else if (name === "jobs") this.#hearActive(data as ActiveJobs);
		else if (name === "snapshot") {
			const { jobs } = (data as { events: { jobs?: ActiveJobs } }).events;
			if (jobs) this.#hearActive(jobs);
			// What ended in the gap is told by nobody else.
			void this.refresh();
		}
	}

	hearState(state: ConnectionState): void {
		this.#state = state;
		this.#greeted ||= state.name === "live";
		this.#topics.tell("state");
	}

	/** Takes in a job as it is now. */
	put(job: JobView): void {
		if (this.#set(job)) this.#change();
	}

	/** Asks anew for the newest jobs. */
	refresh(): Promise<void> {
		this.#asking ??= this.#ask(null).finally(() => {
			this.#asking = null;
		});
		return this.#asking;
	}

	/** Asks for older ones. */
	async more(): Promise<void> {
		if (this.isLoading) return;
		this.isLoading = true;
		this.#change();
		await this.#ask(this.#order.at(-1)?.id ?? null);
		this.isLoading = false;
		this.#change();
	}

	/** Stops a job; that it is being stopped is known at once, what came of it when it came. */
	async stop(id: string): Promise<void> {
		if (this.#stopping.has(id)) return;
		this.#stopping.add(id);
		this.trouble = null;
		this.#change();
		const answer = await this.#options.stop(this.start.language, id);
		this.#stopping.delete(id);
		if (answer.isDone) this.#set(answer.value);
		// It was over before: what it came to is the answer.
		else if (answer.status === 409) await this.refresh();
		else this.trouble = { id, answer };
		this.#change();
	}

	/** Keeps asking while somebody looks, where the stream tells nothing of jobs. */
	poll(isSeen: boolean): void {
		clearInterval(this.#poll);
		this.#poll = undefined;
		if (!isSeen || this.start.isTold) return;
		void this.refresh();
		this.#poll = setInterval(() => void this.refresh(), pollMs);
	}

	close(): void {
		clearInterval(this.#poll);
		clearTimeout(this.#timer);
		this.#timer = undefined;
	}

	async #ask(before: string | null): Promise<void> {
		const answer = await this.#options.list(this.start.language, before);
		if (!this.start.isTold) this.hearState(stateOf(answer));
		if (!answer.isDone) return;
		const { jobs } = answer.value;
		for (const job of jobs) this.#set(job);
		if (before !== null) this.hasMore = jobs.length > 0;
		else this.#forget(jobs);
		this.#change();
	}

	/** What is not there any more among the newest was removed. */
	#forget(newest: JobView[]): void {
		const oldest = newest.at(-1)?.id ?? "";
		const there = new Set(newest.map(({ id }) => id));
		for (const { id, status } of [...this.#jobs.values()]) {
			// One that is under way may have been started after the server was asked.
			if (isTerminal(status) && id > oldest && !there.has(id)) this.#jobs.delete(id);
		}
	}

	#hearTime(time: number): void {
		this.#offsetMs = time - Date.now();
	}

	#hearActive({ jobs, time, more = 0 }: ActiveJobs & { more?: number }): void {
		const active = new Set(jobs.map(({ id }) => id));
		for (const job of jobs) this.#set(job);
		const isMissing = this.#order.some(
			({ id, status, time: known }) =>
				(status === "running" || (status === "queued" && more === 0)) && !active.has(id) && known < time,
		);
		if (isMissing) void this.refresh();
		this.#change();
	}

	#set(job: JobView): boolean {
		const known = this.#jobs.get(job.id);
		// News of two ways may overtake each other, and what has ended stays so.
		if (known && (known.time > job.time || (isTerminal(known.status) && !isTerminal(job.status))))
			return false;
		this.#jobs.set(job.id, job);
		if (job.status === "running") {
			const pace = this.#paces.get(job.id) ?? beginPace(job);
			pace.note(job.time, job.progress);
			this.#paces.set(job.id, pace);
		} else this.#paces.delete(job.id);
		if (known && !isTerminal(known.status) && isTerminal(job.status)) this.#ended.push(job);
		return true;
	}

	#change(): void {
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			this.#sort();
			this.#topics.tell("jobs");
			if (this.#ended.length > 0) this.#topics.tell("ended");
		}, gatherMs);
	}

	#sort(): void {
		this.#order = [...this.#jobs.values()].sort((one, other) => (one.id < other.id ? 1 : -1));
	}
}

/** Where nothing was heard of a job before: it had done nothing when it began. */
function beginPace({ startedAt }: JobView): Pace {
	const pace = new Pace();
	if (startedAt) pace.note(startedAt, 0);
	return pace;
}

function stateOf(answer: JobsAnswer<unknown>): ConnectionState {
	if (answer.isDone) return { name: "live" };
	if (answer.status === 401) return { name: "signedOut", reason: null };
	return { name: "reconnecting", attempt: 1, at: null, reason: null };
}
