// @ts-check
import { constants, createGunzip } from "node:zlib";
import { createParser } from "eventsource-parser";
import { expectThat, Finding } from "./finding.mjs";

/**
 * One event as it came; `at` on the clock of `performance.now()`, `data` undefined where it is not JSON.
 * @typedef {{ event: string, id: string | null, text: string, data: any, at: number }} Received
 */

/** Reads a stream of server-sent events from now on, and keeps every byte of it. */
export class Stream {
	/** @type {Received[]} */
	events = [];
	/** What eventsource-parser has against it. @type {string[]} */
	errors = [];
	/** Why it could not be read to its end: what gunzip has against it. @type {string | null} */
	failure = null;
	/** @type {number[]} */
	retries = [];
	/** As they came from the connection, or from gunzip. @type {Buffer[]} */
	chunks = [];
	ended = false;
	#answer;
	/** @type {Set<() => void>} */
	#waiting = new Set();

	/** @param {import("./connection.mjs").Answer} answer */
	constructor(answer) {
		this.#answer = answer;
		const decoder = new TextDecoder();
		const parser = createParser({
			onEvent: (event) => this.events.push(received(event)),
			onRetry: (retry) => this.retries.push(retry),
			onError: (error) => this.errors.push(error.message),
		});
		const { body } = answer;
		const compressed = answer.headers["content-encoding"] === "gzip";
		const readable = compressed ? body.pipe(createGunzip({ flush: constants.Z_SYNC_FLUSH })) : body;
		readable.on("data", (/** @type {Buffer} */ chunk) => {
			this.chunks.push(chunk);
			parser.feed(decoder.decode(chunk, { stream: true }));
			for (const wake of this.#waiting) wake();
		});
		readable.on("error", (error) => {
			this.failure = error.message;
		});
		body.on("close", () => {
			this.ended = true;
			for (const wake of this.#waiting) wake();
		});
	}

	get headers() {
		return this.#answer.headers;
	}

	/** All bytes so far, after decompression. */
	get bytes() {
		return Buffer.concat(this.chunks);
	}

	/** What the greeting says; an empty object before it has come, or when it is no JSON. */
	get hello() {
		return this.of("hello")[0]?.data ?? {};
	}

	/** The id of each tick, in order. */
	get ids() {
		return listIds(this.events.filter(({ event }) => event !== "hello" && event !== "snapshot"));
	}

	/** The number of the newest tick, -1 before the first. */
	get seq() {
		return seqOf(this.ids.at(-1) ?? "-");
	}

	/** @param {string} name */
	of(name) {
		return this.events.filter(({ event }) => event === name);
	}

	/**
	 * Waits until what was read so far holds; throws a Finding when the time is up or the stream has ended.
	 * @param {string} what
	 * @param {() => boolean} holds
	 * @param {number} withinMs
	 * @returns {Promise<void>}
	 */
	until(what, holds, withinMs) {
		return new Promise((resolve, reject) => {
			const finish = (/** @type {Finding | null} */ finding) => {
				clearTimeout(timer);
				this.#waiting.delete(look);
				if (finding) reject(finding);
				else resolve();
			};
			const look = () => {
				if (holds()) finish(null);
				else if (this.ended) finish(new Finding(what, `the end of the stream after ${this.#brief()}`));
			};
			const timer = setTimeout(
				() => finish(new Finding(`${what} within ${Math.round(withinMs)} ms`, this.#brief())),
				withinMs,
			);
			this.#waiting.add(look);
			look();
		});
	}

	close() {
		this.#answer.close();
	}

	#brief() {
		return brief(this.events.slice(-6)) || "nothing";
	}
}

/**
 * @param {import("eventsource-parser").EventSourceMessage} event
 * @returns {Received}
 */
function received({ event = "message", id, data }) {
	return { event, id: id ?? null, text: data, data: parse(data), at: performance.now() };
}

/** @param {string} text */
function parse(text) {
	try {
		return JSON.parse(text);
	} catch {
		// That it is none is for a check to say.
		return undefined;
	}
}

/**
 * The number in an id; -1 where there is none.
 * @param {string} id
 */
export function seqOf(id) {
	const digits = id.slice(id.lastIndexOf("-") + 1);
	return /^\d+$/.test(digits) ? Number(digits) : -1;
}

/**
 * The time that an event tells; throws a Finding where it tells none.
 * @param {Received} event
 * @returns {number}
 */
export function timeOf({ event, data, text }) {
	expectThat(typeof data?.time === "number", `a time in ${event}`, text);
	return data.time;
}

/**
 * Events by name and id, in one short line.
 * @param {Received[]} events
 */
export function brief(events) {
	return events.map(({ event, id }) => (id === null ? event : `${event} #${id}`)).join(", ");
}

/**
 * The id of each tick, in order; one that several events of a tick carry counts once, one that comes back does not.
 * @param {Received[]} events
 */
export function listIds(events) {
	const marked = events.filter(({ id }) => id !== null);
	const again = (/** @type {number} */ index) => {
		const [before, event] = [marked[index - 1], marked[index]];
		return before?.id === event?.id && before?.event !== event?.event;
	};
	return marked.flatMap(({ id }, index) => (id === null || again(index) ? [] : [id]));
}

/**
 * The events between one id and the next, with the events that had come before the first id left out: of that tick
 * the beginning may have been missed.
 * @param {Received[]} events
 * @returns {Received[][]}
 */
export function groupTicks(events) {
	/** @type {Received[][]} */
	const ticks = [[]];
	for (const event of events) {
		const closed = ticks.at(-2);
		// A server may also put the id on each event of a tick, which is for another check to say.
		if (event.id !== null && closed?.at(-1)?.id === event.id && closed.at(-1)?.event !== event.event) {
			closed.push(event);
			continue;
		}
		ticks.at(-1)?.push(event);
		if (event.id !== null) ticks.push([]);
	}
	return ticks.slice(1, -1);
}
