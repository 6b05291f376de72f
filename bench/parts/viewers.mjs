// @ts-check
// Many viewers of one stream, as a process of its own: `node viewers.mjs <url> <count> <local address> <coding>`, forked,
// with a channel. Says { open } once all have an answer. Asked { from, to }, it says what arrived of the ticks of that
// time; asked { farewell }, it says once all streams have ended how they did.
import { connect } from "node:net";
import { constants, createGunzip, inflateRawSync } from "node:zlib";

/**
 * `counts`: how many different ticks reached each viewer; `ticks`: their times; `doubles`: those that came again or
 * came late.
 * @typedef {{ ticks: number[], counts: number[], doubles: number, bytes: number, latencies: number[] }} Received
 * @typedef {{ waits: number[], closed: number, lastAt: number }} Farewell waits: those that `shutdown` told, ms; lastAt: Unix ms
 */

const TICK = /event: clock\ndata: \{"time":(\d{13})/g;
const SHUTDOWN = /event: shutdown\ndata: \{[^\n]*"retryMs":(\d+)/;
const HEAD_END = "\r\n\r\n";
const GZIP_HEADER_BYTES = 10;
const GRACE_MS = 3_000;
const WAITING_AT_ONCE = 100;

const [address = "", countText, localAddress, coding] = process.argv.slice(2);
const url = new URL(address);
const count = Number(countText);
const accepts = coding === "none" ? "" : "Accept-Encoding: gzip\r\n";
const question = `GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nAccept: text/event-stream\r\n${accepts}\r\n`;

let window = { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY };
let opening = 0;
let open = 0;
let bytes = 0;
let doubles = 0;
/** @type {number[]} */
const latencies = [];
/** @type {Set<number>} */
const ticks = new Set();
/** @type {Farewell} */
const farewell = { waits: [], closed: 0, lastAt: 0 };
let onClosed = () => {};

// One for all: a viewer is done with it when its callback returns.
const shared = Buffer.allocUnsafe(64 * 1024);

class Viewer {
	/** What came of a head or a chunk that is not whole. @type {Buffer | null} */
	#rest = null;
	#answered = false;
	/** @type {import("node:zlib").Gunzip | null} */
	#gunzip = null;
	#newest = 0;
	/** How many ticks of the window came. */
	count = 0;

	connect() {
		const onread = { buffer: shared, callback: (/** @type {number} */ length) => this.#read(length) };
		const socket = connect({ host: url.hostname, port: Number(url.port), localAddress, onread });
		socket.on("connect", () => socket.write(question));
		socket.on("close", () => {
			farewell.closed++;
			farewell.lastAt = Date.now();
			if (farewell.closed === count) onClosed();
		});
		socket.on("error", (error) => console.error(`viewer: ${error.message}`));
	}

	/** @param {number} length */
	#read(length) {
		const now = performance.timeOrigin + performance.now();
		const read = shared.subarray(0, length);
		if (now >= window.from && now < window.to) bytes += length;
		/** @type {Buffer} */
		let whole = this.#rest ? Buffer.concat([this.#rest, read]) : read;
		if (!this.#answered) whole = this.#readHead(whole);
		// The chunked transfer coding (RFC 9112, 7.1).
		for (let end = whole.indexOf("\r\n"); this.#answered && end !== -1; end = whole.indexOf("\r\n")) {
			const from = end + 2;
			const to = from + Number.parseInt(whole.toString("latin1", 0, end), 16);
			if (whole.length < to + 2) break;
			this.#take(whole.subarray(from, to), now);
			whole = whole.subarray(to + 2);
		}
		this.#rest = whole.length > 0 ? Buffer.from(whole) : null;
		return true;
	}

	/**
	 * What follows the head, once it is whole.
	 * @param {Buffer} whole
	 */
	#readHead(whole) {
		const end = whole.indexOf(HEAD_END);
		if (end === -1) return whole;
		const head = whole.toString("latin1", 0, end);
		const gzip = /^content-encoding: gzip$/im.test(head);
		if (!head.startsWith("HTTP/1.1 200 ") || gzip !== (coding !== "none")) {
			throw new Error(`asked for ${coding === "none" ? "identity" : "gzip"}, got:\n${head}`);
		}
		this.#answered = true;
		if (coding === "each")
			this.#gunzip = createGunzip().on("data", (/** @type {Buffer} */ text) => this.#hear(text));
		open++;
		if (open === count) process.send?.({ open });
		openNext();
		return whole.subarray(end + HEAD_END.length);
	}

	/**
	 * @param {Buffer} payload
	 * @param {number} now
	 */
	#take(payload, now) {
		// A copy: it is read later.
		if (this.#gunzip) this.#gunzip.write(Buffer.from(payload));
		else this.#hear(payload, now);
	}

	/**
	 * @param {Buffer} payload
	 * @param {number} [now]
	 */
	#hear(payload, now = performance.timeOrigin + performance.now()) {
		const { times, wait } = read(payload);
		if (wait !== null) farewell.waits.push(wait);
		for (const time of times) {
			if (time < window.from || time >= window.to) continue;
			if (time <= this.#newest) doubles++;
			else this.count++;
			this.#newest = Math.max(time, this.#newest);
			latencies.push(now - time);
			ticks.add(time);
		}
	}
}

/** The chunk that was read last. */
let last = {
	payload: Buffer.alloc(0),
	times: /** @type {number[]} */ ([]),
	wait: /** @type {number | null} */ (null),
};

/**
 * What a chunk tells. All viewers get the same of a tick, so it is read once.
 * @param {Buffer} payload
 */
function read(payload) {
	if (last.payload.equals(payload)) return last;
	const text = decode(payload).toString("latin1");
	const wait = SHUTDOWN.exec(text)?.[1];
	last = {
		payload: Buffer.from(payload),
		times: [...text.matchAll(TICK)].map(([, time]) => Number(time)),
		wait: wait === undefined ? null : Number(wait),
	};
	return last;
}

/** @param {Buffer} payload */
function decode(payload) {
	if (coding !== "once") return payload;
	const isFirst = payload[0] === 0x1f && payload[1] === 0x8b;
	const deflated = isFirst ? payload.subarray(GZIP_HEADER_BYTES) : payload;
	return deflated.length > 0 ? inflateRawSync(deflated, { finishFlush: constants.Z_SYNC_FLUSH }) : deflated;
}

/** @type {Viewer[]} */
const viewers = [];

function openNext() {
	if (opening === count) return;
	opening++;
	const viewer = new Viewer();
	viewers.push(viewer);
	viewer.connect();
}

process.on("message", (message) => {
	if (Object.hasOwn(/** @type {object} */ (message), "farewell")) {
		onClosed = () => process.send?.(farewell);
		if (farewell.closed === count) onClosed();
		return;
	}
	window = /** @type {typeof window} */ (message);
	setTimeout(
		() => {
			const counts = viewers.map((viewer) => viewer.count);
			process.send?.({ ticks: [...ticks], counts, doubles, bytes, latencies });
		},
		window.to + GRACE_MS - Date.now(),
	);
});
process.on("disconnect", () => process.exit());
for (let waiting = 0; waiting < WAITING_AT_ONCE; waiting++) openNext();
