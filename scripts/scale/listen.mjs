// @ts-check
import { get } from "node:http";
import { quantile } from "../../bench/parts/summary.mjs";

/**
 * What a viewer of everything got: how many ticks there were and should have been, how long after its second each was
 * there, how late the sampler woke for it, and the largest of each event in bytes.
 * @typedef {object} Heard
 * @property {number} ticks
 * @property {number} expected
 * @property {number} arrivedMs the longest
 * @property {number} lateP99
 * @property {number} tookP99 from waking to the viewer
 * @property {Record<string, number>} bytes
 * @property {Record<string, any>} last the newest of each event
 */

/**
 * Reads all events of a server, also those that one has to name, for so many seconds.
 * @param {string} url
 * @param {string[]} names
 * @param {number} seconds
 * @returns {Promise<Heard>}
 */
export function listen(url, names, seconds) {
	return new Promise((resolve, reject) => {
		/** @type {{ time: number, at: number }[]} */
		const ticks = [];
		/** @type {Record<string, number>} */
		const bytes = {};
		/** @type {Record<string, any>} */
		const last = {};
		const from = Math.ceil(Date.now() / 1_000) * 1_000 + 2_000;
		const to = from + seconds * 1_000;
		let open = "";
		const take = (/** @type {string} */ frame) => {
			const [, event = "", text = ""] = /^event: (\S+)\n(?:id: .*\n)?data: (.*)$/m.exec(frame) ?? [];
			if (event === "") return;
			const data = JSON.parse(text);
			last[event] = data;
			bytes[event] = Math.max(bytes[event] ?? 0, Buffer.byteLength(text));
			if (event === "cpu" && data.time >= from && data.time < to)
				ticks.push({ time: data.time, at: Date.now() });
		};
		const request = get(`${url}/api/stream?events=${names}`, { agent: false }, (response) => {
			if (response.statusCode !== 200) reject(new Error(`the stream answered ${response.statusCode}`));
			response.setEncoding("utf8").on("data", (text) => {
				const frames = (open + text).split("\n\n");
				open = frames.pop() ?? "";
				for (const frame of frames) take(frame);
			});
			response.on("error", () => {});
		});
		request.on("error", reject);
		setTimeout(
			() => {
				request
					.removeAllListeners("error")
					.on("error", () => {})
					.destroy();
				const second = (/** @type {number} */ time) => Math.floor(time / 1_000) * 1_000;
				resolve({
					ticks: new Set(ticks.map(({ time }) => second(time))).size,
					expected: seconds,
					arrivedMs: Math.max(...ticks.map(({ time, at }) => at - second(time))),
					lateP99: quantile(
						ticks.map(({ time }) => time % 1_000),
						0.99,
					),
					tookP99: quantile(
						ticks.map(({ time, at }) => at - time),
						0.99,
					),
					bytes,
					last,
				});
			},
			to + 1_000 - Date.now(),
		);
	});
}
