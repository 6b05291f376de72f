import { isOver } from "./over";
import { PollingConnection } from "./polling-connection";
import { Silence } from "./silence";
import { StreamConnection, type StreamOptions } from "./stream-connection";
import type { Connection, ConnectionEvents, ConnectionState, ProxyName } from "./types";

export interface FallbackOptions {
	streamUrl: string;
	snapshotUrl: string;
	/** The id to go on from. */
	cursor: string | null;
	/** How often it is asked while there is no stream. */
	pollEveryMs: number;
	/** What the browser gives, for tests to set. */
	doors?: Pick<StreamOptions, "createEventSource" | "fetch" | "isOnline">;
}

/** How often a stream that was held back is tried again, and how long such a trial may take. */
const trialEveryMs = 60_000;
const trialMs = 30_000;
/** A page that is shown again tries at once, but not each time that a person changes between two tabs. */
const wakeTrialMs = 10_000;
const isUnderWay = new Set<ConnectionState["name"]>(["connecting", "live", "delayed"]);

/** The stream while it flows; where something on the way holds it back, polling, until it flows again. */
export class FallbackConnection implements Connection {
	#options: FallbackOptions;
	#events: ConnectionEvents;
	#running = false;
	#cursor: string | null;
	#current: StreamConnection | PollingConnection | null = null;
	#silence = new Silence();
	/** From one way to the other it is not "connecting": what was said holds until the new one is there. */
	#hasSwitched = false;
	#heldBack: { proxy: ProxyName | null; at: number } | null = null;
	#isPolled = false;
	#trial: StreamConnection | null = null;
	#trialStartedAt = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(options: FallbackOptions, events: ConnectionEvents) {
		this.#options = options;
		this.#events = events;
		this.#cursor = options.cursor;
	}

	get silentMs(): number | null {
		return this.#silence.ms;
	}

	start(): void {
		if (this.#running) return;
		this.#running = true;
		this.#hasSwitched = false;
		if (this.#options.doors?.createEventSource || typeof EventSource !== "undefined") this.#stream();
		else this.#poll();
	}

	stop(): void {
		if (!this.#running) return;
		this.#leave();
		this.#running = false;
		this.#events.onState({ name: "stopped" });
	}

	retryNow(): void {
		this.#current?.retryNow();
		this.#try();
	}

	wake(): void {
		this.#current?.wake();
		if (Date.now() - this.#trialStartedAt > wakeTrialMs) this.#try();
	}

	#stream(): void {
		this.#leave();
		const { streamUrl: url, doors } = this.#options;
		const stream: StreamConnection = new StreamConnection(
			{
				url,
				cursor: this.#cursor,
				silence: this.#silence,
				...doors,
				onHeldBack: (proxy) => this.#fallBack(proxy),
			},
			this.#pass(() => this.#current === stream),
		);
		this.#enter(stream);
	}

	#poll(): void {
		this.#leave();
		const { snapshotUrl: url, pollEveryMs: everyMs, doors } = this.#options;
		const polling: PollingConnection = new PollingConnection(
			{ url, everyMs, cursor: this.#cursor, silence: this.#silence, ...doors },
			this.#pass(() => this.#current === polling),
		);
		this.#enter(polling);
	}

	#enter(connection: StreamConnection | PollingConnection): void {
		this.#current = connection;
		connection.start();
		this.#hasSwitched = true;
	}

	#leave(): void {
		this.#endTrial();
		clearTimeout(this.#timer);
		this.#heldBack = null;
		this.#isPolled = false;
		const left = this.#current;
		this.#current = null;
		left?.stop();
		// The other way goes on exactly where this one was left.
		this.#cursor = left ? left.cursor : this.#cursor;
	}

	/** What the way that is used tells, for as long as it is the one. */
	#pass(isCurrent: () => boolean): ConnectionEvents {
		const { onHello, onEvent, onHole } = this.#events;
		return {
			onHello: (hello) => isCurrent() && onHello(hello),
			onEvent: (name, data, id) => isCurrent() && onEvent(name, data, id),
			onHole: () => isCurrent() && onHole(),
			onState: (state) => isCurrent() && this.#say(state),
		};
	}

	#say(state: ConnectionState): void {
		if (state.name === "connecting" && this.#hasSwitched) return;
		this.#isPolled = state.name === "polling";
		if (isOver(state)) {
			this.#leave();
			this.#running = false;
		}
		if (this.#isPolled && this.#heldBack) this.#sayHeldBack();
		else this.#events.onState(state);
	}

	#sayHeldBack(): void {
		if (!this.#heldBack || !this.#isPolled) return;
		const { proxy, at } = this.#heldBack;
		this.#events.onState({ name: "polling", reason: "heldBack", at: this.#trial ? null : at, proxy });
	}

	#fallBack(proxy: ProxyName | null): void {
		this.#poll();
		this.#trialStartedAt = Date.now();
		this.#awaitTrial(proxy);
	}

	#awaitTrial(proxy: ProxyName | null): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#try(), trialEveryMs);
		this.#heldBack = { proxy, at: Date.now() + trialEveryMs };
		this.#sayHeldBack();
	}

	/** Opens a stream beside the polling, to see whether it flows; none of its events are taken. */
	#try(): void {
		if (!this.#heldBack || this.#trial) return;
		const { streamUrl: url, doors } = this.#options;
		const { proxy } = this.#heldBack;
		const trial: StreamConnection = new StreamConnection(
			{
				url,
				cursor: this.#current?.cursor ?? null,
				...doors,
				onFlowing: () => this.#trial === trial && this.#stream(),
				onHeldBack: (found) => fail(found),
			},
			{
				onHello: () => {},
				onEvent: () => {},
				onHole: () => {},
				onState: (state) => {
					if (this.#trial === trial && state.name === "signedOut") this.#say(state);
					else if (!isUnderWay.has(state.name)) fail(proxy);
				},
			},
		);
		const fail = (found: ProxyName | null) => {
			if (this.#trial !== trial) return;
			this.#endTrial();
			this.#awaitTrial(found);
		};
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => fail(proxy), trialMs);
		this.#trial = trial;
		this.#trialStartedAt = Date.now();
		this.#sayHeldBack();
		trial.start();
	}

	#endTrial(): void {
		const trial = this.#trial;
		this.#trial = null;
		trial?.stop();
	}
}
