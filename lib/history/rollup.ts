import { countBefore } from "./grid";
import type { Rolled } from "./rolled";

/** Readings of many series at common, ascending times: one number each, or what a roll-up knows of a step; `null` for a series that is not in it. */
export interface Stretch {
	readonly times: Float64Array;
	readonly ids: readonly number[];
	raw(id: number): Float64Array | null;
	rolled(id: number): Rolled | null;
}

/** Folds readings of many series onto buckets of `widthMs` that lie on the absolute grid, from the one that holds `from`. */
export class Rollup {
	readonly times: Float64Array;
	#widthMs: number;
	#first: number;
	#buckets = new Map<number, Rolled>();

	constructor(from: number, until: number, widthMs: number) {
		this.#widthMs = widthMs;
		this.#first = Math.floor(from / widthMs);
		const count = Math.max(0, Math.ceil(until / widthMs) - this.#first);
		this.times = Float64Array.from({ length: count }, (_, index) => (this.#first + index) * widthMs);
	}

	/**
	 * Takes in what a stretch knows of these series from `from` to before `until`, and tells how many readings that were.
	 * Stretches come in the order of time.
	 */
	add(stretch: Stretch, ids: readonly number[], from: number, until: number): number {
		const { times } = stretch;
		const start = countBefore(times, from);
		const end = countBefore(times, until);
		if (start >= end) return 0;
		let folded = 0;
		const places = new Int32Array(end - start);
		for (let index = start; index < end; index++) {
			places[index - start] = Math.floor((times[index] as number) / this.#widthMs) - this.#first;
		}
		for (const id of ids) {
			const raw = stretch.raw(id);
			const rolled = raw ? null : stretch.rolled(id);
			if (!raw && !rolled) continue;
			const buckets = this.#of(id);
			if (raw) addRaw(buckets, places, raw, start);
			if (rolled) addRolled(buckets, places, rolled, start);
			folded += places.length;
		}
		return folded;
	}

	/** What is known of a series, one number for each of `times`; `null` if nothing was ever told of it. */
	rolled(id: number): Rolled | null {
		return this.#buckets.get(id) ?? null;
	}

	raw(): null {
		return null;
	}

	/** The series that were taken in. */
	get ids(): readonly number[] {
		return [...this.#buckets.keys()];
	}

	/** Whether there is any reading of a series. */
	isKnown(id: number): boolean {
		return this.#buckets.get(id)?.count.some((count) => count > 0) ?? false;
	}

	#of(id: number): Rolled {
		let buckets = this.#buckets.get(id);
		if (!buckets) {
			buckets = emptyRolled(this.times.length);
			this.#buckets.set(id, buckets);
		}
		return buckets;
	}
}

function emptyRolled(length: number): Rolled {
	const unknown = () => new Float64Array(length).fill(Number.NaN);
	return {
		min: unknown(),
		max: unknown(),
		mean: unknown(),
		last: unknown(),
		count: new Float64Array(length),
	};
}

// A running mean: a sum of large numbers would lose what a difference of small ones tells.
function addRaw(into: Rolled, places: Int32Array, values: Float64Array, start: number): void {
	const { min, max, mean, last, count } = into;
	for (let index = 0; index < places.length; index++) {
		const value = values[start + index] as number;
		if (Number.isNaN(value)) continue;
		const at = places[index] as number;
		const before = count[at] as number;
		count[at] = before + 1;
		last[at] = value;
		if (before === 0) {
			min[at] = max[at] = mean[at] = value;
			continue;
		}
		mean[at] = (mean[at] as number) + (value - (mean[at] as number)) / (before + 1);
		if (value < (min[at] as number)) min[at] = value;
		if (value > (max[at] as number)) max[at] = value;
	}
}

function addRolled(into: Rolled, places: Int32Array, from: Rolled, start: number): void {
	const { min, max, mean, last, count } = into;
	for (let index = 0; index < places.length; index++) {
		const source = start + index;
		const added = from.count[source] as number;
		if (added === 0) continue;
		const at = places[index] as number;
		const before = count[at] as number;
		count[at] = before + added;
		last[at] = from.last[source] as number;
		if (before === 0) {
			min[at] = from.min[source] as number;
			max[at] = from.max[source] as number;
			mean[at] = from.mean[source] as number;
			continue;
		}
		mean[at] =
			(mean[at] as number) +
			(((from.mean[source] as number) - (mean[at] as number)) * added) / (before + added);
		if ((from.min[source] as number) < (min[at] as number)) min[at] = from.min[source] as number;
		if ((from.max[source] as number) > (max[at] as number)) max[at] = from.max[source] as number;
	}
}
