import type { Log } from "@/lib/log";
import type { MetricEvents } from "@/lib/metrics/types";
import { createAnswers } from "./answers";
import { Disk } from "./disk";
import { MemoryHistory } from "./memory";
import type { DiskOptions, FromDisk } from "./protocol";
import { TickMaker } from "./tick-maker";
import { type Clocks, Timeline } from "./timeline";
import type { Fact, HistoryStore, Kept, ProcessMinute } from "./types";

type Opened = Extract<FromDisk, { type: "opened" }>;

interface HistoryOptions extends Pick<DiskOptions, "intervalMs" | "version" | "bootId" | "recentMs"> {
	/** Where and how it is kept; `null` to remember only. */
	disk: { path: string; options: Omit<DiskOptions, "intervalMs" | "version" | "bootId" | "recentMs"> } | null;
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

/**
 * All that was measured: the newest part in memory, for pages that are rendered at once, and all of it on the disk.
 * What arrives before the disk told what there is already waits for it.
 */
export class History {
	/** Resolves once it is known what there is from before, or that nothing is. */
	readonly opened: Promise<void>;
	#options: HistoryOptions;
	#recent: MemoryHistory;
	#ticks = new TickMaker();
	#disk: Disk | null = null;
	#timeline: Timeline | null = null;
	#early: Arrival[] = [];
	#kept: Kept;

	constructor(options: HistoryOptions) {
		const { intervalMs, recentMs, version, bootId, disk, log } = options;
		this.#options = options;
		this.#recent = new MemoryHistory({ windowMs: recentMs, stepMs: intervalMs });
		this.#kept = this.#recent.kept;
		this.opened = new Promise((resolve) => {
			if (!disk) {
				this.#begin(null);
				return resolve();
			}
			this.#disk = new Disk({
				path: disk.path,
				options: { ...disk.options, intervalMs, recentMs, version, bootId },
				log,
				onOpened: (opened) => {
					this.#begin(opened);
					resolve();
				},
				onKept: (kept) => this.#tellKept(kept),
				onNoted: (fact) => this.#hear(fact),
				onRefused: (reason) => {
					log.warn(`No history is kept: ${reason}`);
					if (!this.#timeline) this.#begin(null);
					this.#tellKept({ ...this.#recent.kept, reason });
					resolve();
				},
			});
		});
	}

	/** The newest part, at once. */
	get recent(): HistoryStore {
		return this.#recent;
	}

	get kept(): Kept {
		return this.#kept;
	}

	/** Takes in what was read or still holds at a tick; `missingReason` explains the ticks that are missing before it. */
	take(time: number, events: Partial<MetricEvents>, missingReason: string): void {
		const arrival = { time, events, clocks: this.#options.clocks(), missingReason };
		if (this.#timeline) this.#keep(this.#timeline, arrival);
		else this.#early.push(arrival);
	}

	keepProcesses(minute: ProcessMinute): void {
		this.#recent.keepProcesses(minute);
		this.#disk?.keepProcesses(minute);
	}

	/** The answer to a question as JSON; see `createAnswers` for the subjects. Rejects with a RangeError for what cannot be asked. */
	async ask(subject: string, data: unknown): Promise<Uint8Array<ArrayBuffer>> {
		if (this.#disk?.isOpen) return this.#disk.ask(subject, data);
		return createAnswers(this.#recent)(subject, data);
	}

	/** Notes that the server ends, and keeps all there is. */
	close(time = Date.now()): void {
		if (this.#timeline) this.#note({ kind: "stopped", time, until: null, detail: {} });
		this.#disk?.close();
		this.#disk = null;
	}

	#begin(before: Opened | null): void {
		const { intervalMs, version, bootId } = this.#options;
		const timeline = new Timeline({ intervalMs, version, bootId, previous: before?.previous ?? null });
		this.#timeline = timeline;
		for (const tick of before?.recent ?? []) this.#recent.append(tick);
		for (const fact of before?.facts ?? []) this.#recent.note(fact);
		if (before?.setAside) {
			const detail = { file: before.setAside };
			this.#note({ kind: "setAside", time: this.#options.clocks().wallMs, until: null, detail });
		}
		for (const arrival of this.#early) this.#keep(timeline, arrival);
		this.#early = [];
	}

	#keep(timeline: Timeline, { time, events, clocks, missingReason }: Arrival): void {
		const facts = timeline.follow(time, clocks, missingReason);
		const tick = this.#ticks.make(time, events);
		// First the tick: where the clock was set back, it begins the line anew.
		this.#recent.append(tick);
		this.#disk?.append(tick);
		for (const fact of facts) this.#note(fact);
	}

	#note(fact: Fact): void {
		this.#disk?.note(fact);
		this.#hear(fact);
	}

	#hear(fact: Fact): void {
		this.#recent.note(fact);
		this.#options.onFact(fact);
	}

	#tellKept(kept: Kept): void {
		this.#kept = kept;
		this.#options.onKept(kept);
	}
}
