import { stateNames } from "@/lib/metrics/types";
import { controlNames } from "@/lib/sse/types";
import type { OwnStreamList } from "@/lib/streams/types";
import { isFinal, probeStream } from "./diagnosis";
import { Flow } from "./flow";
import { overBy, signedOutBy } from "./over";
import { Retry } from "./retry";
import { Silence } from "./silence";
import { isHole } from "./tick-id";
import type {
	Connection,
	ConnectionEvents,
	ConnectionState,
	Hello,
	LossReason,
	PageState,
	ProxyName,
} from "./types";

export interface StreamOptions {
	url: string;
	/** The id to go on from: that of the page, then of each tick. */
	cursor: string | null;
	createEventSource?: (url: string) => EventSource;
	fetch?: typeof fetch;
	isOnline?: () => boolean;
	silence?: Silence;
	/** Something on the way holds the stream back; `proxy` is what seems to be there. */
	onHeldBack?: (proxy: ProxyName | null) => void;
	/** The stream's events arrive evenly. Called at each of them. */
	onFlowing?: () => void;
}

const checkMs = 100;
/** Without `hello` by then, it is asked why: it is the server's first word, said at once. */
const doubtMs = 5_000;
/** Without `hello` by then, an attempt has failed: a stopped server still accepts connections. */
const helloMs = 10_000;
/** Silence after which the stream is opened anew. */
const deadMs = 10_000;
/** A timer this late means that the machine slept. */
const sleptMs = 5_000;
const names: readonly string[] = [...controlNames, ...stateNames, "job"];

/**
 * One stream that heals itself. The browser's own retry is never left to work: it gives up for ever on a 502 and on
 * all else that is no stream, so each error closes the EventSource and a new one resumes from the last id.
 */
export class StreamConnection implements Connection {
	#options: Required<StreamOptions>;
	#events: ConnectionEvents;
	#source: EventSource | null = null;
	/** The events of it that are listened to. */
	#heard = new Set<string>();
	#running = false;
	#live = false;
	#delayed = false;
	#doubted = false;
	#cursor: string | null;
	#heartbeatMs = 1_000;
	#openedAt = 0;
	#flow = new Flow();
	#retry: Retry;
	#watchdog: ReturnType<typeof setInterval> | undefined;
	#checkedAt = 0;

	constructor(options: StreamOptions, events: ConnectionEvents) {
		this.#options = {
			createEventSource: (url) => new EventSource(url),
			fetch: (...args) => fetch(...args),
			isOnline: () => navigator.onLine,
			silence: new Silence(),
			onHeldBack: () => {},
			onFlowing: () => {},
			...options,
		};
		this.#events = events;
		this.#cursor = options.cursor;
		this.#retry = new Retry(
			() => this.#open(),
			(state) => this.#say(state),
			this.#options.isOnline,
		);
	}

	get silentMs(): number | null {
		return this.#options.silence.ms;
	}

	/** The id of the last tick that came whole. */
	get cursor(): string | null {
		return this.#cursor;
	}

	start(): void {
		if (this.#running) return;
		this.#running = true;
		this.#checkedAt = Date.now();
		this.#flow.beat();
		this.#watchdog = setInterval(() => this.#check(), checkMs);
		this.#retry.reset();
		this.#retry.now();
	}

	stop(): void {
		this.#end({ name: "stopped" });
	}

	retryNow(): void {
		if (this.#running && !this.#live) this.#retry.now();
	}

	wake(): void {
		if (!this.#running) return;
		if (this.#retry.waiting) this.#retry.now();
		else if (this.#live && (this.silentMs ?? 0) > this.#delayMs()) this.#retry.now();
	}

	/** Where the stream goes on from what was heard last. */
	get #url(): string {
		const { url } = this.#options;
		if (this.#cursor === null) return url;
		return `${url}${url.includes("?") ? "&" : "?"}last_event_id=${encodeURIComponent(this.#cursor)}`;
	}

	#open(): void {
		this.#close();
		const source = this.#options.createEventSource(this.#url);
		this.#source = source;
		this.#openedAt = performance.now();
		this.#doubted = false;
		this.#flow.restart();
		this.#heard = new Set();
		this.#listen(source, names);
		source.addEventListener("error", () => {
			if (this.#source === source) this.#fail();
		});
	}

	#listen(source: EventSource, names: readonly string[]): void {
		for (const name of names) {
			if (this.#heard.has(name)) continue;
			this.#heard.add(name);
			source.addEventListener(name, (event) => {
				// A closed EventSource may still have events in the queue.
				if (this.#source === source) this.#receive(name, event as MessageEvent<string>);
			});
		}
	}

	// Each is told of before its first event comes, which is a task of its own of the browser's.
	#listenToOwn(list: OwnStreamList | undefined): void {
		if (this.#source && list)
			this.#listen(
				this.#source,
				list.streams.map(({ name }) => name),
			);
	}

	#receive(name: string, event: MessageEvent<string>): void {
		this.#options.silence.end();
		const data: unknown = JSON.parse(event.data);
		if (name === "hello") {
			this.#greet(data as Hello);
			return;
		}
		if (name === "signed-out") {
			this.#end(signedOutBy(data as { reason?: string }));
			return;
		}
		// An EventSource repeats the last id on all events that have none: a new one ends its tick.
		const isNew = name === "snapshot" || event.lastEventId !== this.#cursor;
		const id = isNew && event.lastEventId !== "" ? event.lastEventId : null;
		const hole = name !== "snapshot" && id !== null && isHole(this.#cursor, id);
		if (id !== null) this.#cursor = id;
		if (this.#delayed) {
			this.#delayed = false;
			this.#say({ name: "live" });
		}
		if (name === "shutdown" || name === "busy") {
			this.#wait(name, (data as { retryMs: number }).retryMs);
		} else if (name !== "ping") {
			if (name === "streams") this.#listenToOwn(data as OwnStreamList);
			if (name === "snapshot") this.#listenToOwn((data as Partial<PageState>).events?.streams);
			this.#events.onEvent(name, data, id);
			if (hole) this.#events.onHole();
			if (name === "clock") this.#judge((data as { time: number }).time);
		}
	}

	#greet(hello: Hello): void {
		this.#heartbeatMs = hello.heartbeatMs;
		if (this.#source) this.#listen(this.#source, hello.streams ?? []);
		// A replay brings its own ids, and so does the snapshot after a gap: who is cut before it came must ask for it again.
		if (hello.resumed === "fresh") this.#cursor = `${hello.epoch}-${hello.seq}`;
		this.#live = true;
		this.#delayed = false;
		this.#retry.succeeded();
		this.#events.onHello(hello);
		this.#say({ name: "live" });
	}

	#judge(time: number): void {
		const verdict = this.#flow.hear(time);
		if (verdict === "flowing") this.#options.onFlowing();
		else if (verdict === "heldBack") void this.#doubt();
	}

	/** Asks the server itself, beside the stream: where it answers at once, its stream is what is held back. */
	async #doubt(): Promise<void> {
		if (this.#doubted) return;
		this.#doubted = true;
		const source = this.#source;
		const wasLive = this.#live;
		const { reason, waitMs, proxy } = await probeStream(this.#url, this.#options.fetch);
		// Meanwhile it may have come, or have failed by itself.
		if (!source || this.#source !== source || this.#live !== wasLive) return;
		if (isFinal(reason)) {
			this.#end(overBy[reason]);
			return;
		}
		if (wasLive || reason === "cut") this.#options.onHeldBack(proxy);
		if (!wasLive && this.#source === source) this.#wait(reason, waitMs);
	}

	#fail(waitMs?: number): void {
		this.#wait(null, waitMs);
		if (waitMs === undefined) void this.#explain();
	}

	#wait(reason: LossReason | null, waitMs?: number): void {
		this.#close();
		this.#retry.schedule(waitMs, reason);
	}

	async #explain(): Promise<void> {
		// Without a network there is nobody to ask, and the state says so.
		if (!this.#options.isOnline()) return;
		const { reason, waitMs } = await probeStream(this.#url, this.#options.fetch);
		if (!this.#running || !this.#retry.waiting) return;
		if (isFinal(reason)) this.#end(overBy[reason]);
		else this.#retry.explain(reason, waitMs);
	}

	#end(state: ConnectionState): void {
		if (!this.#running) return;
		this.#running = false;
		clearInterval(this.#watchdog);
		this.#retry.reset();
		this.#close();
		this.#say(state);
	}

	#close(): void {
		this.#live = false;
		this.#delayed = false;
		this.#source?.close();
		this.#source = null;
	}

	#check(): void {
		const now = Date.now();
		const late = now - this.#checkedAt - checkMs;
		this.#checkedAt = now;
		this.#flow.beat();
		if (late > sleptMs) this.wake();
		if (!this.#source) return;
		if (!this.#live) {
			const waitedMs = performance.now() - this.#openedAt;
			if (waitedMs > helloMs) this.#fail();
			else if (waitedMs > doubtMs) void this.#doubt();
			return;
		}
		const silent = this.silentMs ?? 0;
		if (silent > Math.max(deadMs, 2 * this.#delayMs())) {
			this.#fail(0);
		} else if (silent > this.#delayMs() && !this.#delayed) {
			this.#delayed = true;
			this.#say({ name: "delayed" });
		}
	}

	// Somewhat less than the 2.5 heartbeats by which it must be said.
	#delayMs(): number {
		return this.#heartbeatMs * 2.25;
	}

	#say(state: ConnectionState): void {
		this.#events.onState(state);
	}
}
