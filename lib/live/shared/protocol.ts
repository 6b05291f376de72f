import type { ConnectionState, Hello } from "../types";

/** How often the worker is heard, whatever the server does. */
export const beatMs = 1_000;

/** What a page tells the worker. */
export type PageMessage =
	/** It wants all that comes after `cursor`. */
	| { type: "join"; cursor: string | null; visible: boolean }
	| { type: "leave" }
	| { type: "visible"; visible: boolean }
	| { type: "retry" }
	| { type: "wake" }
	/** It is still there. */
	| { type: "here" };

/** What the worker tells a page; `silentMs` is how long the server was not heard. */
export type WorkerMessage =
	| { type: "state"; state: ConnectionState; silentMs: number | null }
	| { type: "beat"; silentMs: number | null }
	| { type: "hello"; hello: Hello }
	| { type: "tick"; tick: Tick }
	| { type: "hole" }
	/** This worker cannot hold a stream. */
	| { type: "unable" };

/** The events of one moment; what has no id is true only now. */
export interface Tick {
	id: string | null;
	events: [name: string, data: unknown][];
}
