// @ts-check

/** One dispatched event; `id` is what stood in this very event, `null` where none did. @typedef {{ event: string, data: string, id: string | null }} ParsedEvent */

/**
 * Reads an event stream by the letter of the standard (WHATWG HTML, 9.2.5 and 9.2.6), and from nothing else: what
 * wrote the stream must not also say how it is to be read.
 */
export class EventParser {
	#onEvent;
	#decoder = new TextDecoder();
	#rest = "";
	#event = "";
	/** @type {string[]} */
	#data = [];
	/** @type {string | null} */
	#id = null;
	/** How long to wait before a reconnect, as the server last said. @type {number | null} */
	retry = null;
	/** Of all events so far, also of one that was not dispatched. */
	lastEventId = "";

	/** @param {(event: ParsedEvent) => void} onEvent */
	constructor(onEvent) {
		this.#onEvent = onEvent;
	}

	/** @param {Uint8Array} bytes */
	feed(bytes) {
		this.#rest += this.#decoder.decode(bytes, { stream: true });
		for (;;) {
			const at = this.#rest.search(/[\r\n]/);
			// A CR at the end may be the first half of a CRLF.
			if (at === -1 || (this.#rest[at] === "\r" && at + 1 === this.#rest.length)) return;
			const line = this.#rest.slice(0, at);
			this.#rest = this.#rest.slice(at + (this.#rest.startsWith("\r\n", at) ? 2 : 1));
			this.#takeLine(line);
		}
	}

	/** @param {string} line */
	#takeLine(line) {
		if (line === "") {
			this.#dispatch();
			return;
		}
		const colon = line.indexOf(":");
		if (colon === 0) return;
		const field = colon === -1 ? line : line.slice(0, colon);
		const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
		if (field === "event") this.#event = value;
		if (field === "data") this.#data.push(value);
		if (field === "id" && !value.includes("\0")) this.#id = value;
		if (field === "retry" && /^[0-9]+$/.test(value)) this.retry = Number(value);
	}

	#dispatch() {
		const [event, data, id] = [this.#event || "message", this.#data, this.#id];
		[this.#event, this.#data, this.#id] = ["", [], null];
		if (id !== null) this.lastEventId = id;
		if (data.length > 0) this.#onEvent({ event, data: data.join("\n"), id });
	}
}
