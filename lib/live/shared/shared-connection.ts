import { isOver } from "../over";
import { Silence } from "../silence";
import type { ConnectionEvents, ConnectionState, PageConnection, Visibility } from "../types";
import { beatMs, type PageMessage, type Tick, type WorkerMessage } from "./protocol";

interface SharedOptions {
	/** The id to go on from: that of the page, then of each tick. */
	cursor: string | null;
	visibility: Visibility;
	/** Gets hold of the worker, makes a new one where there is none. May throw. */
	createWorker: () => SharedWorker;
	/** There will be no worker: the page needs a connection of its own. */
	onRefused: () => void;
	/** The worker says nothing; it is listened for, but the page should not wait. */
	onSilent: () => void;
	/** A worker that was silent is there now. Returns the id to go on from. */
	onFound: () => string | null;
	isOnline?: () => boolean;
}

const checkMs = 200;
/** A page does not wait any longer than this for the worker. */
const answerMs = 3_000;
/** Somewhat less than the 2.5 beats by which it must be said. */
const delayMs = beatMs * 2.25;
/** How many beats are heard for one that is answered. */
const beatsPerAnswer = 10;

/** A page's share in the connection that the worker holds for all of them. */
export class SharedConnection implements PageConnection {
	#options: Required<SharedOptions>;
	#events: ConnectionEvents;
	#cursor: string | null;
	#visibility: Visibility;
	#running = false;
	#worker: SharedWorker | null = null;
	#state: ConnectionState = { name: "connecting" };
	/** When the worker was asked for something that it has not answered yet. */
	#askedAt: number | null = null;
	/** Whether the page has been told not to wait for the worker, and so listens to another one until it is found. */
	#silent = false;
	#missedAt: number | null = null;
	#beats = 0;
	/** How long the worker was not heard, and how long the server. */
	#workerSilence = new Silence();
	#serverSilence = new Silence();
	#watch: ReturnType<typeof setInterval> | undefined;

	constructor(options: SharedOptions, events: ConnectionEvents) {
		this.#options = { isOnline: () => navigator.onLine, ...options };
		this.#events = events;
		this.#cursor = options.cursor;
		this.#visibility = options.visibility;
	}

	get silentMs(): number | null {
		return this.#serverSilence.ms;
	}

	start(): void {
		if (this.#running) return;
		this.#running = true;
		this.#say({ name: "connecting" });
		this.#open();
	}

	stop(): void {
		if (this.#running) this.#end({ name: "stopped" });
	}

	retryNow(): void {
		this.#post({ type: "retry" });
	}

	wake(): void {
		if (!this.#worker || this.#askedAt !== null) return;
		if (this.#isMissed) {
			this.#events.onState({ name: "delayed" });
			// It may have given up a page that was frozen, or have died.
			this.#open();
		} else {
			this.#post({ type: "wake" });
		}
	}

	setVisibility(visibility: Visibility): void {
		const before = this.#visibility;
		if (visibility === before) return;
		this.#visibility = visibility;
		if (!this.#running) return;
		if (visibility === "gone") {
			this.#leave();
			this.#say({ name: "resting" });
		} else if (before === "gone") {
			this.#say({ name: "connecting" });
			this.#open();
		} else if (this.#state.name === "resting" && visibility === "visible") {
			// A worker that rests is silent, and may have died without a sign.
			this.#open();
		} else {
			this.#post({ type: "visible", visible: visibility === "visible" });
		}
	}

	#open(): void {
		this.#leave();
		this.#askedAt = performance.now();
		try {
			const worker = this.#options.createWorker();
			this.#worker = worker;
			worker.addEventListener("error", () => this.#worker === worker && this.#refuse());
			worker.port.addEventListener("message", ({ data }: MessageEvent<WorkerMessage>) => {
				if (this.#worker === worker) this.#hear(data);
			});
			worker.port.start();
		} catch {
			// Blocked by the browser's settings, or by a policy.
			this.#refuse();
			return;
		}
		this.#watch = setInterval(() => this.#check(), checkMs);
		this.#post({ type: "join", cursor: this.#cursor, visible: this.#visibility === "visible" });
	}

	#leave(): void {
		clearInterval(this.#watch);
		this.#missedAt = null;
		this.#askedAt = null;
		this.#post({ type: "leave" });
		this.#worker?.port.close();
		this.#worker = null;
	}

	#end(state: ConnectionState): void {
		if (this.#silent) this.#goOn();
		this.#leave();
		this.#running = false;
		this.#say(state);
	}

	#refuse(): void {
		this.#leave();
		this.#running = false;
		this.#options.onRefused();
	}

	#post(message: PageMessage): void {
		this.#worker?.port.postMessage(message);
	}

	#hear(message: WorkerMessage): void {
		this.#workerSilence.end();
		this.#askedAt = null;
		if (this.#silent) {
			this.#goOn();
			this.#open();
			return;
		}
		if (this.#missedAt !== null) {
			this.#missedAt = null;
			this.#say(this.#state);
		}
		switch (message.type) {
			case "unable":
				this.#refuse();
				break;
			case "beat":
				this.#noteSilence(message.silentMs);
				if (++this.#beats % beatsPerAnswer === 0) this.#post({ type: "here" });
				break;
			case "state":
				this.#noteSilence(message.silentMs);
				if (isOver(message.state)) this.#end(message.state);
				else this.#say(message.state);
				break;
			case "hello":
				this.#serverSilence.end();
				this.#events.onHello(message.hello);
				break;
			case "hole":
				this.#events.onHole();
				break;
			case "tick":
				this.#serverSilence.end();
				this.#take(message.tick);
		}
	}

	/** It is this one again that is listened to. The page has gone on since it asked to join. */
	#goOn(): void {
		this.#silent = false;
		this.#cursor = this.#options.onFound();
	}

	#take({ id, events }: Tick): void {
		if (id !== null) this.#cursor = id;
		for (const [index, [name, data]] of events.entries()) {
			this.#events.onEvent(name, data, index === events.length - 1 ? id : null);
		}
	}

	#noteSilence(silentMs: number | null): void {
		if (silentMs !== null) this.#serverSilence.end(silentMs);
	}

	/** Whether the worker should have been heard again. */
	get #isMissed(): boolean {
		return this.#state.name !== "resting" && (this.#workerSilence.ms ?? 0) > delayMs;
	}

	#check(): void {
		const now = performance.now();
		if (this.#silent) return;
		if (this.#askedAt !== null) {
			if (now - this.#askedAt <= answerMs) return;
			this.#silent = true;
			this.#options.onSilent();
		} else if (this.#isMissed) {
			if (this.#missedAt === null) {
				this.#missedAt = now;
				this.#events.onState({ name: "delayed" });
			} else if (now - this.#missedAt > delayMs) {
				this.#open();
			}
		}
	}

	#say(state: ConnectionState): void {
		this.#state = state;
		if (state.name === "reconnecting" || state.name === "offline") {
			// The browser's own switch "offline" tells pages, but not workers.
			const name = this.#options.isOnline() ? "reconnecting" : "offline";
			this.#events.onState({ ...state, name });
		} else {
			this.#events.onState(state);
		}
	}
}
