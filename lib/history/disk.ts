import { Worker } from "node:worker_threads";
import type { Log } from "@/lib/log";
import type { DiskOptions, FromDisk, ToDisk } from "./protocol";
import type { Fact, Kept, ProcessMinute, Tick } from "./types";

type Opened = Extract<FromDisk, { type: "opened" }>;

export interface DiskEvents {
	/** What there is from before. */
	onOpened: (opened: Opened) => void;
	onKept: (kept: Kept) => void;
	onNoted: (fact: Fact) => void;
	/** It can no longer be used, or not at all. */
	onRefused: (reason: string) => void;
}

interface DiskSettings extends DiskEvents {
	/** The thread's program. */
	path: string;
	options: DiskOptions;
	log: Log;
}

const answerMs = 30_000;
const closeMs = 1_500;

/** The history's thread as the server sees it: takes ticks without waiting, and answers questions. */
export class Disk {
	#worker: Worker;
	#log: Log;
	#metrics: readonly string[] | null = null;
	#asked = new Map<
		number,
		{ resolve: (body: Uint8Array<ArrayBuffer>) => void; reject: (error: Error) => void }
	>();
	#lastId = 0;
	#isOpen = false;
	#ended = false;

	constructor({ path, options, log, ...events }: DiskSettings) {
		this.#log = log;
		this.#worker = new Worker(path, {
			workerData: options,
			resourceLimits: { maxYoungGenerationSizeMb: 8 },
			// Its words are for the log, which is the server's to write.
			env: {},
		});
		this.#worker.on("message", (message: FromDisk) => this.#hear(message, events));
		this.#worker.on("error", (error) => this.#end(error.message, events));
		this.#worker.on("exit", () => this.#end("its thread ended", events));
		// Never what keeps the process alive.
		this.#worker.unref();
	}

	/** Whether it keeps and answers. */
	get isOpen(): boolean {
		return this.#isOpen;
	}

	append({ time, metrics, values }: Tick): void {
		this.#tell({ type: "tick", time, values, ...(metrics !== this.#metrics && { metrics }) });
		this.#metrics = metrics;
	}

	note(fact: Fact): void {
		this.#tell({ type: "fact", fact });
	}

	keepProcesses(minute: ProcessMinute): void {
		this.#tell({ type: "processes", minute });
	}

	/** Rejects where it cannot be answered. */
	ask(subject: string, data: unknown): Promise<Uint8Array<ArrayBuffer>> {
		if (!this.#isOpen) return Promise.reject(new Error("the history is closed"));
		const id = ++this.#lastId;
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => {
				this.#asked.delete(id);
				reject(new Error(`the history did not answer within ${answerMs / 1_000} s`));
			}, answerMs);
			const settle =
				<T>(then: (value: T) => void) =>
				(value: T) => {
					clearTimeout(timer);
					this.#asked.delete(id);
					then(value);
				};
			this.#asked.set(id, { resolve: settle(resolve), reject: settle(reject) });
			this.#tell({ type: "ask", id, subject, data });
		});
	}

	/** Waits until all is written, but not for a disk that hangs. */
	close(): void {
		if (this.#ended) return;
		this.#ended = true;
		this.#isOpen = false;
		const done = new Int32Array(new SharedArrayBuffer(4));
		this.#worker.postMessage({ type: "close", done } satisfies ToDisk);
		// The process is about to end, and would end the thread in the middle of it.
		if (Atomics.wait(done, 0, 0, closeMs) === "timed-out") {
			this.#log.warn("The history could not be closed in time; what the disk has is kept.");
		}
	}

	#tell(message: ToDisk): void {
		if (!this.#ended) this.#worker.postMessage(message);
	}

	#hear(message: FromDisk, events: DiskEvents): void {
		if (this.#ended) return;
		switch (message.type) {
			case "opened":
				this.#isOpen = true;
				events.onOpened(message);
				break;
			case "refused":
				this.#end(message.reason, events);
				break;
			case "kept":
				events.onKept(message.kept);
				break;
			case "noted":
				events.onNoted(message.fact);
				break;
			case "answer": {
				const asked = this.#asked.get(message.id);
				if (message.body) asked?.resolve(message.body);
				else asked?.reject(new RangeError(message.error ?? ""));
			}
		}
	}

	#end(reason: string, events: DiskEvents): void {
		if (this.#ended) return;
		this.#ended = true;
		this.#isOpen = false;
		for (const { reject } of [...this.#asked.values()]) reject(new Error(reason));
		events.onRefused(reason);
	}
}
