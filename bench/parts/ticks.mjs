// @ts-check
import { get } from "node:http";

/**
 * The chunks of so many ticks of the whole dashboard as they come over the wire, without HTTP's framing.
 * @param {string} url
 * @param {number} count
 * @returns {Promise<string[]>}
 */
export function readTicks(url, count) {
	return new Promise((resolve, reject) => {
		/** @type {string[]} */
		const ticks = [];
		const request = get(`${url}/api/stream`, { agent: false }, (response) => {
			let open = "";
			response.setEncoding("utf8").on("data", (text) => {
				open += text;
				if (!open.endsWith("\n\n")) return;
				// What comes before the first clock is the greeting.
				if (open.startsWith("event: clock\n")) ticks.push(open);
				open = "";
				if (ticks.length < count) return;
				request.destroy();
				resolve(ticks);
			});
		});
		request.on("error", reject);
	});
}
