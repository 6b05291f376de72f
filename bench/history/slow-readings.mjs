// @ts-check
const PAGE = 4_096;
const DISK_BYTES = 500 * 2 ** 30;

const round4 = (/** @type {number} */ share) => Math.round(share * 1e4) / 1e4;
const pages = (/** @type {number} */ bytes) => Math.round(bytes / PAGE) * PAGE;

/** The part of the synthetic host that is read only each 2, 5 or 10 seconds, and holds meanwhile: from its file system on. */
export class SlowReadings {
	#random;
	#held = new Float64Array(22);
	#filled = 180 * 2 ** 30;
	#pressure = new Float64Array(6);
	#celsius = 45;
	#resident = 190 * 2 ** 20;

	/** @param {import("./random.mjs").Random} random */
	constructor(random) {
		this.#random = random;
	}

	/**
	 * What holds at a second, as one number for each of the last of METRICS.
	 * @param {number} time
	 * @param {number} activity
	 * @param {{ busy: number, iowait: number }} shares
	 */
	read(time, activity, { busy, iowait }) {
		const random = this.#random;
		this.#filled = Math.min(DISK_BYTES * 0.9, this.#filled + random.count(activity * 6) * PAGE);
		if (random.below(40_000) === 0) this.#filled *= 0.98;
		const held = this.#held;
		if (time % 10_000 === 0 || held[0] === 0) this.#readEachTenth(held, activity);
		if (time % 2_000 === 0) this.#readPressure(held, busy, iowait);
		if (time % 5_000 === 0) this.#readEachFifth(held, activity);
		return held;
	}

	/**
	 * @param {Float64Array} held
	 * @param {number} activity
	 */
	#readEachTenth(held, activity) {
		const filled = pages(this.#filled);
		this.#celsius += (38 + activity * 40 - this.#celsius) * 0.1 + this.#random.noise() * 0.3;
		held.set([DISK_BYTES, filled, DISK_BYTES - filled, round4(0.03 + filled / DISK_BYTES / 9)]);
		held[17] = Math.round(this.#celsius * 2) / 2;
	}

	/**
	 * @param {Float64Array} held
	 * @param {number} busy
	 * @param {number} iowait
	 */
	#readPressure(held, busy, iowait) {
		const stalled = [busy > 0.5 ? (busy - 0.5) * 0.9 : busy * 0.02 * this.#random.unit(), iowait * 0.2];
		for (const [kind, share] of stalled.entries()) {
			for (const [window, seconds] of [10, 60, 300].entries()) {
				const index = kind * 3 + window;
				const average = this.#pressure[index] ?? 0;
				this.#pressure[index] = average + (share - average) * (1 - Math.exp(-2 / seconds));
				held[4 + kind * 6 + window] = round4(this.#pressure[index] ?? 0);
			}
		}
	}

	/**
	 * @param {Float64Array} held
	 * @param {number} activity
	 */
	#readEachFifth(held, activity) {
		const random = this.#random;
		this.#resident += random.noise() * 4e5 + (190 * 2 ** 20 - this.#resident) * 0.02;
		held[13] = random.count(180 + activity * 6_000);
		held[14] = random.count(activity * 14);
		held[15] = 2_100 + random.count(activity * 200) * 32;
		held[16] = random.count(8 + activity * 60);
		held[18] = random.count(2.5);
		held[19] = round4(0.005 + random.unit() * 0.02);
		held[20] = pages(this.#resident);
		held[21] = Math.round((0.8 + random.unit()) * 100) / 100;
	}
}
