// @ts-check

/** Of one bucket: one number for each series in each. @typedef {{ min: Float64Array, max: Float64Array, sum: Float64Array, last: Float64Array, count: Float64Array }} Bucket */
/** @typedef {{ name: string, stepMs: number, retentionMs: number }} Tier */

/** @param {number} series @returns {Bucket} */
function emptyBucket(series) {
	const array = () => new Float64Array(series);
	return { min: array(), max: array(), sum: array(), last: array(), count: array() };
}

/** The newest steps of one tier, made as plainly as can be: what a table of rows would hold. */
class RowsOfTier {
	#open = Number.NaN;
	#bucket;
	#first;

	/**
	 * @param {Tier} tier
	 * @param {number} series
	 * @param {number} end of all time
	 * @param {(time: number, bucket: Bucket) => void} onClosed hears of each step once it is over
	 */
	constructor(tier, series, end, onClosed) {
		this.tier = tier;
		this.series = series;
		this.onClosed = onClosed;
		this.#bucket = emptyBucket(series);
		this.#first = end - tier.retentionMs;
		const rows = Math.round(tier.retentionMs / tier.stepMs) * series;
		this.kept = emptyBucket(rows);
		this.times = new Float64Array(rows / series).fill(Number.NaN);
	}

	/**
	 * @param {number} time
	 * @param {Bucket} part
	 */
	add(time, { min, max, sum, last, count }) {
		const start = Math.floor(time / this.tier.stepMs) * this.tier.stepMs;
		if (start !== this.#open) this.close(start);
		const bucket = this.#bucket;
		for (let at = 0; at < this.series; at++) {
			const had = /** @type {number} */ (bucket.count[at]);
			const more = /** @type {number} */ (count[at]);
			if (more === 0) continue;
			const least = /** @type {number} */ (min[at]);
			const most = /** @type {number} */ (max[at]);
			if (had === 0 || least < /** @type {number} */ (bucket.min[at])) bucket.min[at] = least;
			if (had === 0 || most > /** @type {number} */ (bucket.max[at])) bucket.max[at] = most;
			bucket.sum[at] = /** @type {number} */ (bucket.sum[at]) + /** @type {number} */ (sum[at]);
			bucket.last[at] = /** @type {number} */ (last[at]);
			bucket.count[at] = had + more;
		}
	}

	/** @param {number} [next] where the next step begins, if there is one */
	close(next = Number.NaN) {
		const [time, bucket] = [this.#open, this.#bucket];
		this.#open = next;
		if (Number.isNaN(time)) return;
		this.onClosed(time, bucket);
		const row = Math.round((time - this.#first) / this.tier.stepMs);
		if (row >= 0 && row < this.times.length) {
			this.times[row] = time;
			for (const name of /** @type {(keyof Bucket)[]} */ (Object.keys(bucket))) {
				this.kept[name].set(bucket[name], row * this.series);
			}
		}
		for (const values of Object.values(bucket)) values.fill(0);
	}
}

/** What is kept of all ticks, tier by tier, the finest first; made from the readings alone, as plainly as can be. */
export class KeptRows {
	#tick;

	/**
	 * @param {Tier[]} tiers
	 * @param {number} series
	 * @param {number} end of all time
	 * @param {{ stepMs: number, hear: (time: number, bucket: Bucket) => void }} listener hears of each step of one tier, also of those that are not kept
	 */
	constructor(tiers, series, end, listener) {
		this.#tick = emptyBucket(series);
		/** @type {RowsOfTier[]} */
		this.tiers = [];
		for (const tier of tiers.toReversed()) {
			const [coarser] = this.tiers;
			const hears = tier.stepMs === listener.stepMs ? listener.hear : () => {};
			this.tiers.unshift(
				new RowsOfTier(tier, series, end, (time, bucket) => {
					hears(time, bucket);
					coarser?.add(time, bucket);
				}),
			);
		}
	}

	/**
	 * @param {number} time
	 * @param {Float64Array} values
	 */
	take(time, values) {
		const { min, max, sum, last, count } = this.#tick;
		for (let at = 0; at < values.length; at++) {
			const value = /** @type {number} */ (values[at]);
			count[at] = Number.isNaN(value) ? 0 : 1;
			min[at] = value;
			max[at] = value;
			sum[at] = value;
			last[at] = value;
		}
		this.tiers[0]?.add(time, this.#tick);
	}

	/** Closes what is open, once there is no more to come. */
	end() {
		for (const tier of this.tiers) tier.close();
	}
}
