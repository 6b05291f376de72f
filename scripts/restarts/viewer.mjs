// @ts-check
import { Connection } from "./connection.mjs";
import { Ledger } from "./ledger.mjs";

/**
 * What a viewer asks for, and how.
 * @typedef {{ wanted: import("./ledger.mjs").Wanted, resumesBy: "header" | "query", gzip: boolean }} Manner
 */

const LEAST_RETRY_MS = 1_000;
const MOST_RETRY_MS = 5_000;
const MOST_AWAY_MS = 1_500;
const AT_ONCE_MS = 30;
const REFUSED_MS = 600;
const GREETING_BYTES = 3_000;
const LATER_BYTES = 20_000;

/** A viewer that always comes back, leaves at any byte, and keeps account of what it is told. */
export class Viewer {
	#url;
	#manner;
	#crowd;
	/** @type {Connection | null} */
	#connection = null;
	/** @type {NodeJS.Timeout | undefined} */
	#timer;
	#retryMs = LEAST_RETRY_MS;
	/** Whether the server has said on this connection that it goes. */
	#farewell = false;
	ledger;

	/**
	 * @param {string} url of the server
	 * @param {Manner} manner
	 * @param {import("./crowd.mjs").Crowd} crowd
	 */
	constructor(url, manner, crowd) {
		this.#url = url;
		this.#manner = manner;
		this.#crowd = crowd;
		this.ledger = new Ledger(manner.wanted, crowd.told);
	}

	connect() {
		const { phase } = this.#crowd;
		this.#farewell = false;
		this.ledger.open();
		const [url, headers] = this.#question();
		this.#connection = new Connection(url, headers, chooseBytes(), {
			onEvent: (event) => this.#take(event),
			onEnd: (ending) => this.#end(ending, phase),
		});
	}

	/** Leaves, and comes back at once. */
	blink() {
		if (!this.ledger.live) return;
		this.#connection?.leave();
		clearTimeout(this.#timer);
		this.#connectIn(Math.random() * AT_ONCE_MS);
	}

	/** @returns {[url: string, headers: Record<string, string>]} */
	#question() {
		const { wanted, resumesBy, gzip } = this.#manner;
		const { lastEventId } = this.ledger;
		const url = new URL("/api/stream", this.#url);
		if (wanted.events) url.searchParams.set("events", [...wanted.events].join());
		if (wanted.every > 1) url.searchParams.set("every", String(wanted.every));
		/** @type {Record<string, string>} */
		const headers = { Accept: "text/event-stream" };
		if (gzip) headers["Accept-Encoding"] = "gzip";
		if (lastEventId !== null && resumesBy === "header") headers["Last-Event-ID"] = lastEventId;
		if (lastEventId !== null && resumesBy === "query") url.searchParams.set("last_event_id", lastEventId);
		return [url.href, headers];
	}

	/** @param {import("./event-parser.mjs").ParsedEvent} event */
	#take(event) {
		const { ledger } = this;
		const [wasGreeted, wasLive] = [ledger.hello !== null, ledger.live];
		ledger.take(event);
		if (ledger.hello && !wasGreeted) {
			this.#crowd.greeted(ledger.hello);
			if (this.#connection?.gzip !== this.#manner.gzip) {
				ledger.complaints.push(`asked for ${this.#manner.gzip ? "gzip" : "identity"}, got the other`);
			}
		}
		if (ledger.live && !wasLive) this.#crowd.live(this);
		if (event.event === "shutdown") this.#hearFarewell(JSON.parse(event.data).retryMs);
	}

	/** @param {number} retryMs */
	#hearFarewell(retryMs) {
		this.#farewell = true;
		this.#crowd.farewells.push(retryMs);
		const retry = this.#connection?.retryMs;
		if (retry === retryMs && retryMs >= LEAST_RETRY_MS && retryMs <= MOST_RETRY_MS) return;
		this.ledger.complaints.push(`told to come back after ${retryMs} ms, by retry after ${retry}`);
	}

	/**
	 * @param {import("./connection.mjs").Ending} ending
	 * @param {number} phase in which the connection was begun
	 */
	#end(ending, phase) {
		this.#retryMs = this.#connection?.retryMs ?? this.#retryMs;
		this.ledger.complaints.push(
			...this.#crowd.judge(ending, phase, { greeted: this.ledger.hello !== null, farewell: this.#farewell }),
		);
		if (ending === "left") this.#connectIn(Math.random() * MOST_AWAY_MS);
		else if (ending === "refused") this.#connectIn((0.3 + Math.random()) * REFUSED_MS);
		else this.#connectIn(this.#retryMs);
	}

	/** @param {number} ms */
	#connectIn(ms) {
		const wasTold = this.#farewell;
		this.#timer = setTimeout(() => {
			if (wasTold) this.#crowd.returns.push(Date.now());
			this.connect();
		}, ms);
	}
}

/** After how many bytes to leave: in the greeting or the replay, later, or never. */
function chooseBytes() {
	const chance = Math.random();
	if (chance < 0.2) return Math.ceil(Math.random() * GREETING_BYTES);
	if (chance < 0.4) return Math.ceil(Math.random() * LATER_BYTES);
	return Number.POSITIVE_INFINITY;
}
