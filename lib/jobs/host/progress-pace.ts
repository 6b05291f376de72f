import type { JobNews } from "../types";

type Progress = Extract<JobNews, { kind: "progress" }>;

const leastMs = 250;
// So that a day of it is no more than some 20,000 messages.
const shareOfTime = 4_000;

/** Lets progress through as often as a bar moves, and seldomer the longer it takes; the newest is always told in the end. */
export class ProgressPace {
	#tell: (news: Progress) => void;
	#now: () => number;
	#begunAt: number;
	#toldAt = Number.NEGATIVE_INFINITY;
	#told = "";
	#waiting: Progress | null = null;
	#timer: NodeJS.Timeout | null = null;

	constructor(tell: (news: Progress) => void, now: () => number) {
		this.#tell = tell;
		this.#now = now;
		this.#begunAt = now();
	}

	offer(news: Progress): void {
		this.#waiting = news;
		if (this.#timer) return;
		const now = this.#now();
		const everyMs = Math.max(leastMs, (now - this.#begunAt) / shareOfTime);
		const waitMs = this.#toldAt + everyMs - now;
		if (waitMs <= 0) this.flush();
		else this.#timer = setTimeout(() => this.flush(), waitMs);
	}

	/** Tells the newest now. */
	flush(): void {
		if (this.#timer) clearTimeout(this.#timer);
		this.#timer = null;
		const news = this.#waiting;
		this.#waiting = null;
		const text = JSON.stringify(news);
		if (!news || text === this.#told) return;
		this.#told = text;
		this.#toldAt = this.#now();
		this.#tell(news);
	}
}
