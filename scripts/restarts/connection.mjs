// @ts-check
import { get } from "node:http";
import { createGunzip } from "node:zlib";
import { EventParser } from "./event-parser.mjs";

/**
 * How a connection was over. left: by its own side; ended: as HTTP provides for; lost: anything else after an answer.
 * @typedef {"left" | "ended" | "lost" | "refused"} Ending
 * @typedef {object} Listener
 * @property {(event: import("./event-parser.mjs").ParsedEvent) => void} onEvent
 * @property {(ending: Ending) => void} onEnd called once, and nothing after it
 */

/** One connection to a stream, by Node's HTTP alone. It leaves after so many bytes of the body, wherever they end. */
export class Connection {
	#listener;
	#request;
	#bytesLeft;
	#parser;
	#over = false;
	/** Whether the answer said that it is gzip. */
	gzip = false;

	/**
	 * @param {string} url
	 * @param {Record<string, string>} headers
	 * @param {number} bytes
	 * @param {Listener} listener
	 */
	constructor(url, headers, bytes, listener) {
		this.#listener = listener;
		this.#bytesLeft = bytes;
		this.#parser = new EventParser((event) => {
			if (!this.#over) listener.onEvent(event);
		});
		this.#request = get(url, { agent: false, headers }, (response) => this.#read(response));
		this.#request.on("error", () => this.#end("refused"));
	}

	/** How long to wait before the next one, as the server said. */
	get retryMs() {
		return this.#parser.retry;
	}

	leave() {
		this.#end("left");
	}

	/** @param {import("node:http").IncomingMessage} response */
	#read(response) {
		if (response.statusCode !== 200) return this.#end("refused");
		response.on("error", () => this.#end("lost"));
		this.gzip = response.headers["content-encoding"] === "gzip";
		const gunzip = this.gzip ? this.#gunzip() : null;
		response.on("data", (/** @type {Buffer} */ bytes) => {
			const part = bytes.subarray(0, this.#bytesLeft);
			this.#bytesLeft -= part.length;
			const done = () => this.#bytesLeft === 0 && this.leave();
			if (gunzip) {
				gunzip.write(part, done);
				return;
			}
			this.#parser.feed(part);
			done();
		});
		response.on("end", () => (gunzip ? gunzip.end() : this.#end("ended")));
	}

	#gunzip() {
		const gunzip = createGunzip();
		gunzip.on("data", (/** @type {Buffer} */ bytes) => this.#parser.feed(bytes));
		gunzip.on("end", () => this.#end("ended"));
		// Also where the trailer is missing.
		gunzip.on("error", () => this.#end("lost"));
		return gunzip;
	}

	/** @param {Ending} ending */
	#end(ending) {
		if (this.#over) return;
		this.#over = true;
		this.#request.destroy();
		this.#listener.onEnd(ending);
	}
}
