// @ts-check
import { setTimeout as wait } from "node:timers/promises";
import { Connection } from "../restarts/connection.mjs";

/** @typedef {import("../../lib/history/types").Kept} Kept */
/** @typedef {import("../../lib/history/types").Fact} Fact */

const POLL_MS = 50;
const EVENTS = "clock,cpu,history,fact";

/** A viewer of one server who remembers each tick, how the history is, and what happened. */
export class Watcher {
	#connection;
	/** The processor's utilization at each tick that came. @type {Map<number, number | null>} */
	ticks = new Map();
	/** @type {Kept | null} */
	kept = null;
	/** @type {Fact[]} */
	facts = [];

	/** @param {string} url */
	constructor(url) {
		let time = 0;
		this.#connection = new Connection(`${url}/api/stream?events=${EVENTS}`, {}, Number.POSITIVE_INFINITY, {
			onEvent: ({ event, data: text }) => {
				const data = JSON.parse(text);
				if (event === "clock") time = data.time;
				if (event === "cpu") this.ticks.set(time, data.utilization);
				if (event === "history") this.kept = data;
				if (event === "fact") this.facts.push(data);
			},
			onEnd: () => {},
		});
	}

	get newest() {
		return Math.max(0, ...this.ticks.keys());
	}

	/**
	 * Resolves once it is so; rejects with what was waited for.
	 * @param {string} what
	 * @param {() => unknown} isSo
	 * @param {number} [withinMs]
	 */
	async until(what, isSo, withinMs = 20_000) {
		const deadline = Date.now() + withinMs;
		while (!isSo()) {
			if (Date.now() > deadline) {
				const seen = { kept: this.kept, facts: this.facts.slice(-5), newest: this.newest };
				throw new Error(`not within ${withinMs / 1_000} s: ${what}; last seen ${JSON.stringify(seen)}`);
			}
			await wait(POLL_MS);
		}
	}

	close() {
		this.#connection.leave();
	}
}
