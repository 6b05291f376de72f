import type { Words } from "@/lib/job-words";
import type { JobNews } from "../types";
import { Allowance, defaultLimits, type Limits } from "./allowance";
import { Outbox, type Send } from "./outbox";
import { ProgressPace } from "./progress-pace";

type Log = Extract<JobNews, { kind: "log" }>;
export type Source = Log["source"];

export interface TellerOptions {
	send: Send;
	limits?: Limits;
	now?: () => number;
	/** It was full and is no more. */
	onRoom?: () => void;
}

/** Tells what a job says, as far as that is allowed, and how many lines were left out where they were. */
export class Teller {
	readonly allowance: Allowance;
	#outbox: Outbox;
	#pace: ProgressPace;
	#tailLines: number;
	/** Since lines were told last. */
	#skipped = 0;
	#leftOut = 0;
	#saidFull = false;
	/** The end of the output, where all before it is more than is kept: it often says why it failed. */
	#tail: Log[] = [];

	constructor({ send, limits = defaultLimits, now = () => performance.now(), onRoom }: TellerOptions) {
		this.allowance = new Allowance(limits, now);
		this.#outbox = new Outbox(send, onRoom ?? (() => {}));
		this.#pace = new ProgressPace((news) => this.#outbox.add(news), now);
		this.#tailLines = limits.tailLines;
	}

	get leftOut(): number {
		return this.#leftOut;
	}

	/** Whoever has a choice does not say more now. */
	get isFull(): boolean {
		return this.#outbox.isFull;
	}

	/** Says a line, or counts it. */
	say(source: Source, words: Words): void {
		const news: Log = { kind: "log", source, words };
		if (this.allowance.admit("text" in words ? words.text.length : 100)) {
			this.#tellSkipped();
			this.#outbox.add(news);
			return;
		}
		this.#skipped++;
		if (!this.allowance.isFull) return;
		if (!this.#saidFull) this.note({ key: "outputFull", parameters: {} });
		this.#saidFull = true;
		this.#tail.push(news);
		if (this.#tail.length > this.#tailLines) this.#tail.shift();
	}

	/** Says what is always told. */
	note(words: Words): void {
		this.#outbox.add({ kind: "log", source: "hostbeat", words });
	}

	progress(progress: number | null, words: Words | null): void {
		this.#pace.offer({ kind: "progress", progress, words });
	}

	/** Tells all that is still to be told. */
	close(): void {
		this.#pace.flush();
		this.#skipped -= this.#tail.length;
		this.#tellSkipped();
		for (const news of this.#tail) this.#outbox.add(news);
		this.#tail = [];
		this.#outbox.close();
	}

	#tellSkipped(): void {
		if (this.#skipped === 0) return;
		this.note({ key: "linesLeftOut", parameters: { count: this.#skipped } });
		this.#leftOut += this.#skipped;
		this.#skipped = 0;
	}
}
