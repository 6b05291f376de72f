import { connect, poll } from "./connect";
import { RestingConnection } from "./resting-connection";
import { SharedConnection } from "./shared/shared-connection";
import type { Connection, ConnectionEvents, ConnectionState, PageConnection, Visibility } from "./types";

type Connect = (cursor: string | null, events: ConnectionEvents) => Connection;

/** A page's connection: one for all pages of the browser where that can be had, else one of the page's own. */
export class BrowserConnection implements PageConnection {
	#events: ConnectionEvents;
	#cursor: string | null;
	#visibility: Visibility;
	#shared: SharedConnection | null = null;
	/** Where there is one, it is this one that tells. */
	#own: RestingConnection | null = null;

	constructor(cursor: string | null, visibility: Visibility, events: ConnectionEvents) {
		this.#events = {
			...events,
			onEvent: (name, data, id) => {
				if (id !== null) this.#cursor = id;
				events.onEvent(name, data, id);
			},
		};
		this.#cursor = cursor;
		this.#visibility = visibility;
		// Without EventSource in the page there is none in a worker.
		if (typeof SharedWorker !== "undefined" && typeof EventSource !== "undefined")
			this.#shared = this.#share();
		else this.#own = this.#connect(connect);
	}

	get silentMs(): number | null {
		return (this.#own ?? this.#shared)?.silentMs ?? null;
	}

	start(): void {
		this.#shared?.start();
		this.#own?.start();
	}

	stop(): void {
		if (this.#shared) this.#endOwn();
		(this.#shared ?? this.#own)?.stop();
	}

	retryNow(): void {
		(this.#own ?? this.#shared)?.retryNow();
	}

	wake(): void {
		(this.#own ?? this.#shared)?.wake();
	}

	setVisibility(visibility: Visibility): void {
		this.#visibility = visibility;
		this.#own?.setVisibility(visibility);
		this.#shared?.setVisibility(visibility);
	}

	#share(): SharedConnection {
		return new SharedConnection(
			{
				cursor: this.#cursor,
				visibility: this.#visibility,
				// The address of its script changes with what is in it: pages of two versions never share a worker.
				createWorker: () =>
					new SharedWorker(new URL("./shared/worker.ts", import.meta.url), { name: "hostbeat" }),
				onRefused: () => {
					this.#shared = null;
					this.#replace(connect);
				},
				// Were it a stream, the streams of six pages would keep the worker's script from ever being loaded.
				onSilent: () => this.#replace(pollSlowly),
				onFound: () => {
					this.#endOwn();
					return this.#cursor;
				},
			},
			this.#tellUnless(() => this.#own !== null),
		);
	}

	#replace(connect: Connect): void {
		this.#endOwn();
		this.#own = this.#connect(connect);
		this.#own.start();
	}

	#connect(connect: Connect): RestingConnection {
		const own: RestingConnection = new RestingConnection(
			(events) => connect(this.#cursor, events),
			this.#tellUnless(() => this.#own !== own),
			this.#visibility,
		);
		return own;
	}

	#endOwn(): void {
		const own = this.#own;
		this.#own = null;
		own?.stop();
	}

	/** What one of two connections tells, unless the other one is meant. */
	#tellUnless(isMute: () => boolean): ConnectionEvents {
		const { onHello, onEvent, onHole, onState } = this.#events;
		return {
			onHello: (hello) => isMute() || onHello(hello),
			onEvent: (name, data, id) => isMute() || onEvent(name, data, id),
			onHole: () => isMute() || onHole(),
			onState: (state) => isMute() || onState(state),
		};
	}
}

/** Polling, not because the browser knows no streams. */
function pollSlowly(cursor: string | null, events: ConnectionEvents): Connection {
	const onState = (state: ConnectionState) =>
		events.onState(state.name === "polling" ? { name: "polling", reason: "slow" } : state);
	return poll(cursor, { ...events, onState });
}
