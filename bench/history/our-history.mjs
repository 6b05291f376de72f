// @ts-check
import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { METRICS } from "./metrics.mjs";
import { chill } from "./plain-rows.mjs";
import { POINTS } from "./questions.mjs";

/** @typedef {Awaited<ReturnType<typeof import("../../scripts/history/store.mjs").loadHistory>>} Room */
/** @typedef {import("./questions.mjs").Question & { metrics: readonly string[] }} Asked */

/** The history as a server keeps it and is asked for it, timed. */
export class OurHistory {
	#room;
	#options;
	#history;
	#ask;
	/** In which it took something in, with whatever made it. */
	tookMs = 0;

	/**
	 * @param {Room} room
	 * @param {string} file
	 * @param {import("../../lib/history/types").Tier[]} tiers
	 */
	constructor(room, file, tiers) {
		this.#room = room;
		const rest = { version: "1.0.0", bootId: "bench", recentMs: 60_000 };
		this.#options = { file, intervalMs: 1_000, tiers, maxBytes: 2 ** 30, ...rest };
		this.#history = room.openDiskHistory(this.#options);
		this.#ask = room.createAnswers(this.#history);
	}

	/** Of the file and what belongs to it. */
	get bytes() {
		const directory = dirname(this.#options.file);
		return readdirSync(directory).reduce((sum, file) => sum + statSync(join(directory, file)).size, 0);
	}

	/** @param {Iterable<import("../../lib/history/types").Tick>} ticks */
	take(ticks) {
		const began = performance.now();
		this.#history.import(ticks);
		this.tookMs += performance.now() - began;
	}

	/** Closes and opens the file, as a restart would. */
	settle() {
		const began = performance.now();
		this.#history.close();
		this.tookMs += performance.now() - began;
		this.#open();
	}

	/** What there is at rest, in bytes: of each tier, and of the whole file. */
	size() {
		return { tiers: this.#history.kept.tiers.map(({ bytes }) => bytes), file: this.bytes };
	}

	/**
	 * A question as the others are asked it: with the steps and from the tier that ours takes.
	 * @param {readonly string[]} metrics
	 * @param {number} from
	 * @param {number} to
	 * @returns {Asked}
	 */
	question(metrics, from, to) {
		const answer = this.#history.range({ metrics: [...metrics], from, to, points: POINTS });
		const tier = this.#history.kept.tiers.find(({ name }) => name === answer.tier);
		if (!tier) throw new Error(`no tier is called "${answer.tier}"`);
		return {
			metrics,
			series: metrics.map((metric) => METRICS.indexOf(metric)),
			...{ from: answer.from, to: answer.to, stepMs: answer.stepMs, tierMs: tier.stepMs },
			isRaw: tier.stepMs === this.#options.intervalMs,
		};
	}

	/**
	 * The bytes that the server would send.
	 * @param {Asked} question
	 */
	ask({ metrics, from, to }) {
		return this.#ask("range", { metrics: [...metrics], from, to, points: POINTS, tier: null, hash: false });
	}

	/** Forgets what it and the system have read. */
	chill() {
		this.#history.close();
		chill(this.#options.file);
		this.#open();
	}

	close() {
		this.#history.close();
	}

	#open() {
		this.#history = this.#room.openDiskHistory(this.#options);
		this.#ask = this.#room.createAnswers(this.#history);
	}
}
