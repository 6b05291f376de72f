import type { ChunkTable } from "../chunk-table";
import { floorTo } from "../grid";
import type { Head } from "../head";
import { Rollup, type Stretch } from "../rollup";
import type { OpenTier } from "../tier-chain";
import { type Piece, uncovered } from "./masks";

/** What of a tier is not sealed, folded once for each series that was asked for. */
interface Tail {
	openFrom: number;
	/** So far it is folded for all of `ids`. */
	until: number;
	ids: Set<number>;
	rollup: Rollup;
}

type Source = "tail" | (() => Stretch | null);

/** Reads a tier as one line: what is sealed, and what is not yet; the newest that was written of each stretch. */
export class Reader {
	/** The newest reading; nothing later exists. */
	newest = Number.NEGATIVE_INFINITY;
	/** So many readings and buckets were folded so far: what queries cost. */
	folded = 0;
	#chunks: ChunkTable;
	#head: Head;
	#chain: readonly OpenTier[];
	#tails = new Map<OpenTier, Tail>();

	constructor(chunks: ChunkTable, head: Head, chain: readonly OpenTier[]) {
		this.#chunks = chunks;
		this.#head = head;
		this.#chain = chain;
	}

	/** Adds what a tier knows of these series from `from` to before `until`. A tier that is no longer written has its chunks only. */
	read(
		tier: OpenTier,
		ids: readonly number[],
		{ from, until }: { from: number; until: number },
		into: Rollup,
	): void {
		const end = Math.min(until, this.newest + 1);
		const layers: Piece<Source>[] = this.#chunks.layers(tier.stepMs, from, end);
		const level = this.#chain.indexOf(tier);
		if (level !== -1 && tier.openFrom !== null) {
			layers.unshift({ from: tier.openFrom, until: Number.POSITIVE_INFINITY, source: "tail" });
		}
		for (const piece of uncovered(layers, from, end)) {
			if (piece.source === "tail") this.#readOpen(level, ids, piece, into);
			else this.#add(piece.source(), ids, piece, into);
		}
	}

	/** What the finest tier holds from a time on, tick by tick. */
	*ticks(from: number): Generator<{ time: number; ids: readonly number[]; values: Float64Array }> {
		const [tier] = this.#chain;
		if (!tier) return;
		const layers: Piece<() => Stretch | null>[] = this.#chunks.layers(tier.stepMs, from, this.newest + 1);
		if (tier.openFrom !== null) {
			layers.unshift({ from: tier.openFrom, until: Number.POSITIVE_INFINITY, source: () => this.#head });
		}
		for (const piece of uncovered(layers, from, this.newest + 1)) {
			const stretch = piece.source();
			if (!stretch) continue;
			const ids = [...stretch.ids];
			const columns = ids.map((id) => stretch.raw(id));
			for (const [at, time] of stretch.times.entries()) {
				if (time < piece.from || time >= piece.until) continue;
				yield { time, ids, values: Float64Array.from(columns, (column) => column?.[at] ?? Number.NaN) };
			}
		}
	}

	/** Forgets what was folded: where the line begins anew, or a write was taken back. */
	forget(): void {
		this.#tails.clear();
	}

	#readOpen(level: number, ids: readonly number[], piece: Piece<Source>, into: Rollup): void {
		if (level === 0) {
			this.#add(this.#head, ids, piece, into);
			return;
		}
		const { stepMs, openFrom } = this.#chain[level] as OpenTier;
		const start = openFrom ?? piece.from;
		const settled = Math.max(start, floorTo(this.#chain[0]?.openFrom ?? start, stepMs));
		if (piece.from < settled) {
			const part = { from: piece.from, until: Math.min(piece.until, settled) };
			this.#add(this.#tail(level, ids, settled), ids, part, into);
		}
		if (piece.until > settled) {
			const rest = {
				from: Math.max(settled, floorTo(piece.from, stepMs)),
				until: floorTo(piece.until - 1, stepMs) + stepMs,
			};
			const rollup = new Rollup(rest.from, rest.until, stepMs);
			this.read(this.#chain[level - 1] as OpenTier, ids, rest, rollup);
			this.#add(rollup, ids, piece, into);
		}
	}

	// What is settled cannot change any more, so that it is folded once, and longer after each seal.
	#tail(level: number, ids: readonly number[], settled: number): Rollup {
		const tier = this.#chain[level] as OpenTier;
		const finer = this.#chain[level - 1] as OpenTier;
		const openFrom = tier.openFrom as number;
		let tail = this.#tails.get(tier);
		if (!tail || tail.openFrom !== openFrom || tail.until > settled) {
			tail = { openFrom, until: settled, ids: new Set(), rollup: new Rollup(openFrom, settled, tier.stepMs) };
			this.#tails.set(tier, tail);
		}
		if (tail.until < settled) {
			const longer = new Rollup(openFrom, settled, tier.stepMs);
			const known = [...tail.ids];
			longer.add(tail.rollup, known, openFrom, tail.until);
			this.read(finer, known, { from: tail.until, until: settled }, longer);
			tail.rollup = longer;
			tail.until = settled;
		}
		const missing = ids.filter((id) => !tail.ids.has(id));
		if (missing.length > 0) {
			this.read(finer, missing, { from: openFrom, until: settled }, tail.rollup);
			for (const id of missing) tail.ids.add(id);
		}
		return tail.rollup;
	}

	#add(
		stretch: Stretch | null,
		ids: readonly number[],
		{ from, until }: { from: number; until: number },
		into: Rollup,
	): void {
		if (stretch) this.folded += into.add(stretch, ids, from, until);
	}
}
