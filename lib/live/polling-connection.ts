import { type Diagnosis, diagnose, isFinal, readProxy } from "./diagnosis";
import { overBy } from "./over";
import { Retry } from "./retry";
import { Silence } from "./silence";
import { isHole, splitId } from "./tick-id";
import type { Connection, ConnectionEvents, Hello } from "./types";

export interface PollingOptions {
	url: string;
	/** The id to go on from: that of the page, then of each answer. */
	cursor: string | null;
	everyMs: number;
	fetch?: typeof fetch;
	isOnline?: () => boolean;
	silence?: Silence;
}

/** What `/api/snapshot` answers; the last two only when it was asked for what came since an id. */
interface Answer {
	id: string;
	time: number;
	version: string;
	events: Record<string, unknown>;
	resumed?: Hello["resumed"];
	ticks?: { id: string; events: Record<string, unknown> }[];
}

const answerMs = 5_000;
/** Only true at its moment, or not for everyone. */
const inNoTick = ["clock", "jobs"];

/** Asks again and again for what came since: for browsers that know no EventSource, and where a stream is held back. */
export class PollingConnection implements Connection {
	#options: Required<PollingOptions>;
	#events: ConnectionEvents;
	#running = false;
	#polling = false;
	#greeted = false;
	#cursor: string | null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#retry: Retry;

	constructor(options: PollingOptions, events: ConnectionEvents) {
		this.#options = {
			fetch: (...args) => fetch(...args),
			isOnline: () => navigator.onLine,
			silence: new Silence(),
			...options,
		};
		this.#events = events;
		this.#cursor = options.cursor;
		this.#retry = new Retry(() => void this.#poll(), events.onState, this.#options.isOnline);
	}

	get silentMs(): number | null {
		return this.#options.silence.ms;
	}

	/** The id up to which everything was taken in. */
	get cursor(): string | null {
		return this.#cursor;
	}

	start(): void {
		if (this.#running) return;
		this.#running = true;
		this.#greeted = false;
		this.#retry.reset();
		this.#retry.now();
	}

	stop(): void {
		if (!this.#running) return;
		this.#end();
		this.#events.onState({ name: "stopped" });
	}

	retryNow(): void {
		if (this.#running && this.#retry.waiting) this.#retry.now();
	}

	wake(): void {
		if (!this.#running) return;
		clearTimeout(this.#timer);
		if (this.#retry.waiting) this.#retry.now();
		else void this.#poll();
	}

	async #poll(): Promise<void> {
		if (this.#polling) return;
		this.#polling = true;
		const answer = await this.#ask();
		this.#polling = false;
		if (!this.#running) return;
		if ("id" in answer) this.#take(answer);
		else this.#fail(answer);
	}

	async #ask(): Promise<Answer | Diagnosis> {
		const { url, fetch } = this.#options;
		const since = this.#cursor === null ? "" : `?since=${encodeURIComponent(this.#cursor)}`;
		try {
			const signal = AbortSignal.timeout(answerMs);
			const response = await fetch(url + since, { redirect: "manual", signal });
			const found = diagnose(response, "application/json");
			if (found) return found;
			const answer = (await response.json()) as Answer | null;
			return answer?.id ? answer : { reason: "failed", proxy: readProxy(response.headers) };
		} catch {
			// A browser says no more of a network that failed, and an answer that was cut is none.
			return { reason: "unreachable", proxy: null };
		}
	}

	#take(answer: Answer): void {
		this.#options.silence.end();
		this.#retry.succeeded();
		const { resumed = "fresh", ticks = [], events } = answer;
		if (!this.#greeted || resumed === "gap") this.#greet(answer, resumed);
		if (resumed === "replayed") {
			for (const tick of ticks) this.#takeTick(tick);
			for (const name of inNoTick) if (events[name]) this.#events.onEvent(name, events[name], null);
		} else {
			this.#events.onEvent("snapshot", answer, answer.id);
		}
		this.#cursor = answer.id;
		this.#events.onState({ name: "polling", reason: "unsupported" });
		this.#timer = setTimeout(() => void this.#poll(), this.#options.everyMs);
	}

	#greet({ id, time, version }: Answer, resumed: Hello["resumed"]): void {
		this.#greeted = true;
		const [epoch, seq] = splitId(id);
		this.#events.onHello({ epoch, seq, resumed, time, version, heartbeatMs: this.#options.everyMs });
	}

	#takeTick({ id, events }: { id: string; events: Record<string, unknown> }): void {
		const hole = isHole(this.#cursor, id);
		this.#cursor = id;
		const all = Object.entries(events);
		for (const [index, [name, data]] of all.entries()) {
			this.#events.onEvent(name, data, index === all.length - 1 ? id : null);
		}
		if (hole) this.#events.onHole();
	}

	#fail({ reason, waitMs }: Diagnosis): void {
		if (isFinal(reason)) {
			this.#end();
			this.#events.onState(overBy[reason]);
		} else {
			this.#retry.schedule(waitMs, reason);
		}
	}

	#end(): void {
		this.#running = false;
		clearTimeout(this.#timer);
		this.#retry.reset();
	}
}
