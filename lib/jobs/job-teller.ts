import type { LiveJob } from "./live-job";

interface JobTellerOptions {
	/** Another status is told this soon after the last word on that job, the rest as seldom as this. */
	statusMs?: number;
	progressMs?: number;
	onJob: (job: LiveJob) => void;
	onActive: () => void;
}

interface Told {
	at: number;
	dueAt: number;
	timer: NodeJS.Timeout | null;
}

/**
 * Tells what is news of jobs to those who follow all of them: at once where nothing was told for a while, and else
 * what is true once it may be told again. The last of each job is always told.
 */
export class JobTeller {
	#options: Required<JobTellerOptions>;
	#told = new Map<string, Told>();
	#activeAt = Number.NEGATIVE_INFINITY;
	#activeTimer: NodeJS.Timeout | null = null;

	constructor(options: JobTellerOptions) {
		this.#options = { statusMs: 250, progressMs: 250, ...options };
	}

	/** Something of this job is another now; with `isNews` its status. */
	change(job: LiveJob, isNews: boolean): void {
		const { statusMs, progressMs } = this.#options;
		const { id } = job.actual;
		const told = this.#told.get(id) ?? { at: Number.NEGATIVE_INFINITY, dueAt: 0, timer: null };
		this.#told.set(id, told);
		const dueAt = told.at + (isNews ? statusMs : progressMs);
		if (isNews) this.changeActive();
		if (told.timer && told.dueAt <= dueAt) return;
		if (told.timer) clearTimeout(told.timer);
		told.dueAt = dueAt;
		const waitMs = dueAt - performance.now();
		if (waitMs <= 0) this.#tell(job, told);
		else told.timer = setTimeout(() => this.#tell(job, told), waitMs).unref();
	}

	/** Which jobs are there, or how they stand in the queue, is another now. */
	changeActive(): void {
		if (this.#activeTimer) return;
		const waitMs = this.#activeAt + this.#options.statusMs - performance.now();
		// Never in the middle of what changes them.
		this.#activeTimer = setTimeout(() => this.#tellActive(), Math.max(0, waitMs)).unref();
	}

	close(): void {
		for (const { timer } of this.#told.values()) if (timer) clearTimeout(timer);
		if (this.#activeTimer) clearTimeout(this.#activeTimer);
	}

	#tell(job: LiveJob, told: Told): void {
		if (told.timer) clearTimeout(told.timer);
		told.timer = null;
		told.at = performance.now();
		if (job.isEnded) this.#told.delete(job.actual.id);
		this.#options.onJob(job);
	}

	#tellActive(): void {
		this.#activeTimer = null;
		this.#activeAt = performance.now();
		this.#options.onActive();
	}
}
