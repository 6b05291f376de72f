import { encodeRaw, encodeRolled } from "./chunk";
import type { ChunkTable } from "./chunk-table";
import { floorTo } from "./grid";
import type { Head } from "./head";
import type { Reader } from "./reading/reader";
import type { Rolled } from "./rolled";
import { Rollup } from "./rollup";
import type { OpenTier } from "./tier-chain";

interface SealingParts {
	chunks: ChunkTable;
	head: Head;
	reader: Reader;
	/** Finest first. */
	chain: readonly OpenTier[];
	/** Every series there is. */
	ids: () => readonly number[];
}

/**
 * Turns what is open into chunks, which nothing changes any more. Each step moves a tier's `openFrom`: to be called in a
 * transaction, and where that is taken back, `openFrom` is the caller's to set back too.
 */
export class Sealing {
	#parts: SealingParts;

	constructor(parts: SealingParts) {
		this.#parts = parts;
	}

	/** Whether a tick at `time` belongs to another head than the newest. */
	isDue(time: number): boolean {
		const { chain, head, reader } = this.#parts;
		const span = chain[0]?.spanMs ?? 1;
		return head.length > 0 && floorTo(time, span) !== floorTo(reader.newest, span);
	}

	/** Seals the head before a tick at `time`, and of each tier the spans that are over by then. */
	sealBefore(time: number): void {
		const { chain } = this.#parts;
		const boundary = floorTo(time, chain[0]?.spanMs ?? 1);
		this.#sealHead(boundary);
		for (const [level, tier] of chain.entries()) {
			if (level > 0) this.sealTier(level, floorTo(boundary, tier.spanMs));
		}
	}

	/**
	 * Seals all there is, buckets that are not over included: what follows is another line, which is to give each tier
	 * its `openFrom`. Of these buckets an older line may know the rest, and will tell it again once time is there.
	 */
	sealAll(withOlder = false): void {
		const { chain, reader, head } = this.#parts;
		const { newest } = reader;
		if (head.length > 0) this.#sealHead(newest + (chain[0]?.stepMs ?? 1));
		const isFolded = withOlder && Number.isFinite(newest);
		try {
			if (isFolded) reader.newest = Number.POSITIVE_INFINITY;
			for (const [level, tier] of chain.entries()) {
				if (level > 0) this.sealTier(level, floorTo(newest, tier.stepMs) + tier.stepMs);
				// Nothing of it is open, so that it covers nothing.
				if (isFolded) tier.openFrom = Number.POSITIVE_INFINITY;
			}
		} finally {
			reader.newest = newest;
		}
	}

	/** Seals a tier up to `until`, a multiple of its step. */
	sealTier(level: number, until: number): void {
		const { chain, chunks, reader, ids } = this.#parts;
		const tier = chain[level] as OpenTier;
		const { stepMs, openFrom } = tier;
		if (openFrom === null || until <= openFrom) return;
		const all = ids();
		const rollup = new Rollup(openFrom, Math.min(until, reader.newest + 1), stepMs);
		reader.read(chain[level - 1] as OpenTier, all, { from: openFrom, until }, rollup);
		chunks.insert({ stepMs, start: openFrom, end: until, data: encodeBuckets(rollup) });
		tier.openFrom = until;
	}

	#sealHead(until: number): void {
		const { chain, chunks, head } = this.#parts;
		const tier = chain[0] as OpenTier;
		const series = [...head.ids]
			.sort((one, other) => one - other)
			.map((id) => ({ id, values: head.raw(id) as Float64Array }));
		const data = encodeRaw(head.times, series);
		chunks.insert({
			stepMs: tier.stepMs,
			start: tier.openFrom ?? (head.times[0] as number),
			end: until,
			data,
		});
		tier.openFrom = until;
	}
}

/** A chunk of the buckets in which anything is known, and of the series of which anything is. */
export function encodeBuckets(rollup: Rollup): Uint8Array {
	const series = [...rollup.ids]
		.sort((one, other) => one - other)
		.map((id) => ({ id, buckets: rollup.rolled(id) as Rolled }))
		.filter(({ buckets }) => buckets.count.some((count) => count > 0));
	const isKnown = new Uint8Array(rollup.times.length);
	for (const { buckets } of series) {
		for (let at = 0; at < isKnown.length; at++) if ((buckets.count[at] as number) > 0) isKnown[at] = 1;
	}
	const isWhole = !isKnown.includes(0);
	const pick = (column: Float64Array) => (isWhole ? column : column.filter((_, at) => isKnown[at] === 1));
	return encodeRolled(
		pick(rollup.times),
		series.map(({ id, buckets: { min, max, mean, last, count } }) => ({
			id,
			buckets: { min: pick(min), max: pick(max), mean: pick(mean), last: pick(last), count: pick(count) },
		})),
	);
}
