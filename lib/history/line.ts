import { adoptTiers } from "./adopt-tiers";
import { ChunkTable } from "./chunk-table";
import { floorTo, longHoleMs } from "./grid";
import { Head } from "./head";
import { MetaTable } from "./meta-table";
import { Reader } from "./reading/reader";
import { Sealing } from "./sealing";
import { SeriesTable } from "./series-table";
import type { Database } from "./sqlite";
import { TickTable } from "./tick-table";
import type { OpenTier } from "./tier-chain";
import { isSameChain, TierTable } from "./tier-table";
import type { Transactions } from "./transactions";
import type { Tick } from "./types";

interface LineOptions {
	database: Database;
	transactions: Transactions;
	/** The tiers to be written, finest first. */
	chain: readonly OpenTier[];
	/** Hears what cannot be read. */
	onDamage: (reason: string) => void;
	/** The line begins anew at `time`: called in the transaction that does it. */
	onSetBack: (time: number) => void;
}

/** The ticks of one file: one line, of which the newest part is open and all else sealed in chunks. */
export class Line {
	readonly series: SeriesTable;
	readonly chunks: ChunkTable;
	readonly reader: Reader;
	readonly sealing: Sealing;
	#options: LineOptions;
	#ticks: TickTable;
	#tiers: TierTable;
	#head = new Head();
	#retired: OpenTier[];

	constructor(options: LineOptions) {
		const { database, chain, onDamage } = options;
		this.#options = options;
		this.#ticks = new TickTable(database);
		this.#tiers = new TierTable(database);
		this.series = new SeriesTable(database);
		this.chunks = new ChunkTable(database);
		this.chunks.onDamage = onDamage;
		this.reader = new Reader(this.chunks, this.#head, chain);
		const parts = { chunks: this.chunks, head: this.#head, reader: this.reader, chain };
		this.sealing = new Sealing({ ...parts, ids: () => this.series.ids });
		this.#retired = this.#open();
	}

	get newest(): number {
		return this.reader.newest;
	}

	/** All tiers that can be read, finest first. */
	get tiers(): OpenTier[] {
		return [...this.#options.chain, ...this.#retired].sort((one, other) => one.stepMs - other.stepMs);
	}

	get retired(): readonly OpenTier[] {
		return this.#retired;
	}

	/**
	 * Keeps a tick, and tells whether something was sealed. All or nothing: after an error the tick is not kept. In bulk it
	 * is not on the disk before its head is sealed, or `writeHead` was called.
	 */
	append({ time, metrics, values }: Tick, isBulk = false): boolean {
		const ids = this.series.resolve(metrics, time);
		const openFrom = this.#options.chain[0]?.openFrom ?? Number.POSITIVE_INFINITY;
		// Sealed stretches cover what is older, holes included: a clock that leaps by years must not cover years.
		const isAnew = time <= this.newest || time < openFrom || time - this.newest > longHoleMs;
		const isDue = !isAnew && this.sealing.isDue(time);
		const insert = () => {
			if (!isBulk) this.#ticks.insert(time, ids, values);
		};
		if (isAnew || isDue) {
			this.change(() => {
				if (isAnew) this.#begin(time);
				else this.sealing.sealBefore(time);
				this.#ticks.clear();
				insert();
			});
			this.#head.clear();
			if (isAnew) this.reader.forget();
		} else if (!isBulk) this.#options.transactions.run(insert);
		this.#head.append(time, ids, values);
		this.reader.newest = time;
		return isAnew || isDue;
	}

	/** Writes what was appended in bulk and is not sealed. */
	writeHead(): void {
		this.#options.transactions.run(() => {
			this.#ticks.clear();
			const ids = [...this.#head.ids];
			const columns = ids.map((id) => this.#head.raw(id) as Float64Array);
			for (const [at, time] of this.#head.times.entries()) {
				this.#ticks.insert(
					time,
					ids,
					Float64Array.from(columns, (column) => column[at] as number),
				);
			}
		});
	}

	/** The ticks from a time on, oldest first. */
	*since(time: number): Generator<Tick> {
		let ids: readonly number[] = [];
		let metrics: readonly string[] = [];
		for (const tick of this.reader.ticks(time)) {
			if (tick.ids !== ids) metrics = this.series.nameOf(tick.ids);
			ids = tick.ids;
			yield { time: tick.time, metrics, values: tick.values };
		}
	}

	/** The ticks that are in no chunk yet. */
	unsealed(): Tick[] {
		return this.#head.length > 0 ? [...this.since(this.#head.times[0] as number)] : [];
	}

	/** Notes which series still have readings. */
	seeSeries(): void {
		const longest = Math.max(...this.tiers.map(({ retentionMs }) => retentionMs));
		this.#options.transactions.run(() => this.series.see(this.#head.ids, this.newest, this.newest - longest));
	}

	/** Forgets the tiers of which nothing is left. */
	dropRetired(): void {
		for (const tier of this.#retired) {
			if (this.chunks.oldest(tier.stepMs) === null) this.#tiers.remove(tier);
		}
		this.#retired = this.#retired.filter(({ stepMs }) => this.chunks.oldest(stepMs) !== null);
	}

	/** Runs what may seal, all or nothing. */
	change(run: () => void): void {
		const { chain, transactions } = this.#options;
		const before = chain.map(({ openFrom }) => openFrom);
		try {
			transactions.run(() => {
				run();
				this.#tiers.save(chain);
			});
		} catch (error) {
			for (const [level, tier] of chain.entries()) tier.openFrom = before[level] ?? null;
			this.reader.forget();
			this.#ticks.begin();
			throw error;
		}
	}

	#begin(time: number): void {
		const { chain, onSetBack } = this.#options;
		this.sealing.sealAll(true);
		for (const [level, tier] of chain.entries()) {
			// The bucket that holds `time` is folded anew, from what was before it and what follows.
			tier.openFrom = level === 0 ? time : floorTo(time, tier.stepMs);
		}
		if (time <= this.newest) onSetBack(time);
	}

	#open(): OpenTier[] {
		const { database, chain, onDamage } = this.#options;
		const meta = new MetaTable(database);
		const newest = meta.read("newest");
		if (newest !== null) this.reader.newest = Number(newest);
		this.#ticks.read((time, ids, values) => {
			if (ids) this.#head.append(time, ids, values);
			this.reader.newest = time;
		}, onDamage);
		const before = this.#tiers.load();
		if (isSameChain(before.chain, chain)) {
			for (const [level, tier] of chain.entries()) tier.openFrom = before.chain[level]?.openFrom ?? null;
			return before.retired;
		}
		let retired: OpenTier[] = [];
		this.#options.transactions.run(() => {
			const ids = () => this.series.ids;
			retired = adoptTiers({
				chunks: this.chunks,
				head: this.#head,
				newest: this.newest,
				ids,
				before,
				chain,
			});
			for (const tier of [...before.chain, ...before.retired]) this.#tiers.remove(tier);
			this.#tiers.save(chain);
			this.#tiers.save(retired, true);
			this.#ticks.clear();
			if (Number.isFinite(this.newest)) meta.write("newest", String(this.newest));
		});
		this.#head.clear();
		return retired;
	}
}
