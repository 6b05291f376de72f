// @ts-check
import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

const POLL_MS = 20;

/** A crowd in its process, which ends with this one. */
export class Viewers {
	#child;
	#back = 0;
	/** @type {(answer: any) => void} */
	#onAnswer = () => {};

	/**
	 * @param {string} url of the server
	 * @param {number} count
	 */
	constructor(url, count) {
		this.#child = fork(new URL("./crowd-process.mjs", import.meta.url), [url, String(count)]);
		this.#child.on("message", (message) => {
			const { back, answer } = /** @type {{ back?: number, answer?: unknown }} */ (message);
			if (back === undefined) this.#onAnswer(answer);
			else this.#back = back;
		});
	}

	/** The server is about to be ended by this signal. @param {import("./crowd.mjs").Signal} signal */
	async goDown(signal) {
		await this.#ask({ order: "down", signal });
		this.#back = 0;
	}

	/** The server answers again. */
	goUp() {
		return this.#ask({ order: "up" });
	}

	/** About half of those that are live leave, and come back at once. */
	blink() {
		return this.#ask({ order: "blink" });
	}

	/** @returns {Promise<import("./crowd.mjs").Account>} */
	account() {
		return this.#ask({ order: "account" });
	}

	/** @returns {Promise<import("./crowd.mjs").Sum>} */
	settle() {
		return this.#ask({ order: "settle" });
	}

	/**
	 * Resolves when so many have been live since the server was last ended, or in time with how many have.
	 * @param {number} count
	 * @param {number} withinMs
	 */
	async untilBack(count, withinMs) {
		const deadline = Date.now() + withinMs;
		while (this.#back < count && Date.now() < deadline) await wait(POLL_MS);
		return this.#back;
	}

	async close() {
		const exited = once(this.#child, "exit");
		this.#child.disconnect();
		await exited;
	}

	/**
	 * @param {import("./crowd-process.mjs").Order} order
	 * @returns {Promise<any>}
	 */
	#ask(order) {
		return new Promise((resolve) => {
			this.#onAnswer = resolve;
			this.#child.send(order);
		});
	}
}
