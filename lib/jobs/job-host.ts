import { type ChildProcess, fork } from "node:child_process";
import type { Log } from "@/lib/log";
import { Asks } from "./asks";
import { endFamilyNow } from "./host/end-family";
import { Family } from "./host/family";
import { findDeadOwners, hostMark, nameOwner, ownerMark, toEntries } from "./host/marks";
import { canLook, listProcesses, pause, readProcess, signal, wasStartedWith } from "./host/processes";
import type { FromHost, Roots, ToHost } from "./host/protocol";
import type { JobHost, JobHostEvents, JobOrder } from "./types";

interface JobHostOptions extends JobHostEvents {
	/** The host's program. */
	path: string;
	/** Its whole environment, and that of built-in tasks. */
	env: Record<string, string>;
	/** By which the processes of this server's jobs are known from those of others. */
	dataDirectory: string;
	log: Log;
	/** So long processes have to heed SIGTERM. */
	graceMs?: number;
	/** So long the process waits for another job. */
	idleMs?: number;
}

const closeMs = 2_000;

/** Keeps one process that runs jobs: starts it with the first of them, and replaces it when it has ended. */
export class JobHostProcess implements JobHost {
	#options: JobHostOptions;
	#owner: string;
	#child: ChildProcess | null = null;
	/** All that run now, with what their processes are known by, once they have any. */
	#running = new Map<string, Roots | null>();
	#asks: Asks;
	#idle: NodeJS.Timeout | null = null;
	#closed = false;

	/** Ends what jobs of an earlier life have left; those of another server that lives go on. */
	constructor(options: JobHostOptions) {
		this.#options = options;
		this.#owner = nameOwner(options.dataDirectory);
		this.#asks = new Asks(options.onAsk, (answer) => this.#send({ kind: "answer", ...answer }));
		for (const owner of findDeadOwners(this.#owner)) {
			// It ends with its server, but not where it was stopped.
			const hostEntries = toEntries(hostMark(owner));
			for (const { pid } of listProcesses()) if (wasStartedWith(pid, hostEntries)) signal(pid, "SIGKILL");
			this.#endLeftovers(owner, []);
		}
	}

	/** The process that runs jobs, `null` while none is needed. */
	get pid(): number | null {
		return this.#child?.pid ?? null;
	}

	start(order: JobOrder): void {
		if (this.#closed) return;
		if (this.#idle) clearTimeout(this.#idle);
		this.#running.set(order.id, null);
		this.#child ??= this.#startProcess();
		this.#send({ kind: "start", order });
	}

	cancel(id: string): void {
		if (this.#running.has(id)) this.#send({ kind: "cancel", id });
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		if (this.#idle) clearTimeout(this.#idle);
		this.#asks.close();
		const child = this.#child;
		if (!child?.pid) return;
		child.kill("SIGTERM");
		// This process may be at its end, and nobody would see to it afterwards.
		const until = performance.now() + closeMs;
		while (canLook && readProcess(child.pid) && performance.now() < until) pause(5);
		child.kill("SIGKILL");
		this.#endLeftovers(this.#owner, [...this.#running.values()]);
	}

	#startProcess(): ChildProcess {
		const { path, env, graceMs = 5_000, log } = this.#options;
		const child = fork(path, [], {
			env: { ...env, ...hostMark(this.#owner) } as unknown as NodeJS.ProcessEnv,
			execArgv: [],
			// As in child.ts: answers are bytes.
			serialization: "advanced",
			stdio: ["ignore", "inherit", "inherit", "ipc"],
		});
		let ended = false;
		const end = (reason: string) => {
			if (ended) return;
			ended = true;
			if (this.#child !== child || this.#closed) return;
			if (this.#running.size > 0) log.warn(`the process that runs jobs ended (${reason})`);
			this.#lose();
		};
		child.on("message", (message) => {
			if (this.#child === child && !this.#closed) this.#receive(message as FromHost);
		});
		child.once("exit", (code, signal) => {
			const reason = signal ?? `exit code ${code}`;
			// What it said last may still be on its way.
			if (child.connected) child.once("disconnect", () => end(reason));
			else end(reason);
		});
		child.on("error", (error) => child.pid === undefined && end(error.message));
		child.send(
			{ kind: "settings", owner: this.#owner, environment: env, graceMs } satisfies ToHost,
			() => {},
		);
		return child;
	}

	#send(message: ToHost): void {
		// What cannot be told to one that has just ended is lost with it, and `onLost` says so.
		if (this.#child?.connected) this.#child.send(message, () => {});
	}

	#receive(message: FromHost): void {
		const { onNews, onEnd } = this.#options;
		const { id } = message;
		if (message.kind === "begun") this.#running.set(id, message);
		else if (message.kind === "news") onNews(id, message.news);
		else if (message.kind === "ask") this.#asks.take(id, message);
		else if (message.kind === "ending") this.#asks.drop(id);
		else {
			this.#asks.drop(id);
			this.#running.delete(id);
			if (this.#running.size === 0) this.#waitIdle();
			onEnd(id, message.end);
		}
	}

	#waitIdle(): void {
		const child = this.#child;
		const { idleMs = 60_000 } = this.#options;
		this.#idle = setTimeout(() => {
			this.#child = null;
			child?.disconnect();
		}, idleMs).unref();
	}

	#lose(): void {
		this.#child = null;
		const lost = [...this.#running];
		this.#running.clear();
		for (const [id] of lost) this.#asks.drop(id);
		this.#endLeftovers(
			this.#owner,
			lost.map(([, roots]) => roots),
		);
		if (lost.length > 0) this.#options.onLost(lost.map(([id]) => id));
	}

	#endLeftovers(owner: string, all: (Roots | null)[]): void {
		const known = all.filter((roots) => roots !== null);
		const leaders = known.map(({ leader }) => leader);
		const pipes = known.flatMap((roots) => roots.pipes);
		endFamilyNow(new Family({ leaders, pipes, marks: toEntries(ownerMark(owner)) }));
	}
}
