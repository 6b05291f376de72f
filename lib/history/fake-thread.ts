import { EventEmitter } from "node:events";
import { vi } from "vitest";
import type { DiskThread } from "./disk";
import type { FromDisk, ThreadData, ToDisk } from "./protocol";

/** Stands for the history's thread in tests: holds what it was told, and says what the test wants. */
export class FakeThread extends EventEmitter implements DiskThread {
	readonly told: ToDisk[] = [];
	terminate = vi.fn(async () => 0);

	constructor(readonly data: ThreadData) {
		super();
	}

	postMessage(message: ToDisk): void {
		this.told.push(message);
		if (message.type === "close") Atomics.store(message.done, 0, 1);
	}

	say(message: FromDisk): void {
		this.emit("message", message);
	}

	open(more: Partial<Extract<FromDisk, { type: "opened" }>> = {}): void {
		const nothing = { previous: null, recent: [], facts: [], setAside: null, unfinishedJobs: [] };
		this.say({ type: "opened", ...nothing, ...more });
	}

	/** Takes so many of the ticks that wait. */
	take(count: number): void {
		Atomics.add(this.data.taken, 0, count);
	}

	of<T extends ToDisk["type"]>(type: T): Extract<ToDisk, { type: T }>[] {
		return this.told.filter((message): message is Extract<ToDisk, { type: T }> => message.type === type);
	}
}
