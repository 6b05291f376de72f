import { ChunkReader } from "./chunk";
import { longHoleMs } from "./grid";
import type { Piece } from "./reading/masks";
import type { Stretch } from "./rollup";
import type { Database } from "./sqlite";

/** A chunk that is to be kept: what is known of a tier from `start` to before `end`. */
export interface NewChunk {
	stepMs: number;
	start: number;
	end: number;
	data: Uint8Array;
}

interface Row {
	id: number;
	start: number;
	end: number;
}

type Stretches = { from: number; to: number }[];

interface LaterRow {
	start: number;
	last: number;
}

/** The sealed chunks. A newer one (of a greater id) covers the older ones over its whole stretch. */
export class ChunkTable {
	/** Called once for each chunk that cannot be read, wholly or in part. */
	onDamage: (reason: string) => void = () => {};
	#statements;
	#damaged = new Set<number>();
	#first = new Map<number, { id: number; time: number }>();

	constructor(database: Database) {
		this.#statements = {
			insert: database.prepare("INSERT INTO chunk (tier, start, end, data) VALUES (?, ?, ?, ?)"),
			cover: database.prepare("DELETE FROM chunk WHERE tier = ? AND start >= ? AND end <= ?"),
			list: database.prepare(
				"SELECT id, start, end FROM chunk WHERE tier = ? AND start < ? AND end > ? ORDER BY id DESC",
			),
			data: database.prepare("SELECT data FROM chunk WHERE id = ?"),
			oldest: database.prepare("SELECT id, start, end FROM chunk WHERE tier = ? ORDER BY start, id LIMIT 1"),
			first: database.prepare(
				"SELECT id, start, end FROM chunk WHERE tier = ? AND start <= ? AND end > ? ORDER BY start, id LIMIT 1",
			),
			later: database.prepare("SELECT start, end - tier AS last FROM chunk WHERE start > ? ORDER BY start"),
			newest: database.prepare("SELECT id, start, end FROM chunk WHERE tier = ? ORDER BY id DESC LIMIT 1"),
			remove: database.prepare("DELETE FROM chunk WHERE id = ?"),
			bytes: database.prepare("SELECT tier, sum(length(data)) AS bytes FROM chunk GROUP BY tier"),
		};
	}

	/** Those that it covers wholly go: nobody reads them any more, and a clock that is set back often makes many. */
	insert({ stepMs, start, end, data }: NewChunk): void {
		this.#statements.cover.run(stepMs, start, end);
		this.#statements.insert.run(stepMs, start, end, data);
	}

	/** Newest first. */
	layers(stepMs: number, from: number, until: number): Piece<() => Stretch | null>[] {
		const rows = this.#statements.list.all(stepMs, until, from) as unknown as Row[];
		return rows.map(({ id, start, end }) => ({ from: start, until: end, source: () => this.#read(id) }));
	}

	/** The one that begins first. */
	oldest(stepMs: number): Row | null {
		return (this.#statements.oldest.get(stepMs) as Row | undefined) ?? null;
	}

	/** The one that was written last. */
	newest(stepMs: number): Row | null {
		return (this.#statements.newest.get(stepMs) as Row | undefined) ?? null;
	}

	/** The oldest reading of a tier, `null` where it has no chunk. */
	firstTime(stepMs: number): number | null {
		const row = this.oldest(stepMs);
		if (!row) return null;
		const known = this.#first.get(stepMs);
		if (known?.id === row.id) return known.time;
		const time = this.#read(row.id)?.times[0] ?? row.start;
		this.#first.set(stepMs, { id: row.id, time });
		return time;
	}

	/** Where the first chunk begins of those that touch a range, `null` where none does. */
	startWithin(stepMs: number, from: number, to: number): number | null {
		const row = this.#statements.first.get(stepMs, to, from) as Row | undefined;
		return row?.start ?? null;
	}

	/** The stretches after `time` that have readings, but for short holes. */
	later(time: number): Stretches {
		const stretches: Stretches = [];
		for (const { start, last } of this.#statements.later.iterate(time) as Iterable<LaterRow>) {
			const before = stretches.at(-1);
			if (before && start - before.to <= longHoleMs) before.to = Math.max(before.to, last);
			else stretches.push({ from: start, to: last });
		}
		return stretches;
	}

	remove(id: number): void {
		this.#statements.remove.run(id);
	}

	/** By step. */
	bytes(): Map<number, number> {
		const rows = this.#statements.bytes.all() as unknown as { tier: number; bytes: number }[];
		return new Map(rows.map(({ tier, bytes }) => [tier, bytes]));
	}

	#read(id: number): Stretch | null {
		return this.#whole(id, () => {
			const row = this.#statements.data.get(id) as { data: Uint8Array } | undefined;
			if (!row) return null;
			const reader = new ChunkReader(row.data);
			return {
				times: reader.times,
				ids: reader.ids,
				raw: (series) => (reader.kind === "raw" ? this.#whole(id, () => reader.raw(series)) : null),
				rolled: (series) => (reader.kind === "rolled" ? this.#whole(id, () => reader.rolled(series)) : null),
			};
		});
	}

	// What cannot be read is not known: it costs its own steps, and no others.
	#whole<T>(id: number, read: () => T): T | null {
		try {
			return read();
		} catch (error) {
			if (!this.#damaged.has(id)) this.onDamage(`Chunk ${id} cannot be read: ${(error as Error).message}`);
			this.#damaged.add(id);
			return null;
		}
	}
}
