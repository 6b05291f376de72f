import { existsSync } from "node:fs";
import { createLog, type Log } from "@/lib/log";
import { Backlog, type Entry } from "./backlog";
import { setAside } from "./database-file";
import { DiskJobs } from "./disk-jobs";
import { explainFailure } from "./failure";
import { HistoryFile } from "./history-file";
import { checkRoom, tooOld } from "./own-rules";
import type { DiskOptions } from "./protocol";
import { openDatabase } from "./sqlite";
import type { Previous } from "./timeline";
import type {
	Fact,
	HistoryQuery,
	HistoryRange,
	HistoryStore,
	Kept,
	OwnKept,
	OwnReading,
	ProcessMinute,
	Tick,
} from "./types";

/** Keeps the history in one file. */
export interface DiskHistory extends HistoryStore {
	/** What the server before this one left behind. */
	readonly previous: Previous | null;
	/** The name that a damaged file was given, `null` when there was none. */
	readonly setAside: string | null;
	/** So many readings and buckets were folded for queries and roll-ups so far. */
	readonly folded: number;
	readonly jobs: DiskJobs;
	/** Hears what happened that only the store knows. */
	onFact: (fact: Fact) => void;
	/** The newest ticks that lie within `windowMs`. */
	recent(windowMs: number): Tick[];
	/** Keeps many ticks at once, fast; a crash in between may cost the newest half hour of them. Throws where the disk fails. */
	import(ticks: Iterable<Tick>): void;
}

interface Surroundings {
	/** Milliseconds of a clock that is never set. */
	now?: () => number;
	log?: Log;
	open?: typeof openDatabase;
}

const retryMs = 10_000;
/** What is told of the file's size is this old at most. */
const keptMs = 25_000;
const backlogMs = 3_600_000;

/** Throws an Error whose message says why the file cannot be used. */
export function openDiskHistory(options: DiskOptions, surroundings: Surroundings = {}): DiskHistory {
	return new FileHistory(options, surroundings);
}

/** Keeps on while the disk does not: what cannot be written now waits in memory, and is written once it can be. */
class FileHistory implements DiskHistory {
	readonly previous: Previous | null;
	readonly setAside: string | null;
	readonly jobs: DiskJobs;
	onFact: (fact: Fact) => void = () => {};
	#options: DiskOptions;
	#now: () => number;
	#log: Log;
	#openDatabase: typeof openDatabase;
	#file: HistoryFile;
	#backlog: Backlog;
	#stopped: { reason: string; retryAt: number } | null = null;
	/** The file is closed, for it was damaged or deleted, and there is no other yet. */
	#isGone = false;
	/** When it is looked whether the file is still there. */
	#lookAt = Number.NEGATIVE_INFINITY;
	#names: { measured: readonly string[]; own: readonly string[]; all: readonly string[] } | null = null;
	/** As they were told last. */
	#tiers: Kept["tiers"] = [];
	#kept: { value: Kept; until: number; revision: number } | null = null;

	constructor(
		options: DiskOptions,
		{ now = () => performance.now(), log = createLog("history"), open = openDatabase }: Surroundings,
	) {
		this.#options = options;
		this.#now = now;
		this.#log = log;
		this.#openDatabase = open;
		this.#backlog = new Backlog(Math.ceil(backlogMs / options.intervalMs));
		this.#file = this.#open();
		this.previous = this.#file.previous;
		this.setAside = this.#file.setAside;
		this.jobs = new DiskJobs({
			file: () => (this.#isGone ? null : this.#file),
			keep: (write, wait) => {
				this.#keep(() => write(this.#file), wait);
				return this.#stopped?.reason ?? null;
			},
		});
	}

	get metrics(): readonly string[] {
		const measured = this.#file.line.series.names;
		const own = this.#file.own.series.names;
		if (this.#names?.measured !== measured || this.#names.own !== own) {
			this.#names = { measured, own, all: own.length === 0 ? measured : [...new Set([...measured, ...own])] };
		}
		return this.#names.all;
	}

	get folded(): number {
		return this.#file.line.reader.folded;
	}

	get kept(): Kept {
		const { revision } = this.#file;
		if (!this.#kept || this.#kept.until < this.#now() || this.#kept.revision !== revision) {
			const { file, maxBytes } = this.#options;
			const value: Kept = {
				state: this.#stopped ? "stopped" : "kept",
				reason: this.#stopped?.reason ?? null,
				file,
				bytes: this.#file.bytes,
				maxBytes,
				series: this.metrics.length,
				tiers: this.#isGone ? this.#tiers : this.#file.tiers,
			};
			const own = this.#isGone ? null : this.#file.keptOwn;
			if (own) value.own = own;
			this.#tiers = value.tiers;
			this.#kept = { value, until: this.#now() + keptMs, revision };
		}
		return this.#kept.value;
	}

	append(tick: Tick): void {
		this.#write({ type: "tick", tick });
	}

	note(fact: Fact): void {
		this.#write({ type: "fact", fact });
	}

	keepProcesses(minute: ProcessMinute): void {
		this.#write({ type: "processes", minute });
	}

	keepOwn(readings: readonly OwnReading[]): OwnKept {
		const { own, line } = this.#file;
		checkRoom(readings, new Set(own.series.names), new Set(line.series.names));
		const within = this.#file.withinRetention(readings);
		let isKept = false;
		this.#keep(
			() => {
				this.#file.own.keep(within, this.#file.line.newest);
				isKept = true;
			},
			() => this.#backlog.push({ type: "own", readings: within }),
		);
		if (!isKept && this.#stopped) return { kept: 0, reason: this.#stopped.reason };
		return { kept: within.length, reason: within.length < readings.length ? tooOld : null };
	}

	nextOwn(metrics: readonly string[], from: number): number | null {
		const { own } = this.#file;
		const names = new Set(metrics);
		const ids = own.series.select([...metrics]).filter(({ metric }) => names.has(metric));
		return own.next(
			ids.map(({ id }) => id),
			from,
		);
	}

	import(ticks: Iterable<Tick>): void {
		this.#file.writeAll(ticks);
		this.#kept = null;
	}

	range(query: HistoryQuery): HistoryRange {
		return this.#file.range(query);
	}

	facts(from: number, to: number): Fact[] {
		return this.#file.facts(from, to);
	}

	processes(from: number, to: number): ProcessMinute[] {
		return this.#file.processes(from, to);
	}

	recent(windowMs: number): Tick[] {
		const { line } = this.#file;
		return Number.isFinite(line.newest) ? [...line.since(line.newest - windowMs + 1)] : [];
	}

	close(): void {
		try {
			if (this.#stopped) this.#resume();
			if (this.#isGone) return;
			this.#file.close(this.#stopped === null);
		} catch (error) {
			// The disk has what it has, and the next server says that this one did not end well.
			this.#log.warn(`The history could not be closed: ${explainFailure(error).reason}`);
		}
	}

	#open(): HistoryFile {
		const onDamage = (reason: string) => this.#log.warn(`${reason}. What it held is not shown.`);
		return new HistoryFile({ ...this.#options, now: this.#now, open: this.#openDatabase, onDamage });
	}

	#write(entry: Entry): void {
		this.#keep(
			() => this.#file.write(entry),
			() => this.#backlog.push(entry),
		);
	}

	#keep(write: () => void, wait: () => void): void {
		if (this.#stopped) {
			wait();
			if (this.#now() >= this.#stopped.retryAt) this.#resume();
			return;
		}
		try {
			this.#requireFile();
			write();
		} catch (error) {
			wait();
			this.#fail(error);
			return;
		}
		this.#tidy();
	}

	// Whoever has it open writes on to a file that was deleted, and all of it is gone at the end.
	#requireFile(): void {
		if (this.#now() < this.#lookAt) return;
		this.#lookAt = this.#now() + retryMs;
		if (existsSync(this.#options.file)) return;
		for (const tick of this.#file.line.unsealed()) this.#backlog.push({ type: "tick", tick });
		this.#isGone = true;
		this.#file.close(false);
		throw new Error("its file was deleted");
	}

	#tidy(): void {
		try {
			this.#file.tidy();
		} catch (error) {
			this.#fail(error);
		}
	}

	#resume(): void {
		try {
			if (this.#isGone) this.#file = this.#open();
			this.#isGone = false;
			this.#tellLost();
			this.#backlog.drain((entry) => this.#file.write(entry));
			this.jobs.drain(this.#file);
		} catch (error) {
			this.#fail(error);
			return;
		}
		this.#stopped = null;
		this.#kept = null;
		this.#tidy();
	}

	// Before what is left: a clock that was set back since then covers it.
	#tellLost(): void {
		const { lost } = this.#backlog;
		if (!lost) return;
		const reason = this.#stopped?.reason ?? "";
		const fact: Fact = { kind: "notKept", time: lost.from, until: lost.to, detail: { reason } };
		this.#file.write({ type: "fact", fact });
		this.#backlog.settle();
		this.onFact(fact);
	}

	#fail(error: unknown): void {
		const { reason, isDamaged } = explainFailure(error);
		this.#stopped = { reason, retryAt: this.#now() + retryMs };
		this.#kept = null;
		if (isDamaged) this.#replace();
	}

	/** Goes on with a new file; the damaged one is set aside. */
	#replace(): void {
		const unsealed = this.#file.line.unsealed();
		let name: string;
		try {
			this.#isGone = true;
			this.#file.close(false);
			name = setAside(this.#options.file);
			this.#file = this.#open();
			this.#isGone = false;
			this.#file.writeAll(unsealed);
		} catch (error) {
			this.#stopped = { reason: explainFailure(error).reason, retryAt: this.#now() + retryMs };
			return;
		}
		const time = unsealed.at(-1)?.time ?? Date.now();
		const fact: Fact = { kind: "setAside", time, until: null, detail: { file: name } };
		this.#backlog.push({ type: "fact", fact });
		this.onFact(fact);
		// With the next that is to be kept, and not at once: a disk that damages all must not be tried without end.
		this.#stopped = { reason: "its file was damaged", retryAt: this.#now() };
	}
}
