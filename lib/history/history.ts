import type { JobStore } from "@/lib/jobs/types";
import type { Log } from "@/lib/log";
import type { MetricEvents } from "@/lib/metrics/types";
import { createAnswers } from "./answers";
import { Disk, type DiskThread } from "./disk";
import { KeptJobs } from "./kept-jobs";
import { MemoryHistory } from "./memory";
import { checkOwn } from "./own-rules";
import { ProcessMinutes } from "./process-minutes";
import type { DiskOptions, FromDisk, ThreadData } from "./protocol";
import { TickMaker } from "./tick-maker";
import { type Clocks, Timeline } from "./timeline";
import type { Fact, HistoryStore, Kept, OwnKept, OwnReading, ProcessMinute } from "./types";

type Opened = Extract<FromDisk, { type: "opened" }>;

interface HistoryOptions extends Pick<DiskOptions, "intervalMs" | "version" | "bootId" | "recentMs"> {
	/** How far apart readings of the processes are at most. */
	processesEveryMs: number;
	/** Where and how it is kept, and what starts the thread that does it; `null` to remember only. */
	disk: {
		options: Omit<DiskOptions, "intervalMs" | "version" | "bootId" | "recentMs">;
		start: (data: ThreadData) => DiskThread;
	} | null;
	clocks: () => Clocks;
	onFact: (fact: Fact) => void;
	onKept: (kept: Kept) => void;
	log: Log;
}

interface Arrival {
	time: number;
	events: Partial<MetricEvents>;
	clocks: Clocks;
	missingReason: string;
}

const retryMs = 30_000;
/** One that ended after it had run for so long was well, and another will be. */
const wellMs = 60_000;
const soonMs = 1_000;
const readingsAtOnce = 5_000;

/**
 * All that was measured: the newest part in memory, for pages that are rendered at once, and all of it on the disk.
 * What arrives before the disk told what there is already waits for it.
 */
export class History {
	/** Resolves once it is known what there is from before, or that nothing is. */
	readonly opened: Promise<void>;
	#options: HistoryOptions;
	#recent: MemoryHistory;
	#jobs = new KeptJobs();
	#ticks = new TickMaker();
	#processes: ProcessMinutes;
	#disk: Disk | null = null;
	#timeline: Timeline | null = null;
	#early: Arrival[] = [];
	#kept: Kept;
	#onOpened = () => {};
	/** Of the newest tick. */
	#newest: number | null = null;
	/** Why nothing is kept now. */
	#refusal: string | null = null;
	#retry: NodeJS.Timeout | undefined;
	#closed = false;

	constructor(options: HistoryOptions) {
		const { intervalMs, recentMs, disk } = options;
		this.#options = options;
		this.#processes = new ProcessMinutes(options.processesEveryMs);
		this.#recent = new MemoryHistory({ windowMs: recentMs, stepMs: intervalMs });
		this.#kept = this.#remembered(null);
		this.opened = new Promise((resolve) => {
			this.#onOpened = resolve;
		});
		if (disk) this.#open(disk);
		else {
			this.#jobs.refuse("HOSTBEAT_HISTORY=0");
			this.#begin(null);
			// Who made this hears nothing before it has it.
			queueMicrotask(() => this.#tellKept(this.#remembered("HOSTBEAT_HISTORY=0")));
		}
	}

	/** The newest part, at once. */
	get recent(): HistoryStore {
		return this.#recent;
	}

	/** Jobs and what they said, beside the history. */
	get jobs(): JobStore {
		return this.#jobs;
	}

	/** Without a file that can be used, what is remembered; `file` is then the one that should be used. */
	get kept(): Kept {
		return this.#kept.state === "memory" ? this.#remembered(this.#kept.reason) : this.#kept;
	}

	/** Takes in what was read or still holds at a tick; `missingReason` explains the ticks that are missing before it. */
	take(time: number, events: Partial<MetricEvents>, missingReason: string): void {
		const arrival = { time, events, clocks: this.#options.clocks(), missingReason };
		if (this.#timeline) this.#keep(this.#timeline, arrival);
		else this.#early.push(arrival);
	}

	/** Who used most in the minute that is not over yet, `null` while nothing is known of it. */
	get runningMinute(): ProcessMinute | null {
		return this.#processes.running;
	}

	keepProcesses(minute: ProcessMinute): void {
		this.#recent.keepProcesses(minute);
		this.#disk?.keepProcesses(minute);
	}

	/**
	 * Keeps readings that are not measured here at their own times, and resolves once they are in the file, with why some
	 * are not. Rejects with a RangeError for what cannot be kept: what came before that in the list may be.
	 */
	async keepOwn(readings: readonly OwnReading[]): Promise<OwnKept> {
		await this.opened;
		checkOwn(readings, this.#options.clocks().wallMs);
		const all: OwnKept = { kept: 0, reason: null };
		for (let at = 0; at < readings.length; at += readingsAtOnce) {
			// One slice after the other: a tick waits for one at most.
			const { kept, reason } = await this.#keepOwn(readings.slice(at, at + readingsAtOnce));
			all.kept += kept;
			all.reason ??= reason;
		}
		return all;
	}

	/**
	 * The answer to a question as framed bytes; see `createAnswers` for the subjects. Rejects with a RangeError for what
	 * cannot be asked, and where the signal says that nobody waits for it any more.
	 */
	async ask(subject: string, data: unknown, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
		if (this.#disk?.isOpen) return this.#disk.ask(subject, data, signal);
		return createAnswers(this.#recent)(subject, data);
	}

	/** Notes that the server ends, and keeps all there is. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		clearTimeout(this.#retry);
		const { runningMinute } = this;
		if (runningMinute) this.keepProcesses(runningMinute);
		if (this.#newest !== null) this.#note({ kind: "stopped", time: this.#newest, until: null, detail: {} });
		this.#jobs.close(this.#disk);
		this.#disk?.close();
	}

	async #keepOwn(readings: OwnReading[]): Promise<OwnKept> {
		const remembered = this.#recent.keepOwn(readings);
		const disk = this.#disk;
		if (!disk?.isOpen) return { ...remembered, reason: remembered.reason ?? this.#refusal };
		try {
			return await disk.keepOwn(readings);
		} catch (error) {
			if (error instanceof RangeError) throw error;
			return { kept: 0, reason: (error as Error).message };
		}
	}

	#open(disk: NonNullable<HistoryOptions["disk"]>): void {
		const { intervalMs, recentMs, version, bootId, log } = this.#options;
		let wellFrom = Number.POSITIVE_INFINITY;
		const opening = new Disk({
			options: { ...disk.options, intervalMs, recentMs, version, bootId },
			start: disk.start,
			log,
			onOpened: (opened) => {
				wellFrom = performance.now() + wellMs;
				void this.#jobs.open(opening, opened.unfinishedJobs);
				if (this.#timeline) this.#resume(opened);
				else this.#begin(opened);
			},
			onKept: (kept) => {
				this.#jobs.stopped = kept.state === "kept" ? null : kept.reason;
				this.#tellKept(kept);
			},
			onNoted: (fact) => this.#hear(fact),
			onRefused: (reason) => {
				if (reason !== this.#refusal) log.warn(`No history is kept: ${reason}`);
				this.#refusal = reason;
				this.#jobs.refuse(reason);
				if (!this.#timeline) this.#begin(null);
				this.#tellKept(this.#remembered(reason));
				// Another server may have had the file, and may have ended since.
				const waitMs = performance.now() > wellFrom ? soonMs : retryMs;
				if (!this.#closed) this.#retry = setTimeout(() => this.#open(disk), waitMs).unref();
			},
		});
		this.#disk = opening;
	}

	// It could not be kept for a while: what was before that is on the disk, what came since is not.
	#resume({ previous, setAside }: Opened): void {
		const { intervalMs, log } = this.#options;
		const reason = this.#refusal ?? "";
		this.#refusal = null;
		log.info("The history is kept again.");
		if (setAside) this.#noteSetAside(setAside);
		if (previous === null || this.#newest === null || previous.time >= this.#newest) return;
		const stretch = { time: previous.time + intervalMs, until: this.#newest };
		this.#note({ kind: "notKept", ...stretch, detail: { reason } });
	}

	#noteSetAside(file: string): void {
		const time = this.#options.clocks().wallMs;
		this.#note({ kind: "setAside", time, until: null, detail: { file } });
	}

	#begin(before: Opened | null): void {
		const { intervalMs, version, bootId } = this.#options;
		const timeline = new Timeline({ intervalMs, version, bootId, previous: before?.previous ?? null });
		this.#timeline = timeline;
		for (const tick of before?.recent ?? []) this.#recent.append(tick);
		for (const fact of before?.facts ?? []) this.#recent.note(fact);
		if (before?.setAside) this.#noteSetAside(before.setAside);
		for (const arrival of this.#early) this.#keep(timeline, arrival);
		this.#early = [];
		this.#onOpened();
	}

	#keep(timeline: Timeline, { time, events, clocks, missingReason }: Arrival): void {
		const facts = timeline.follow(time, clocks, missingReason);
		const tick = this.#ticks.make(time, events);
		// First the tick: where the clock was set back, it begins the line anew.
		this.#recent.append(tick);
		this.#disk?.append(tick);
		this.#newest = time;
		for (const fact of facts) this.#note(fact);
		for (const minute of events.process ? this.#processes.take(events.process) : [])
			this.keepProcesses(minute);
	}

	#note(fact: Fact): void {
		this.#disk?.note(fact);
		this.#hear(fact);
	}

	#hear(fact: Fact): void {
		this.#recent.note(fact);
		this.#options.onFact(fact);
	}

	#remembered(reason: string | null): Kept {
		return { ...this.#recent.kept, file: this.#options.disk?.options.file ?? null, reason };
	}

	#tellKept(kept: Kept): void {
		this.#kept = kept;
		this.#options.onKept(kept);
	}
}
