import type { Entry } from "./backlog";
import { FactTable } from "./fact-table";
import { FileSize } from "./file-size";
import { longHoleMs } from "./grid";
import { type JobRule, JobTable } from "./job-table";
import { Line } from "./line";
import { MetaTable } from "./meta-table";
import { mostOwnSeries } from "./own-rules";
import { OwnTable } from "./own-table";
import { ProcessTable } from "./process-table";
import type { DiskOptions, JobWrite } from "./protocol";
import { readRange } from "./reading/range";
import { Retention } from "./retention";
import type { OpenDatabase } from "./sqlite";
import { chainOf, type OpenTier } from "./tier-chain";
import type { Previous } from "./timeline";
import { Transactions } from "./transactions";
import type {
	Fact,
	HistoryQuery,
	HistoryRange,
	KeptOwn,
	KeptTier,
	OwnReading,
	ProcessMinute,
	Tick,
} from "./types";

interface FileOptions extends DiskOptions {
	/** Milliseconds of a clock that is never set. */
	now: () => number;
	open: (file: string) => OpenDatabase;
	/** Hears what cannot be read. */
	onDamage: (reason: string) => void;
}

const dayMs = 86_400_000;
const chunksAtOnce = 16;
const pagesAtOnce = 256;
/** Of the whole bound, what jobs said may take so much. */
const jobShare = 1 / 4;
/** And own readings so much. */
const ownShare = 1 / 4;

/** The history in one open file. What it is told to keep it keeps, or throws and has not. */
export class HistoryFile {
	readonly previous: Previous | null;
	readonly setAside: string | null;
	readonly line: Line;
	readonly jobs: JobTable;
	readonly own: OwnTable;
	/** Another number each time that chunks came or went. */
	revision = 0;
	#opened: OpenDatabase;
	#transactions: Transactions;
	#meta: MetaTable;
	#facts: FactTable;
	#processes: ProcessTable;
	#size: FileSize;
	#retention: Retention;
	#chain: readonly OpenTier[];
	#maxBytes: number;
	/** No reading is taken for old by a clock that was set forward and did not stand the test of a day. */
	#trustFrom: number;
	/** Up to there a line before tells of what happened; this one covers it as it goes on. */
	#behindUntil: number;
	#isUntidy = true;
	#usedBefore: number;
	#growth = 0;

	/** Throws an Error whose message says why the file cannot be used. */
	constructor({ file, tiers, maxBytes, version, bootId, now, open, onDamage }: FileOptions) {
		this.#opened = open(file);
		const { database, setAside } = this.#opened;
		this.setAside = setAside;
		this.#maxBytes = maxBytes;
		this.#chain = chainOf(tiers);
		this.#transactions = new Transactions(database, now);
		this.#meta = new MetaTable(database);
		this.#facts = new FactTable(database);
		this.#processes = new ProcessTable(database);
		this.jobs = new JobTable(database);
		this.own = new OwnTable({
			...{ database, now, transactions: this.#transactions, meta: this.#meta },
			maxBytes: maxBytes * ownShare,
		});
		this.#size = new FileSize(database, file);
		this.line = new Line({
			database,
			transactions: this.#transactions,
			chain: this.#chain,
			onDamage,
			onSetBack: (time) => this.#setBack(time),
		});
		const { chunks, reader, sealing } = this.line;
		this.#retention = new Retention({
			chunks,
			reader,
			sealing,
			chain: this.#chain,
			retired: () => this.line.retired,
			maxBytes,
			usedBytes: () => this.#size.usedBytes,
		});
		const previous = this.#meta.previous(this.line.newest);
		this.previous = previous && { ...previous, later: chunks.later(previous.time) };
		this.#behindUntil = Number(this.#meta.read("behindUntil") ?? Number.NEGATIVE_INFINITY);
		this.#trustFrom = Number(this.#meta.read("trustFrom") ?? Number.NEGATIVE_INFINITY);
		this.#usedBefore = this.#size.usedBytes;
		this.#transactions.run(() => {
			this.#meta.write("version", version);
			this.#meta.write("bootId", bootId);
			this.#meta.write("clean", "0");
		});
	}

	get bytes(): number {
		return this.#size.bytes;
	}

	get tiers(): KeptTier[] {
		const bytes = this.line.chunks.bytes();
		return this.#readable().map(({ tier: { name, stepMs, retentionMs }, from }) => {
			return { name, stepMs, retentionMs, from, bytes: bytes.get(stepMs) ?? 0 };
		});
	}

	get keptOwn(): KeptOwn | null {
		const { series, bytes } = this.own;
		const from = this.own.next(series.ids, 0);
		return from === null ? null : { series: series.names.length, most: mostOwnSeries, from, bytes };
	}

	/** Those that are not older than all that is kept. */
	withinRetention(readings: readonly OwnReading[]): OwnReading[] {
		return readings.filter(({ time }) => !(time < this.line.newest - this.#longestMs));
	}

	write(entry: Entry): void {
		if (entry.type === "own") this.own.keep(entry.readings, this.line.newest);
		else if (entry.type === "tick") this.#append(entry.tick, false);
		else if (entry.type === "fact") this.#transactions.run(() => this.#facts.insert(entry.fact));
		else this.#transactions.run(() => this.#processes.insert(entry.minute));
	}

	/** Keeps all of them or, where it throws, none. */
	keepJobs(writes: Iterable<JobWrite>): void {
		this.#transactions.run(() => {
			for (const write of writes) this.jobs.write(write);
		});
	}

	/** Forgets jobs that have ended, and gives their ids: what they said takes no more than a share of the whole. */
	pruneJobs(rule: Pick<JobRule, "keep" | "before">): string[] {
		let ids: string[] = [];
		this.#transactions.run(() => {
			ids = this.jobs.prune({ ...rule, maxBytes: this.#maxBytes * jobShare });
		});
		return ids;
	}

	/** Keeps many ticks; a crash in between may cost those of the newest head. */
	writeAll(ticks: Iterable<Tick>): void {
		for (const tick of ticks) {
			this.#append(tick, true);
			while (this.tidy());
		}
		this.line.writeHead();
	}

	/** After a seal: deletes some of what is to go and gives back some space; tells whether there is more to do. */
	tidy(): boolean {
		if (this.line.newest >= this.#trustFrom) this.own.tidy(this.line.newest, this.#longestMs);
		if (!this.#isUntidy) return false;
		const { chunks, newest } = this.line;
		this.#growth = Math.max(this.#growth, this.#size.usedBytes - this.#usedBefore);
		const spare = Math.min(this.#maxBytes / 8, Math.max(this.#maxBytes / 16, this.#growth * 1.5));
		const isTrusted = newest >= this.#trustFrom;
		let isMore = false;
		this.line.change(() => {
			isMore = this.#retention.prune(chunksAtOnce, spare, isTrusted);
		});
		if (!isMore && isTrusted) this.#pruneRows();
		if (this.#size.pagesBytes > this.#maxBytes - spare) {
			const before = this.#size.pagesBytes;
			// In slices: a tick waits for it.
			this.#opened.database.exec(`PRAGMA history.incremental_vacuum(${pagesAtOnce})`);
			isMore ||= this.#size.pagesBytes < before;
		}
		this.line.dropRetired();
		this.#usedBefore = this.#size.usedBytes;
		// A clock set forward by mistake must not have any series forgotten.
		if (chunks.oldest(this.#chain[0]?.stepMs ?? 0) && !isMore && isTrusted) this.line.seeSeries();
		this.#isUntidy = isMore;
		this.revision++;
		return isMore;
	}

	range(query: HistoryQuery): HistoryRange {
		const { reader, series, chunks } = this.line;
		const tiers = this.#readable().map((one) => {
			const { stepMs, from } = one;
			const isOpen = one.openFrom <= query.to && from !== null;
			const start = chunks.startWithin(stepMs, query.from, query.to) ?? Number.POSITIVE_INFINITY;
			const reach = Math.min(start, isOpen ? one.openFrom : Number.POSITIVE_INFINITY);
			return { ...one, reach: Number.isFinite(reach) && from !== null ? Math.max(reach, from) : null };
		});
		return readRange(
			{ reader, series, own: this.own, tiers, facts: (from, to) => this.facts(from, to) },
			query,
		);
	}

	facts(from: number, to: number): Fact[] {
		return this.#facts.read(from, Math.min(to, this.line.newest));
	}

	processes(from: number, to: number): ProcessMinute[] {
		return this.#processes.read(from, Math.min(to, this.line.newest));
	}

	/** Ends it; `isClean` if all that was to be kept is. */
	close(isClean: boolean): void {
		try {
			if (isClean) this.#transactions.run(() => this.#meta.write("clean", "1"));
		} finally {
			this.#opened.close();
		}
	}

	#append(tick: Tick, isBulk: boolean): void {
		const { newest } = this.line;
		const leap = Number.isFinite(newest) ? tick.time - newest : 0;
		// First: what fails after the tick was kept would have it kept once more.
		if (leap > dayMs) this.#trust(tick.time + dayMs);
		if (leap < 0 && Number.isFinite(this.#trustFrom)) this.#trust(Number.NEGATIVE_INFINITY);
		if (tick.time > newest && newest < this.#behindUntil) this.#cover(newest, tick.time);
		if (this.line.append(tick, isBulk)) {
			this.#isUntidy = true;
			this.revision++;
		}
	}

	#trust(from: number): void {
		this.#trustFrom = from;
		this.#transactions.run(() => this.#meta.write("trustFrom", String(from)));
	}

	#setBack(time: number): void {
		this.#behindUntil = Math.max(this.#behindUntil, this.line.newest);
		this.#meta.write("behindUntil", String(this.#behindUntil));
		this.#facts.cut(time);
		this.#processes.cover(time - 1, time);
	}

	// As masks do: what a line leaps over is not covered by it.
	#cover(newest: number, time: number): void {
		const after = time - newest > longHoleMs ? time - 1 : newest;
		this.#transactions.run(() => {
			this.#facts.cover(after, time);
			this.#processes.cover(after, time);
		});
	}

	#pruneRows(): void {
		const { stepMs } = this.#chain.findLast((tier) => tier.stepMs <= 60_000) ?? (this.#chain[0] as OpenTier);
		this.#transactions.run(() => {
			this.#facts.prune(this.line.newest - this.#longestMs);
			this.#processes.prune(this.line.chunks.firstTime(stepMs) ?? Number.NEGATIVE_INFINITY);
		});
	}

	get #longestMs(): number {
		return Math.max(...this.#chain.map(({ retentionMs }) => retentionMs));
	}

	/** All tiers, with the oldest reading that they have. */
	#readable() {
		const { chunks, tiers, retired } = this.line;
		return tiers.map((tier) => {
			const { stepMs, openFrom } = tier;
			const isRetired = retired.includes(tier);
			const open = (isRetired ? null : openFrom) ?? Number.POSITIVE_INFINITY;
			const from = Math.min(chunks.firstTime(stepMs) ?? Number.POSITIVE_INFINITY, open);
			const until = isRetired ? (chunks.newest(stepMs)?.end ?? 0) : Number.POSITIVE_INFINITY;
			return { tier, stepMs, until, openFrom: open, from: from <= this.line.newest ? from : null };
		});
	}
}
