// @ts-check
import { get } from "node:http";
import { EventParser } from "../restarts/event-parser.mjs";
import { looseMs, meanOver } from "./window.mjs";

/**
 * @typedef {import("../../lib/metrics/types").MetricEvents} MetricEvents
 * @typedef {keyof MetricEvents} MetricName
 * @typedef {import("./window.mjs").Window} Window
 */

/** Reads the stream of a server as anyone may, and keeps all of it. */
export class Recorder {
	/** @type {Map<string, any[]>} */
	#readings = new Map();
	/** @type {Set<() => void>} */
	#waiting = new Set();
	/** @type {import("node:http").ClientRequest | null} */
	#request = null;

	/**
	 * @param {string} url of the server
	 * @param {MetricName[]} names
	 * @returns {Promise<Recorder>}
	 */
	static open(url, names) {
		const recorder = new Recorder();
		const parser = new EventParser(({ event, data }) => recorder.#take(event, JSON.parse(data)));
		return new Promise((resolve, reject) => {
			recorder.#request = get(`${url}/api/stream?events=${names}`, { agent: false }, (response) => {
				if (response.statusCode !== 200) reject(new Error(`the stream answered ${response.statusCode}`));
				response.on("data", (bytes) => parser.feed(bytes));
				response.on("error", () => {});
				resolve(recorder);
			}).on("error", reject);
		});
	}

	/**
	 * All readings of a metric so far, oldest first.
	 * @template {MetricName} N
	 * @param {N} name
	 * @returns {MetricEvents[N][]}
	 */
	of(name) {
		return this.#readings.get(name) ?? [];
	}

	/**
	 * The first reading of a metric that was made at `time` or later; rejects when it does not come in time.
	 * @template {MetricName} N
	 * @param {N} name
	 * @param {number} time
	 * @param {number} [limitMs]
	 * @returns {Promise<MetricEvents[N]>}
	 */
	from(name, time, limitMs = 15_000) {
		const find = () => this.of(name).find((reading) => reading.time >= time);
		return new Promise((resolve, reject) => {
			const look = () => {
				const found = find();
				if (!found) return;
				clearTimeout(limit);
				this.#waiting.delete(look);
				resolve(found);
			};
			const limit = setTimeout(() => {
				this.#waiting.delete(look);
				reject(new Error(`Hostbeat tells no ${name}`));
			}, limitMs);
			this.#waiting.add(look);
			look();
		});
	}

	/**
	 * The full second at which a metric that is read each `everyMs` is read next: Unix milliseconds.
	 * @param {MetricName} name
	 * @param {number} everyMs
	 */
	next(name, everyMs) {
		const newest = Math.floor((this.of(name).at(-1)?.time ?? 0) / 1_000) * 1_000;
		// What is due in the next moments may be missed.
		const periods = Math.ceil((Date.now() + 100 - newest) / everyMs);
		return newest + periods * everyMs;
	}

	/**
	 * The mean of one value over exactly this window; `weigh` says what it is itself a mean of.
	 * @template {MetricName} N
	 * @param {N} name
	 * @param {Window} window
	 * @param {(reading: MetricEvents[N]) => number | null | undefined} select
	 * @param {(reading: MetricEvents[N]) => number | null | undefined} [weigh]
	 */
	mean(name, window, select, weigh) {
		const readings = this.of(name);
		const values = readings.map((one) => ({ time: one.time, value: select(one) ?? null }));
		return meanOver(values, window, weigh && readings.map((one) => weigh(one) ?? null));
	}

	/**
	 * How many milliseconds of this window are not known to the millisecond.
	 * @param {MetricName} name
	 * @param {Window & { slackMs: number }} window
	 */
	loose(name, window) {
		const readings = this.of(name).map(({ time }) => ({ time, value: null }));
		return window.slackMs + looseMs(readings, window);
	}

	close() {
		this.#request?.on("error", () => {}).destroy();
	}

	/**
	 * @param {string} event
	 * @param {any} data
	 */
	#take(event, data) {
		// What was known before is told at the beginning; it is no reading of a time that was watched from here.
		if (event === "snapshot") return;
		this.#readings.set(event, [...(this.#readings.get(event) ?? []), data]);
		for (const look of this.#waiting) look();
	}
}
