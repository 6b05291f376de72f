import { isOver } from "./over";
import type { Connection, ConnectionEvents, PageConnection, Visibility } from "./types";

/** What nobody has looked at for this long needs no stream. */
const hiddenMs = 5 * 60_000;

/** Lets go of a connection that nobody looks at, and takes it up where it was when somebody does. */
export class RestingConnection implements PageConnection {
	#inner: Connection;
	#events: ConnectionEvents;
	#visibility: Visibility;
	#running = false;
	#resting = false;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(
		connect: (events: ConnectionEvents) => Connection,
		events: ConnectionEvents,
		visibility: Visibility,
	) {
		this.#events = events;
		this.#visibility = visibility;
		this.#inner = connect({
			...events,
			// It rests by being stopped, which is not what the page is told.
			onState: (state) => {
				if (this.#resting) return;
				if (isOver(state)) this.#end();
				events.onState(state);
			},
		});
	}

	get silentMs(): number | null {
		return this.#inner.silentMs;
	}

	start(): void {
		if (this.#running) return;
		this.#running = true;
		this.#inner.start();
		this.#look();
	}

	stop(): void {
		if (!this.#running) return;
		this.#end();
		if (!this.#resting) this.#inner.stop();
		else {
			this.#resting = false;
			this.#events.onState({ name: "stopped" });
		}
	}

	retryNow(): void {
		if (!this.#resting) this.#inner.retryNow();
	}

	wake(): void {
		if (!this.#resting) this.#inner.wake();
	}

	setVisibility(visibility: Visibility): void {
		if (visibility === this.#visibility) return;
		this.#visibility = visibility;
		if (this.#running) this.#look();
	}

	#end(): void {
		this.#running = false;
		clearTimeout(this.#timer);
	}

	#look(): void {
		clearTimeout(this.#timer);
		if (this.#visibility === "hidden" && !this.#resting) {
			this.#timer = setTimeout(() => this.#rest(), hiddenMs);
		} else if (this.#visibility === "gone" && !this.#resting) {
			this.#rest();
		} else if (this.#visibility === "visible" && this.#resting) {
			this.#resting = false;
			this.#inner.start();
		}
	}

	#rest(): void {
		this.#resting = true;
		this.#inner.stop();
		this.#events.onState({ name: "resting" });
	}
}
