// @ts-check
import { connect } from "node:net";

/**
 * What came back to bytes that were sent.
 * @typedef {object} Answer
 * @property {number[]} statuses of each answer, in order: none where the server hung up, several where it saw several requests
 * @property {Map<string, string>} headers of the first, by their names in small letters
 * @property {string} body of the first, with all that follows
 * @property {string} text all of it
 */

const quietMs = 1_500;
const waitMs = 30_000;
const mostBytes = 4 * 2 ** 20;

/**
 * Sends bytes as they are, which no HTTP library would do, and reads until the server hangs up or says no more.
 * @param {number} port
 * @param {string} bytes
 * @returns {Promise<Answer>}
 */
export function ask(port, bytes) {
	return new Promise((resolve) => {
		const socket = connect(port, "127.0.0.1");
		let text = "";
		const isLast = /^Connection: close\r$/im.test(bytes);
		const end = () => {
			clearTimeout(limit);
			socket.destroy();
			resolve(parse(text));
		};
		const limit = setTimeout(end, waitMs);
		socket.on("connect", () => socket.write(bytes, "latin1"));
		socket.on("data", (chunk) => {
			text += chunk.toString("latin1");
			if (text.length > mostBytes) end();
			// Only once something was said, and only where it may wait for more: a busy server may take its time.
			if (!isLast) socket.setTimeout(quietMs, end);
		});
		socket.on("close", end);
		socket.on("error", end);
	});
}

/**
 * @param {string} text
 * @returns {Answer}
 */
export function parse(text) {
	const [head = "", ...rest] = text.split("\r\n\r\n");
	const [, ...fields] = head.split("\r\n");
	const headers = new Map(
		fields.map((field) => {
			const [name = "", ...value] = field.split(":");
			return [name.toLowerCase(), value.join(":").trim()];
		}),
	);
	const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
	return { statuses, headers, body: rest.join("\r\n\r\n"), text };
}
