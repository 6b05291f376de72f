// @ts-check
import { fork } from "node:child_process";
import { once } from "node:events";
import { endWithUs } from "../../scripts/process/lifetime.mjs";

/**
 * @typedef {import("./viewers.mjs").Received} Received
 * @typedef {import("./viewers.mjs").Farewell} Farewell
 */

const MOST_IN_A_PROCESS = 5_000;

/**
 * Opens so many streams of a server, from at most two processes for 10,000, each from an address of its own.
 * @param {string} url of the server
 * @param {number} count
 * @param {import("./broadcaster.mjs").Coding} coding
 */
export async function openViewers(url, count, coding) {
	const processes = Math.ceil(count / MOST_IN_A_PROCESS);
	const members = await Promise.all(
		Array.from({ length: processes }, async (_, index) => {
			const share = Math.ceil(count / processes);
			const size = Math.min(share, count - index * share);
			const args = [`${url}/api/stream`, String(size), `127.0.0.${index + 2}`, coding];
			const child = fork(new URL("./viewers.mjs", import.meta.url), args);
			const stop = endWithUs(child);
			const failed = once(child, "exit").then(([code]) => {
				throw new Error(`the viewers ended with exit code ${code}: see above`);
			});
			failed.catch(() => {});
			const hear = async () => (await Promise.race([once(child, "message"), failed]))[0];
			await hear();
			return { child, stop, hear };
		}),
	);
	/** @type {(question: object) => Promise<any[]>} */
	const ask = (question) =>
		Promise.all(
			members.map(({ child, hear }) => {
				child.send(question);
				return hear();
			}),
		);
	return {
		/**
		 * What arrives of the ticks of this time (Unix milliseconds), of all viewers.
		 * @param {{ from: number, to: number }} window
		 * @returns {Promise<Received>}
		 */
		async receive(window) {
			/** @type {Received[]} */
			const all = await ask(window);
			const sum = (/** @type {"doubles" | "bytes"} */ key) => all.reduce((total, one) => total + one[key], 0);
			return {
				ticks: [...new Set(all.flatMap(({ ticks }) => ticks))],
				counts: all.flatMap(({ counts }) => counts),
				doubles: sum("doubles"),
				bytes: sum("bytes"),
				latencies: all.flatMap(({ latencies }) => latencies),
			};
		},
		/**
		 * How the streams ended, once all have.
		 * @returns {Promise<Farewell>}
		 */
		async farewell() {
			/** @type {Farewell[]} */
			const all = await ask({ farewell: true });
			return {
				waits: all.flatMap(({ waits }) => waits),
				closed: all.reduce((total, { closed }) => total + closed, 0),
				lastAt: Math.max(...all.map(({ lastAt }) => lastAt)),
			};
		},
		async close() {
			await Promise.all(members.map(({ stop }) => stop()));
		},
	};
}
