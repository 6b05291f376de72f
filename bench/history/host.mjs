// @ts-check
import { CORES, METRICS } from "./metrics.mjs";
import { Random } from "./random.mjs";
import { SlowReadings } from "./slow-readings.mjs";

const PAGE = 4_096;
const TOTAL_BYTES = 16 * 2 ** 30;
const DAY_MS = 86_400_000;
/** The kernel counts processor time in hundredths of a second. */
const JIFFIES = 100;

const round4 = (/** @type {number} */ share) => Math.round(share * 1e4) / 1e4;
const pages = (/** @type {number} */ bytes) => Math.round(bytes / PAGE) * PAGE;

/**
 * A server that people work with by day, as this project's sampler would read it each second: shares are of the
 * kernel's hundredths of a second and have four decimals, memory comes in pages, rates are whole numbers that are quiet
 * between bursts; what is read only each 5 or 10 s stays as it was meanwhile. The same for the same seed.
 */
export class SyntheticHost {
	#random;
	/** What happens at all, 0 to 1 and more: the rhythm of the day, and what deviates from it for minutes. */
	#drift = 0;
	#burst = { left: 0, strength: 0, disk: 0, network: 0 };
	#used = 6 * 2 ** 30;
	#cached = 5 * 2 ** 30;
	#buffers = 64 * 2 ** 20;
	#dirty = 4 * 2 ** 20;
	#load = [0.4, 0.4, 0.4];
	#slow;
	#at = 0;

	/** @param {number} seed */
	constructor(seed) {
		this.#random = new Random(seed);
		this.#slow = new SlowReadings(this.#random);
	}

	/**
	 * What is read at the next second, as one number for each of METRICS: `NaN` where nothing was to be known.
	 * @param {number} time Unix milliseconds
	 * @param {Float64Array} [values] to write it to
	 */
	next(time, values = new Float64Array(METRICS.length)) {
		const activity = this.#act(time);
		this.#at = 0;
		const busy = this.#readProcessor(values, activity);
		this.#readMemory(values, activity);
		this.#readLoad(values, busy, time);
		const iowait = this.#readDisk(values, activity);
		this.#readNetwork(values, activity);
		values.set(this.#slow.read(time, activity, { busy, iowait }), this.#at);
		return values;
	}

	/** @param {number} time */
	#act(time) {
		const random = this.#random;
		const burst = this.#burst;
		this.#drift = this.#drift * 0.999 + random.noise() * 0.004;
		if (burst.left > 0) burst.left--;
		else if (random.below(900) === 0) {
			burst.left = 3 + random.below(random.below(8) === 0 ? 900 : 40);
			burst.strength = 0.2 + random.unit();
			burst.disk = random.unit() < 0.5 ? random.unit() : 0;
			burst.network = random.unit() < 0.5 ? random.unit() : 0;
		}
		const hour = (time % DAY_MS) / DAY_MS;
		const weekend = Math.floor(time / DAY_MS + 3) % 7 >= 5 ? 0.4 : 1;
		const day = Math.max(0, Math.sin((hour - 0.27) * 2 * Math.PI)) * weekend;
		return Math.max(0.01, 0.04 + day * 0.25 + this.#drift) + (burst.left > 0 ? burst.strength * 0.5 : 0);
	}

	/**
	 * @param {Float64Array} values
	 * @param {number} activity
	 */
	#readProcessor(values, activity) {
		const random = this.#random;
		const first = this.#at + 7;
		const sum = { user: 0, system: 0, iowait: 0, softirq: 0, total: 0 };
		const waits = this.#burst.left > 0 ? this.#burst.disk * 8 : 0.05;
		for (let core = 0; core < CORES; core++) {
			// Now and then a reading comes a hundredth late.
			const total = JIFFIES + (random.below(6) === 0 ? random.below(3) - 1 : 0);
			const user = Math.min(total, random.count(activity * 70));
			const system = Math.min(total - user, random.count(activity * 18));
			const iowait = Math.min(total - user - system, random.count(waits));
			const softirq = Math.min(total - user - system - iowait, random.count(activity * 1.5));
			values[first + core * 2] = round4((user + system + softirq) / total);
			values[first + core * 2 + 1] = round4(user / total);
			sum.user += user;
			sum.system += system;
			sum.iowait += iowait;
			sum.softirq += softirq;
			sum.total += total;
		}
		const { user, system, iowait, softirq, total } = sum;
		const busy = (user + system + softirq) / total;
		for (const share of [busy, user / total, system / total, iowait / total, softirq / total, 0, 0]) {
			values[this.#at++] = round4(share);
		}
		this.#at += CORES * 2;
		return busy;
	}

	/**
	 * @param {Float64Array} values
	 * @param {number} activity
	 */
	#readMemory(values, activity) {
		const random = this.#random;
		const wanted = (4 + activity * 8) * 2 ** 30;
		this.#used += (wanted - this.#used) * 0.002 + random.noise() * 3e6;
		this.#cached += (6 * 2 ** 30 - this.#cached) * 1e-5 + (random.below(4) === 0 ? random.noise() * 2e6 : 0);
		if (random.below(3) === 0) this.#buffers += random.count(activity * 4) * PAGE;
		if (random.below(20_000) === 0) this.#buffers *= 0.6;
		this.#dirty = this.#dirty * 0.97 + random.count(activity * 40) * PAGE;
		const used = pages(this.#used);
		const read = [TOTAL_BYTES, used, TOTAL_BYTES - used, pages(this.#cached), pages(this.#buffers)];
		for (const bytes of [...read, pages(this.#dirty), 0]) values[this.#at++] = bytes;
	}

	/**
	 * @param {Float64Array} values
	 * @param {number} busy
	 * @param {number} time
	 */
	#readLoad(values, busy, time) {
		const running = this.#random.count(busy * CORES);
		// The kernel makes them anew each five seconds (kernel/sched/loadavg.c).
		if (time % 5_000 === 0) {
			for (const [index, seconds] of [60, 300, 900].entries()) {
				const load = this.#load[index] ?? 0;
				this.#load[index] = load + (running - load) * (1 - Math.exp(-5 / seconds));
			}
		}
		for (const load of this.#load) values[this.#at++] = Math.round(load * 100) / 100;
		values[this.#at++] = running + 1;
		values[this.#at++] = this.#random.below(200) === 0 ? 1 : 0;
	}

	/**
	 * @param {Float64Array} values
	 * @param {number} activity
	 */
	#readDisk(values, activity) {
		const random = this.#random;
		const { left, disk } = this.#burst;
		const isBusy = left > 0 && disk > 0;
		const reads = random.count(isBusy ? disk * 300 : 0.05 + activity * 0.4);
		// Journals are written each few seconds.
		const writes =
			random.below(4) === 0 ? random.count(2 + activity * 30) : random.count(isBusy ? disk * 200 : 0.2);
		const each = PAGE * (isBusy ? 16 : 3);
		const done = reads + writes;
		const second = 1 + random.noise() * 0.001;
		values[this.#at++] = Math.round((reads * each + random.below(4) * PAGE * Math.sign(reads)) / second);
		values[this.#at++] = Math.round((writes * each + random.below(9) * PAGE * Math.sign(writes)) / second);
		values[this.#at++] = Math.round((reads / second) * 100) / 100;
		values[this.#at++] = Math.round((writes / second) * 100) / 100;
		const utilization = Math.min(1, done * 0.0015 * (0.7 + random.unit()));
		values[this.#at++] = Math.round(utilization * 250) / 250;
		values[this.#at++] =
			done === 0 ? Number.NaN : Math.round((0.4 + random.unit() * 2 + utilization) * 100) / 100;
		values[this.#at++] = Math.round(utilization * 1.4 * 100) / 100;
		return utilization;
	}

	/**
	 * @param {Float64Array} values
	 * @param {number} activity
	 */
	#readNetwork(values, activity) {
		const random = this.#random;
		const { left, network } = this.#burst;
		const packets = random.count(2 + activity * 120) + (left > 0 ? random.count(network * 4_000) : 0);
		values[this.#at++] = packets === 0 ? 0 : packets * 90 + random.below(packets * 600);
		values[this.#at++] = packets === 0 ? 0 : packets * 70 + random.below(packets * 250);
		values[this.#at++] = 0;
		values[this.#at++] = 0;
	}
}
