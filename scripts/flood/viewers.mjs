// @ts-check
import { get } from "node:http";

/**
 * Opens streams and measures how long after its reading each tick is there.
 * @param {string} url
 * @param {number} count
 * @param {string} cookie
 */
export async function openViewers(url, count, cookie) {
	/** @type {number[]} */
	let delays = [];
	let ended = 0;
	const requests = await Promise.all(Array.from({ length: count }, (_, at) => open(at)));

	/** @param {number} at @returns {Promise<import("node:http").ClientRequest>} */
	function open(at) {
		return new Promise((resolve, reject) => {
			const request = get(
				`${url}/api/stream?events=cpu`,
				{ agent: false, localAddress: `127.0.9.${at + 1}`, headers: { Cookie: cookie } },
				(response) => {
					if (response.statusCode !== 200) reject(new Error(`a stream answered ${response.statusCode}`));
					let rest = "";
					response.setEncoding("utf8").on("data", (text) => {
						const now = Date.now();
						const frames = (rest + text).split("\n\n");
						rest = frames.pop() ?? "";
						for (const frame of frames) {
							const data = /^event: cpu\n(?:id: .*\n)?data: (.*)$/m.exec(frame)?.[1];
							if (data !== undefined) delays.push(now - JSON.parse(data).time);
						}
					});
					response.on("error", () => {}).on("close", () => ended++);
					resolve(request);
				},
			);
			request.on("error", reject);
		});
	}

	return {
		/** The delays since this was asked for last, in milliseconds. */
		take: () => {
			const taken = delays;
			delays = [];
			return taken;
		},
		/** How many were ended by the server. */
		ended: () => ended,
		close: () => {
			for (const request of requests) {
				request
					.removeAllListeners("error")
					.on("error", () => {})
					.destroy();
			}
		},
	};
}
