import { Worker } from "node:worker_threads";
import type { Log } from "@/lib/log";
import { Pending } from "./pending";
import type { DiskOptions, FromDisk, JobWrite, ThreadData, ToDisk } from "./protocol";
import { Questions } from "./questions";
import type { Fact, Kept, OwnKept, OwnReading, ProcessMinute, Tick } from "./types";

/** The thread as it is talked to. */
export interface DiskThread extends Pick<Worker, "postMessage" | "terminate"> {
	on(event: "message", listener: (message: FromDisk) => void): unknown;
	on(event: "error", listener: (error: Error) => void): unknown;
	on(event: "exit", listener: () => void): unknown;
}

export interface DiskEvents {
	/** What there is from before. */
	onOpened: (opened: Extract<FromDisk, { type: "opened" }>) => void;
	onKept: (kept: Kept) => void;
	onNoted: (fact: Fact) => void;
	/** It can no longer be used, or not at all. */
	onRefused: (reason: string) => void;
}

interface DiskSettings extends DiskEvents {
	options: DiskOptions;
	start: (data: ThreadData) => DiskThread;
	log: Log;
}

const closeMs = 1_500;
/** So many ticks may wait for a disk that hangs: memory is finite, and what waits is lost if the process ends. */
export const mostWaiting = 900;
const mostJobQuestions = 10_000;
const decoder = new TextDecoder();
const hangs = "the disk does not answer";

/** Starts the thread's program. */
export function startThread(path: string, data: ThreadData): DiskThread {
	// A tick makes little garbage. Its words are for the log, which is the server's to write.
	const worker = new Worker(path, {
		workerData: data,
		resourceLimits: { maxYoungGenerationSizeMb: 8 },
		env: {},
	});
	// Never what keeps the process alive.
	worker.unref();
	return worker;
}

/** The history's thread as the server sees it: takes ticks without waiting, and answers questions. */
export class Disk {
	#thread: DiskThread;
	#settings: DiskSettings;
	#metrics: readonly string[] | null = null;
	#sent = 0;
	#taken = new Int32Array(new SharedArrayBuffer(4));
	/** Since when ticks are dropped, for too many wait. */
	#droppedFrom: number | null = null;
	#kept: Kept | null = null;
	// One at a time: a tick is on the disk once the answer that was begun before it is made.
	#questions = new Questions((question) => this.#tell({ type: "ask", ...question }));
	// Apart from the others, for any number may watch a job, and each page of it is read at once.
	#jobQuestions = new Questions((question) => this.#tell({ type: "askJobs", ...question }), mostJobQuestions);
	#jobWrites = new Pending<string | null>();
	#ownWrites = new Pending<OwnKept>();
	#isOpen = false;
	#ended = false;

	constructor(settings: DiskSettings) {
		this.#settings = settings;
		const thread = settings.start({ ...settings.options, taken: this.#taken });
		this.#thread = thread;
		thread.on("message", (message: FromDisk) => this.#hear(message));
		thread.on("error", (error: Error) => this.#end(error.message));
		thread.on("exit", () => this.#end("its thread ended"));
	}

	/** Whether it keeps and answers. */
	get isOpen(): boolean {
		return this.#isOpen;
	}

	append({ time, metrics, values }: Tick): void {
		const waiting = this.#sent - Atomics.load(this.#taken, 0);
		if (this.#droppedFrom !== null && waiting === 0) this.#resume(time);
		if (this.#droppedFrom === null && waiting >= mostWaiting) this.#drop(time);
		if (this.#droppedFrom !== null) return;
		this.#tell({ type: "tick", time, values, ...(metrics !== this.#metrics && { metrics }) });
		this.#metrics = metrics;
		this.#sent++;
	}

	note(fact: Fact): void {
		this.#tell({ type: "fact", fact });
	}

	keepProcesses(minute: ProcessMinute): void {
		this.#tell({ type: "processes", minute });
	}

	/** Rejects where it cannot be answered, or the signal says that nobody waits for it. */
	ask(subject: string, data: unknown, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
		if (!this.#isOpen) return Promise.reject(new Error("the history is closed"));
		return this.#questions.ask(subject, data, signal);
	}

	/** Resolves with `null` once they are in the file, else with why they are not yet; rejects where nobody knows them any more. */
	keepJobs(writes: JobWrite[]): Promise<string | null> {
		if (this.#ended) return Promise.reject(new Error("the history is closed"));
		return this.#jobWrites.ask((id) => this.#tell({ type: "jobs", id, writes }));
	}

	/** See `HistoryStore.keepOwn`; rejects where nobody knows them any more. */
	keepOwn(readings: OwnReading[]): Promise<OwnKept> {
		if (this.#ended) return Promise.reject(new Error("the history is closed"));
		return this.#ownWrites.ask((id) => this.#tell({ type: "own", id, readings }));
	}

	/** See `DiskJobs.answer`. */
	async askJobs(subject: string, data: unknown): Promise<unknown> {
		if (this.#ended) throw new Error("the history is closed");
		return JSON.parse(decoder.decode(await this.#jobQuestions.ask(subject, data)));
	}

	/** Waits until all is written, but not for a disk that hangs. */
	close(): void {
		if (this.#ended) return;
		this.#ended = true;
		this.#isOpen = false;
		this.#refuseAll("the server ends");
		const done = new Int32Array(new SharedArrayBuffer(4));
		this.#thread.postMessage({ type: "close", done } satisfies ToDisk);
		// The process is about to end, and would end the thread in the middle of it.
		if (Atomics.wait(done, 0, 0, closeMs) === "timed-out") {
			this.#settings.log.warn("The history could not be closed in time; what the disk has is kept.");
			// At its exit Node waits for a thread that the disk holds, for ever if need be, whoever asks it to end.
			process.once("exit", () => process.kill(process.pid, "SIGKILL"));
		}
	}

	#tell(message: ToDisk): void {
		if (!this.#ended) this.#thread.postMessage(message);
	}

	#drop(time: number): void {
		this.#droppedFrom = time;
		if (this.#kept) this.#settings.onKept({ ...this.#kept, state: "stopped", reason: hangs });
	}

	#resume(time: number): void {
		const from = this.#droppedFrom as number;
		this.#droppedFrom = null;
		const until = Math.max(from, time - this.#settings.options.intervalMs);
		const fact: Fact = { kind: "notKept", time: from, until, detail: { reason: hangs } };
		this.note(fact);
		this.#settings.onNoted(fact);
		if (this.#kept) this.#settings.onKept(this.#kept);
	}

	#hear(message: FromDisk): void {
		if (this.#ended) return;
		switch (message.type) {
			case "opened":
				this.#isOpen = true;
				this.#settings.onOpened(message);
				break;
			case "refused":
				this.#end(message.reason);
				break;
			case "kept":
				this.#kept = message.kept;
				if (this.#droppedFrom === null) this.#settings.onKept(message.kept);
				break;
			case "noted":
				this.#settings.onNoted(message.fact);
				break;
			case "answer":
				this.#questions.answer(message);
				break;
			case "jobsAnswer":
				this.#jobQuestions.answer(message);
				break;
			case "jobsKept":
				this.#jobWrites.answer(message.id, message.reason);
				break;
			case "ownKept":
				this.#ownWrites.answer(
					message.id,
					message.error === null ? message.came : new RangeError(message.error),
				);
		}
	}

	#refuseAll(reason: string): void {
		this.#questions.end(reason);
		this.#jobQuestions.end(reason);
		this.#jobWrites.end(reason);
		this.#ownWrites.end(reason);
	}

	#end(reason: string): void {
		if (this.#ended) return;
		this.#ended = true;
		this.#isOpen = false;
		this.#refuseAll(reason);
		// One that could not open the file has ended by itself; one that failed may hang on to it.
		void this.#thread.terminate();
		this.#settings.onRefused(reason);
	}
}
