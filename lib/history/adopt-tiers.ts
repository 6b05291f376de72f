import type { ChunkTable } from "./chunk-table";
import { floorTo } from "./grid";
import type { Head } from "./head";
import { Reader } from "./reading/reader";
import { Rollup } from "./rollup";
import { encodeBuckets, Sealing } from "./sealing";
import type { OpenTier } from "./tier-chain";

interface Adoption {
	chunks: ChunkTable;
	head: Head;
	newest: number;
	ids: () => readonly number[];
	/** The tiers that the file was written with. */
	before: { chain: readonly OpenTier[]; retired: readonly OpenTier[] };
	/** Those that are asked for now. */
	chain: readonly OpenTier[];
}

/**
 * Goes over to other tiers: seals what there is, and folds for each tier that is new what is known. Gives the tiers that
 * are no longer written. To be called in a transaction.
 */
export function adoptTiers({ chunks, head, newest, ids, before, chain }: Adoption): OpenTier[] {
	const reader = new Reader(chunks, head, before.chain);
	reader.newest = newest;
	new Sealing({ chunks, head, reader, chain: before.chain, ids }).sealAll();
	const all = [...before.chain, ...before.retired];
	// Nothing is open any more: all that follows is read from chunks.
	const sealed = new Reader(chunks, head, []);
	sealed.newest = newest;
	for (const [level, tier] of chain.entries()) {
		const isWritten = before.chain.some(({ stepMs }) => stepMs === tier.stepMs);
		if (isWritten || level === 0 || newest === Number.NEGATIVE_INFINITY) continue;
		const sources = all
			.filter(({ stepMs }) => stepMs < tier.stepMs && tier.stepMs % stepMs === 0)
			.map((source) => ({ source, first: chunks.firstTime(source.stepMs) ?? Number.POSITIVE_INFINITY }))
			.sort((one, other) => one.first - other.first || other.source.stepMs - one.source.stepMs);
		const [oldest] = sources;
		if (!oldest || oldest.first > newest) continue;
		const known = before.retired.find(({ stepMs }) => stepMs === tier.stepMs)?.openFrom;
		// Its last bucket was not over when it was sealed.
		let from = Math.max(floorTo(oldest.first, tier.stepMs), (known ?? 0) - tier.stepMs);
		while (from <= newest) {
			const until = Math.min(
				floorTo(from, tier.spanMs) + tier.spanMs,
				floorTo(newest, tier.stepMs) + tier.stepMs,
			);
			const rollup = new Rollup(from, until, tier.stepMs);
			sealed.read(oldest.source, ids(), { from, until }, rollup);
			chunks.insert({ stepMs: tier.stepMs, start: from, end: until, data: encodeBuckets(rollup) });
			from = until;
		}
		all.push(tier);
	}
	const steps = new Set(chain.map(({ stepMs }) => stepMs));
	return [...before.chain, ...before.retired].filter(
		({ stepMs }) => !steps.has(stepMs) && chunks.oldest(stepMs) !== null,
	);
}
