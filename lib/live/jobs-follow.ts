import { withBasePath } from "@/lib/base-path";
import { isTerminal, type JobView, jobStatuses } from "@/lib/jobs/types";
import type { Language } from "@/lib/language";
import { isFinal, probeStream } from "./diagnosis";
import type { LogMessage } from "./jobs-log";
import { overBy, signedOutBy } from "./over";
import { Retry } from "./retry";
import { Silence } from "./silence";
import type { ConnectionState } from "./types";

/** How the page of a job stands to its stream: as any connection; or all of it has come, or the job is gone. */
export type FollowState = ConnectionState | { name: "complete" } | { name: "gone" };

/** What a job's stream tells. */
export interface FollowEvents {
	onJob(job: JobView): void;
	onLog(message: LogMessage): void;
	onProgress(progress: { time: number; progress: number | null; message: string | null }): void;
	onStatus(status: JobView["status"], time: number): void;
	onState(state: FollowState): void;
}

interface FollowOptions {
	id: string;
	language: Language;
	/** The newest message that the page has already, 0 for none. */
	after: number;
	createEventSource?: (url: string) => EventSource;
	fetch?: typeof fetch;
	isOnline?: () => boolean;
}

const checkMs = 500;
const helloMs = 10_000;
const sleptMs = 5_000;
const names = ["hello", "log", "progress", "job", "ping", "signed-out", "shutdown", "busy", ...jobStatuses];

/**
 * Follows one job to its end: all its messages once and in order, from wherever it was cut. As with the other stream,
 * each error closes the EventSource, and a new one goes on from the newest message.
 */
export class JobFollow {
	#options: Required<FollowOptions>;
	#events: FollowEvents;
	#source: EventSource | null = null;
	#isRunning = false;
	#isLive = false;
	#isDelayed = false;
	#isResting = false;
	#cursor: number;
	#heartbeatMs = 15_000;
	#openedAt = 0;
	#silence = new Silence();
	#retry: Retry;
	#watchdog: ReturnType<typeof setInterval> | undefined;
	#checkedAt = 0;

	constructor(options: FollowOptions, events: FollowEvents) {
		this.#options = {
			createEventSource: (url) => new EventSource(url),
			fetch: (...args) => fetch(...args),
			isOnline: () => navigator.onLine,
			...options,
		};
		this.#events = events;
		this.#cursor = options.after;
		this.#retry = new Retry(
			() => this.#open(),
			(state) => this.#events.onState(state),
			this.#options.isOnline,
		);
	}

	/** How long nothing was heard. */
	get silentMs(): number | null {
		return this.#silence.ms;
	}

	start(): void {
		if (this.#isRunning) return;
		this.#isRunning = true;
		this.#isResting = false;
		this.#checkedAt = Date.now();
		this.#watchdog = setInterval(() => this.#check(), checkMs);
		this.#retry.reset();
		this.#retry.now();
	}

	/** Lets go of the stream: a browser has six connections for all its pages, and nobody looks at this one. */
	rest(): void {
		if (!this.#isRunning || this.#isResting) return;
		this.#isResting = true;
		this.#retry.clear();
		this.#close();
		this.#events.onState({ name: "resting" });
	}

	/** Somebody looks again, or something happened after which the stream may be dead without a sign. */
	wake(): void {
		if (!this.#isRunning) return;
		const isDead = this.#isLive && (this.silentMs ?? 0) > this.#delayMs;
		if (this.#isResting || this.#retry.waiting || isDead) this.retryNow();
	}

	retryNow(): void {
		if (!this.#isRunning) return;
		this.#isResting = false;
		this.#retry.now();
	}

	close(): void {
		this.#isRunning = false;
		clearInterval(this.#watchdog);
		this.#retry.reset();
		this.#close();
	}

	#open(): void {
		this.#close();
		const { id, language, createEventSource } = this.#options;
		const query = new URLSearchParams({ language });
		if (this.#cursor > 0) query.set("last_event_id", String(this.#cursor));
		const source = createEventSource(withBasePath(`/api/jobs/${id}/stream?${query}`));
		this.#source = source;
		this.#openedAt = performance.now();
		for (const name of names) {
			source.addEventListener(name, (event) => {
				// A closed EventSource may still have events in the queue.
				if (this.#source === source) this.#receive(name, event as MessageEvent<string>);
			});
		}
		source.addEventListener("error", () => this.#source === source && this.#fail());
	}

	#receive(name: string, { data: text, lastEventId }: MessageEvent<string>): void {
		this.#silence.end();
		const data = JSON.parse(text);
		if (this.#isDelayed) this.#events.onState({ name: "live" });
		this.#isDelayed = false;
		if (name === "hello") this.#greet(data);
		else if (name === "job") this.#events.onJob(data);
		else if (name === "signed-out") this.#end(signedOutBy(data));
		else if (name === "shutdown" || name === "busy") this.#wait(data.retryMs);
		else if (name !== "ping") this.#take(name, Number(lastEventId), data);
	}

	#greet({ heartbeatMs, job }: { heartbeatMs?: number; job: JobView }): void {
		this.#heartbeatMs = heartbeatMs ?? this.#heartbeatMs;
		this.#isLive = true;
		this.#retry.succeeded();
		this.#events.onJob(job);
		this.#events.onState({ name: "live" });
	}

	// biome-ignore lint/suspicious/noExplicitAny: as each kind has it on the wire.
	#take(kind: string, seq: number, data: any): void {
		if (!(seq > this.#cursor)) return;
		// A message that is not the next one would leave a hole for ever: it is asked for again from where the hole is.
		if (seq > this.#cursor + 1) {
			this.#fail();
			return;
		}
		this.#cursor = seq;
		if (kind === "log") this.#events.onLog({ seq, ...data });
		else if (kind === "progress") this.#events.onProgress(data);
		else {
			const status = kind as JobView["status"];
			if (data.job) this.#events.onJob(data.job);
			this.#events.onStatus(status, data.time);
			if (isTerminal(status)) this.#end({ name: "complete" });
		}
	}

	#fail(): void {
		this.#wait();
		void this.#explain();
	}

	#wait(waitMs?: number): void {
		this.#close();
		this.#retry.schedule(waitMs);
	}

	/** Asks why there is no stream: an EventSource tells of no status. */
	async #explain(): Promise<void> {
		const { id, fetch, isOnline } = this.#options;
		if (!isOnline()) return;
		const url = withBasePath(`/api/jobs/${id}/stream?last_event_id=${this.#cursor}`);
		const { reason, waitMs } = await probeStream(url, fetch);
		if (!this.#isRunning || !this.#retry.waiting) return;
		if (reason === "gone") this.#end({ name: "gone" });
		else if (isFinal(reason)) this.#end(overBy[reason]);
		else this.#retry.explain(reason, waitMs);
	}

	#end(state: FollowState): void {
		this.close();
		this.#events.onState(state);
	}

	#close(): void {
		this.#isLive = false;
		this.#isDelayed = false;
		this.#source?.close();
		this.#source = null;
	}

	get #delayMs(): number {
		return this.#heartbeatMs * 2.25;
	}

	#check(): void {
		const now = Date.now();
		if (now - this.#checkedAt - checkMs > sleptMs) this.wake();
		this.#checkedAt = now;
		if (!this.#source) return;
		const silentMs = this.silentMs ?? 0;
		if (!this.#isLive) {
			if (performance.now() - this.#openedAt > helloMs) this.#fail();
		} else if (silentMs > 2 * this.#delayMs) {
			this.#fail();
		} else if (silentMs > this.#delayMs && !this.#isDelayed) {
			this.#isDelayed = true;
			this.#events.onState({ name: "delayed" });
		}
	}
}
