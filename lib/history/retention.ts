import type { ChunkTable } from "./chunk-table";
import { floorTo } from "./grid";
import type { Reader } from "./reading/reader";
import type { Sealing } from "./sealing";
import type { OpenTier } from "./tier-chain";

interface RetentionParts {
	chunks: ChunkTable;
	reader: Reader;
	sealing: Sealing;
	/** Finest first. */
	chain: readonly OpenTier[];
	/** Tiers that are no longer written, but still read. */
	retired: () => readonly OpenTier[];
	maxBytes: number;
	/** What the history takes on the disk and does not reuse. */
	usedBytes: () => number;
}

/** So much of each tier stays, however small the bound. */
const leastMs = 3_600_000;

/** Decides which chunks go: those that are too old, then the oldest and finest, until the rest fits. */
export class Retention {
	#parts: RetentionParts;

	constructor(parts: RetentionParts) {
		this.#parts = parts;
	}

	/**
	 * Deletes at most so many chunks, and tells whether there may be more to delete. To be called in a transaction.
	 * `spareBytes` is what will be written before the next call.
	 */
	prune(most: number, spareBytes: number, isTimeTrusted: boolean): boolean {
		const { chunks, reader, chain, retired, maxBytes, usedBytes } = this.#parts;
		let left = most;
		const remove = (tier: OpenTier, before: number): boolean => {
			const oldest = chunks.oldest(tier.stepMs);
			if (!oldest || oldest.end > before || left === 0) return false;
			const coarser = chain[chain.indexOf(tier) + 1];
			// What the coarser tier has not sealed yet it still has to fold from here.
			if (chain.includes(tier) && coarser?.openFrom != null && oldest.end > coarser.openFrom) return false;
			chunks.remove(oldest.id);
			left--;
			return true;
		};
		const all = [...retired(), ...chain];
		if (isTimeTrusted) {
			for (const tier of all) while (remove(tier, reader.newest - tier.retentionMs));
		}
		for (const tier of all) {
			while (left > 0 && usedBytes() > maxBytes - spareBytes) {
				const before = reader.newest - leastMs;
				if (remove(tier, before)) continue;
				if (!this.#hasMore(tier, before)) break;
				this.#sealCoarser(tier);
				if (!remove(tier, before)) break;
			}
		}
		return left === 0;
	}

	#hasMore(tier: OpenTier, before: number): boolean {
		const oldest = this.#parts.chunks.oldest(tier.stepMs);
		return oldest !== null && oldest.end <= before;
	}

	#sealCoarser(tier: OpenTier): void {
		const { chain, sealing } = this.#parts;
		const level = chain.indexOf(tier) + 1;
		const coarser = chain[level];
		const settled = chain[0]?.openFrom;
		if (level > 0 && coarser && settled != null) sealing.sealTier(level, floorTo(settled, coarser.stepMs));
	}
}
