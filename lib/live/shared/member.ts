import { ticksAfter } from "../tick-id";
import type { Tick, WorkerMessage } from "./protocol";

/** A page at the other end of a port. */
export class Member {
	visible: boolean;
	/** Whether it is told what comes. Before that it waits for what it has missed. */
	synced = false;
	/** Whether what it has missed is being asked for. */
	asking = false;
	#port: MessagePort;
	#cursor: string | null;
	#unanswered = 0;

	constructor(port: MessagePort, cursor: string | null, visible: boolean) {
		this.#port = port;
		this.#cursor = cursor;
		this.visible = visible;
	}

	/** The id of the newest tick that the page has. */
	get cursor(): string | null {
		return this.#cursor;
	}

	/** How many beats it has left unanswered. */
	get unanswered(): number {
		return this.#unanswered;
	}

	/** It gave a sign of life. */
	heard(): void {
		this.#unanswered = 0;
	}

	beat(silentMs: number | null): void {
		this.#unanswered++;
		this.tell({ type: "beat", silentMs });
	}

	/** Tells of a tick, unless the page was rendered with what is in it. */
	take(tick: Tick): void {
		if (tick.id !== null) {
			if ((ticksAfter(this.#cursor, tick.id) ?? 1) <= 0) return;
			this.#cursor = tick.id;
		}
		this.tell({ type: "tick", tick });
	}

	tell(message: WorkerMessage): void {
		this.#port.postMessage(message);
	}

	close(): void {
		this.#port.close();
	}
}
