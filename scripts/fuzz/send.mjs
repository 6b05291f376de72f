// @ts-check
import { connect } from "node:net";

/**
 * What came back, as far as it was read: all of a plain answer, the first event of a stream. `status` is `null` where
 * the server hung up without one.
 * @typedef {{ status: number | null, headers: Map<string, string>, body: string, late: boolean }} Answer
 */

const WAIT_MS = 10_000;
let sent = 0;

/**
 * Sends bytes as they are, and hangs up once there is an answer. From many of this machine's addresses in turn: one has
 * not ports enough for so many connections.
 * @param {number} port
 * @param {Buffer} bytes
 * @param {{ isHead?: boolean, ends?: boolean, from?: string, waitMs?: number }} [options] whether nothing comes after these bytes
 * @returns {Promise<Answer>}
 */
export function send(
	port,
	bytes,
	{ isHead = false, ends = false, from = nextAddress(), waitMs = WAIT_MS } = {},
) {
	return new Promise((resolve) => {
		const socket = connect({ port, host: "127.0.0.1", localAddress: from });
		let text = "";
		/** @param {boolean} late */
		const end = (late) => {
			clearTimeout(timer);
			socket.destroy();
			const { body, ...answer } = parse(text);
			resolve({ ...answer, body: answer.headers.has("transfer-encoding") ? joinChunks(body) : body, late });
		};
		const timer = setTimeout(() => end(true), waitMs);
		socket.on("connect", () => (ends ? socket.end(bytes) : socket.write(bytes)));
		socket.on("data", (more) => {
			text += more.toString("latin1");
			if (isWhole(parse(text), isHead)) end(false);
		});
		socket.on("close", () => end(false));
		// Its close comes right after.
		socket.on("error", () => {});
	});
}

/** One of 1,000 addresses of this machine, another each time. */
export function nextAddress() {
	sent++;
	return process.platform === "linux" ? `127.0.${1 + (sent % 4)}.${1 + (sent % 250)}` : "127.0.0.1";
}

/** @param {string} text */
function parse(text) {
	let rest = text;
	while (/^HTTP\/1\.1 100 /.test(rest)) rest = rest.slice(rest.indexOf("\r\n\r\n") + 4);
	const at = rest.indexOf("\r\n\r\n");
	const [line = "", ...fields] = (at === -1 ? rest : rest.slice(0, at)).split("\r\n");
	const status = at === -1 ? null : /^HTTP\/1\.1 (\d{3})/.exec(line)?.[1];
	const headers = new Map(
		fields.map((field) => {
			const [name = "", ...value] = field.split(":");
			return [name.toLowerCase(), value.join(":").trim()];
		}),
	);
	return { status: status ? Number(status) : null, headers, body: at === -1 ? "" : rest.slice(at + 4) };
}

/** @param {string} body */
function joinChunks(body) {
	let text = "";
	for (let at = 0; at < body.length; ) {
		const line = body.indexOf("\r\n", at);
		const size = Number.parseInt(body.slice(at, line), 16);
		if (line === -1 || !(size > 0)) break;
		text += body.slice(line + 2, line + 2 + size);
		at = line + 2 + size + 2;
	}
	return text;
}

/**
 * @param {ReturnType<typeof parse>} answer
 * @param {boolean} isHead
 */
function isWhole({ status, headers, body }, isHead) {
	if (status === null) return false;
	if (isHead || status === 204 || status === 304) return true;
	if (headers.get("content-type")?.startsWith("text/event-stream")) {
		// Of a compressed one any part will do.
		return headers.has("content-encoding") ? body.length > 20 : body.includes("\n\n");
	}
	const length = headers.get("content-length");
	if (length !== undefined) return body.length >= Number(length);
	return headers.get("transfer-encoding") === "chunked" && body.endsWith("0\r\n\r\n");
}
