import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import type { JobEnd, JobOrder } from "../types";
import type { Limits } from "./allowance";
import type { Child } from "./child";
import { endFamily, endFamilyNow, type Toll } from "./end-family";
import { type Exit, endOf } from "./end-of";
import { Family } from "./family";
import { Output } from "./output";
import { type Process, readChild } from "./processes";
import type { Answer, FromHost } from "./protocol";
import { TaskLine } from "./task-line";

export interface RunOptions {
	order: JobOrder;
	start: () => Child;
	/** What its processes are known by, each `NAME=value`. */
	marks: string[];
	/** Resolves when it has left. */
	send: (message: FromHost) => Promise<void>;
	graceMs: number;
	limits?: Limits;
}

/** So long those may go on who outlive the first process of a job. */
const drainMs = 1_000;
/** Who holds the pipe and is not known is waited for no longer than this without a word, and than that in all. */
const quietMs = 250;
const restMs = 15_000;
const pollMs = 20;
const longestTimeoutMs = 2 ** 31 - 1;
const nobody: Toll = { forced: 0, left: 0 };

/** One job from its first process to its last. */
export class Run {
	#options: RunOptions;
	#output: Output;
	#family: Family | null = null;
	#line: TaskLine | null = null;
	#cause: "cancelled" | "timed-out" | null = null;
	#stop = new AbortController();
	/** Resolves when nothing of it is left and its end was told; never rejects. */
	readonly ended: Promise<void>;

	constructor(options: RunOptions) {
		this.#options = options;
		const { run, id } = options.order;
		this.#output = new Output({
			progress: run.kind === "command" ? run.progress : { kind: "exit" },
			limits: options.limits,
			send: (news) => options.send({ kind: "news", id, news }),
		});
		this.ended = this.#run().then((end) => {
			this.#output.close();
			return options.send({ kind: "end", id, end: { ...end, leftOut: this.#output.teller.leftOut } });
		});
	}

	/** Ends it. */
	cancel(): void {
		this.#halt("cancelled");
	}

	/** Hands an answer of the server on. */
	answer(answer: Answer): void {
		this.#line?.answer(answer);
	}

	/** Keeps in mind who belongs to it now. */
	look(all: Process[]): void {
		this.#family?.look({ isDeep: false, all });
	}

	/** Ends it without a grace, before this returns. */
	endNow(): void {
		if (this.#family) endFamilyNow(this.#family);
	}

	async #run(): Promise<JobEnd> {
		const { order, start, marks, graceMs, send } = this.#options;
		let child: Child;
		try {
			child = start();
			if (child.process.pid === undefined) throw (await once(child.process, "error"))[0];
		} catch (error) {
			const reason = (error as Error).message;
			return endOf({ order, failure: { key: "notStarted", parameters: { reason } } });
		}
		// A signal that could not be sent, say: it is seen by what lives on.
		child.process.on("error", () => {});
		const leader = readChild(child.process.pid);
		const family = new Family({ leaders: [leader], marks, pipes: child.pipes });
		this.#family = family;
		void send({ kind: "begun", id: order.id, leader, pipes: child.pipes });
		const exited = new Promise<Exit>((resolve) => {
			child.process.once("exit", (code, signal) => resolve({ code, signal }));
		});
		this.#listen(child);
		const stopped = once(this.#stop.signal, "abort").then(() => null);
		const limitMs = Math.min(order.timeoutMs ?? longestTimeoutMs, longestTimeoutMs);
		const timer = setTimeout(() => this.#halt("timed-out"), limitMs);
		let exit = await Promise.race([exited, stopped]);
		let toll = nobody;
		if (exit) {
			if (!(await this.#waitForLast(family))) toll = await this.#endLeftovers(family);
		} else {
			void send({ kind: "ending", id: order.id });
			toll = await endFamily(family, graceMs);
			exit = await Promise.race([exited, wait(drainMs, null)]);
		}
		clearTimeout(timer);
		await this.#readRest();
		const { result = null, failure = null } = this.#line ?? {};
		return endOf({ order, cause: this.#cause, exit, result, failure, toll });
	}

	#listen({ process: child, stdout, stderr }: Child): void {
		const { order, send } = this.#options;
		if (stdout) this.#output.attach(stdout, "stdout");
		if (stderr) this.#output.attach(stderr, "stderr");
		if (order.run.kind !== "builtIn") return;
		const { teller } = this.#output;
		this.#line = new TaskLine({ child, order, teller, onAsk: (ask) => void send({ ...ask, id: order.id }) });
	}

	#halt(cause: "cancelled" | "timed-out"): void {
		if (this.#stop.signal.aborted) return;
		// What has ended by itself was not ended by this.
		if (this.#family?.isLed) this.#cause = cause;
		this.#output.stopHolding();
		this.#stop.abort();
	}

	/** False when there are still some after a while. */
	async #waitForLast(family: Family): Promise<boolean> {
		const begun = performance.now();
		while (family.find().length > 0) {
			if (this.#stop.signal.aborted || performance.now() - begun > drainMs) return false;
			await wait(pollMs);
		}
		return true;
	}

	#endLeftovers(family: Family): Promise<Toll> {
		const count = family.find().length;
		this.#output.teller.note({ key: "leftovers", parameters: { count } });
		return endFamily(family, this.#options.graceMs);
	}

	async #readRest(): Promise<void> {
		const begun = performance.now();
		while (!this.#output.isEnded || this.#line?.isEnded === false) {
			if (this.#output.quietMs > quietMs && performance.now() - begun > quietMs) return;
			if (performance.now() - begun > restMs) return;
			await wait(pollMs);
		}
	}
}
