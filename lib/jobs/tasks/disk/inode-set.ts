/**
 * Inodes of one file system that were seen. A Set ends at 16.7 million, which a directory of backups made of hard links
 * has; this takes at most 24 bytes for each.
 */
export class InodeSet {
	#low = new Uint32Array(1_024);
	#high = new Uint32Array(1_024);
	#size = 0;

	get size(): number {
		return this.#size;
	}

	/** Whether it was not there yet. */
	add(inode: bigint): boolean {
		// A place of two zeros is a free one: what has no number of its own is never the same as another.
		if (inode === 0n) return true;
		if (this.#size * 2 >= this.#low.length) this.#grow();
		const low = Number(inode & 0xffffffffn);
		const high = Number((inode >> 32n) & 0xffffffffn);
		const at = this.#place(low, high);
		if (this.#low[at] !== 0 || this.#high[at] !== 0) return false;
		this.#low[at] = low;
		this.#high[at] = high;
		this.#size++;
		return true;
	}

	/** Where it is, or would be. */
	#place(low: number, high: number): number {
		const mask = this.#low.length - 1;
		let at = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1) >>> 0;
		at = (at ^ (at >>> 15)) & mask;
		while (
			(this.#low[at] !== 0 || this.#high[at] !== 0) &&
			(this.#low[at] !== low || this.#high[at] !== high)
		) {
			at = (at + 1) & mask;
		}
		return at;
	}

	#grow(): void {
		const [lows, highs] = [this.#low, this.#high];
		this.#low = new Uint32Array(lows.length * 2);
		this.#high = new Uint32Array(lows.length * 2);
		for (const [index, low] of lows.entries()) {
			const high = highs[index] as number;
			if (low === 0 && high === 0) continue;
			const at = this.#place(low, high);
			this.#low[at] = low;
			this.#high[at] = high;
		}
	}
}
