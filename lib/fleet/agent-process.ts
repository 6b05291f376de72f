import { type ChildProcess, fork } from "node:child_process";
import type { Log } from "@/lib/log";
import type { HostStatus, Snapshot } from "@/lib/metrics/types";
import { createLocalBus } from "./local";
import type { AgentSettings, Bus } from "./types";

export type SamplerStatus = Pick<HostStatus, "status" | "since" | "reason">;

interface AgentProcessOptions {
	/** The agent's program. */
	path: string;
	settings: AgentSettings;
	/** Its whole environment. */
	env: Record<string, string>;
	onSnapshot: (snapshot: Snapshot) => void;
	onStatus: (status: SamplerStatus) => void;
	log: Log;
	now?: () => number;
	start?: (path: string, args: string[], env: Record<string, string>) => ChildProcess;
}

const checkMs = 250;
const restartMs = [100, 500, 1_000, 2_000, 5_000];

const startProcess = (path: string, args: string[], env: Record<string, string>) =>
	fork(path, args, {
		env: env as NodeJS.ProcessEnv,
		stdio: ["ignore", "inherit", "inherit", "ipc"],
		// A sampler makes a little garbage each second. A young generation of 4 MB is collected each half minute, and what
		// is left is small; without the second flag V8 would look through all of it again and again to give back some KiB,
		// which took more of the processor than all the rest.
		execArgv: ["--min-semi-space-size=4", "--max-semi-space-size=4", "--no-memory-reducer"],
	});

/** Keeps one sampler running in a process of its own: starts it, replaces it when it ends or falls silent, and says how it is. */
export class AgentProcess {
	#options: Required<AgentProcessOptions>;
	#child: ChildProcess | null = null;
	#bus: Bus | null = null;
	#status: SamplerStatus;
	#silentMs = 0;
	#failures = 0;
	#restartTimer: NodeJS.Timeout | null = null;
	#watch: NodeJS.Timeout;
	#troubled = false;
	#closed = false;
	#watched: string[] = [];

	constructor(options: AgentProcessOptions) {
		this.#options = { now: Date.now, start: startProcess, ...options };
		this.#status = { status: "stale", since: this.#options.now(), reason: "the sampler is starting" };
		this.#watch = setInterval(() => this.#check(), checkMs);
		this.#start();
	}

	get status(): SamplerStatus {
		return this.#status;
	}

	/** The sampler's process, `null` between two of them. */
	get pid(): number | null {
		return this.#child?.pid ?? null;
	}

	/** Tells the sampler, and each that replaces it, which metrics somebody watches. */
	watch(names: string[]): void {
		this.#watched = names;
		this.#bus?.publish("watch", names);
	}

	/** Asks the sampler; rejects when there is none or it does not answer in time. */
	ask(subject: string, data: unknown, limitMs: number): Promise<unknown> {
		return (
			this.#bus?.request(subject, data, limitMs) ?? Promise.reject(new Error("the sampler does not run"))
		);
	}

	close(): void {
		this.#closed = true;
		clearInterval(this.#watch);
		if (this.#restartTimer) clearTimeout(this.#restartTimer);
		this.#bus?.close();
		// Not SIGTERM: it has nothing to save, and a stopped process would not hear it.
		this.#child?.kill("SIGKILL");
	}

	#start(): void {
		const { path, settings, env } = this.#options;
		const child = this.#options.start(path, [JSON.stringify(settings)], env);
		const bus = createLocalBus(child);
		this.#child = child;
		this.#bus = bus;
		this.#silentMs = 0;
		bus.subscribe("snapshot", (data) => this.#receive(data as Snapshot));
		bus.publish("watch", this.#watched);
		let ended = false;
		const end = (reason: string) => {
			if (ended) return;
			ended = true;
			bus.close();
			this.#replace(reason);
		};
		child.once("exit", (code, signal) => end(`the sampler ended (${signal ?? `exit code ${code}`})`));
		child.once("error", (error) => end(`the sampler could not be started (${error.message})`));
	}

	#receive(snapshot: Snapshot): void {
		this.#silentMs = 0;
		this.#failures = 0;
		if (this.#status.status !== "up") this.#say("up", null);
		this.#options.onSnapshot(snapshot);
	}

	// Counted in checks and not by the clock: after this process itself was stopped for a minute, the sampler's
	// messages are waiting to be read, and it must not be taken for silent.
	#check(): void {
		if (!this.#child) return;
		this.#silentMs += checkMs;
		const { intervalMs } = this.#options.settings;
		if (this.#silentMs >= intervalMs * 1.5 + 3_000) {
			this.#child.kill("SIGKILL");
		} else if (this.#silentMs >= intervalMs + 1_000 && this.#status.status === "up") {
			this.#say("stale", "the sampler does not answer");
		}
	}

	#replace(reason: string): void {
		this.#child = null;
		if (this.#closed) return;
		const waitMs = restartMs[Math.min(this.#failures, restartMs.length - 1)] as number;
		this.#failures++;
		this.#say(this.#failures > restartMs.length ? "down" : "stale", `${reason} and is being restarted`);
		this.#restartTimer = setTimeout(() => this.#start(), waitMs);
	}

	#say(status: HostStatus["status"], reason: string | null): void {
		if (this.#status.status === status && this.#status.reason === reason) return;
		const { log, now, onStatus } = this.#options;
		const since = this.#status.status === status ? this.#status.since : now();
		if (status !== "up") log.warn(`no readings: ${reason}`);
		else if (this.#troubled) log.info("readings arrive again");
		this.#troubled = status !== "up";
		this.#status = { status, since, reason };
		onStatus(this.#status);
	}
}
