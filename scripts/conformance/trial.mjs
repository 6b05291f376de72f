// @ts-check
import { setTimeout as wait } from "node:timers/promises";
import { Connection } from "./connection.mjs";
import { Finding, Skip } from "./finding.mjs";
import { Stream, seqOf } from "./stream.mjs";

/**
 * What the suite was told. `direct`: nothing stands between it and the server; `only`: these groups of checks.
 * @typedef {import("./connection.mjs").Transport & { direct: boolean, origin: string | null, only: string[] | null }} Options
 * What the server says of itself at the beginning; `sessions` before the first check, `null` where it does not say.
 * @typedef {{ intervalMs: number, heartbeatMs: number, epoch: string, host: string, sessions: number | null }} Pace
 * @typedef {{ status: number, headers: import("./connection.mjs").Headers, text: string, json: any }} Told
 */

/** The two events that come with each tick and are replayed. */
export const LASTING = "/api/stream?events=cpu,load";
/** How long an answer may take on its way, beside what the server waits for. */
const SLACK_MS = 5_000;

/**
 * The tick after this one, as one sees it who was there all the time: not each tick has what was selected.
 * @param {Trial} trial
 * @param {import("./stream.mjs").Stream} witness
 * @param {number} seq
 */
export async function nextTick(trial, witness, seq) {
	const find = () => witness.ids.map(seqOf).find((one) => one > seq);
	await witness.until("the next tick", () => find() !== undefined, trial.ticksMs(2));
	return find();
}

/** One check at work: all that it opens is closed with it. */
export class Trial {
	#base;
	#connection;

	/**
	 * @param {URL} base
	 * @param {Options} options
	 * @param {Pace} pace
	 */
	constructor(base, options, pace) {
		this.#base = base;
		this.options = options;
		this.pace = pace;
		this.#connection = new Connection(base, options);
	}

	/** Another client of the same server, which is left on its own. */
	apart() {
		return new Trial(this.#base, this.options, this.pace);
	}

	/**
	 * How long so many ticks may take to arrive.
	 * @param {number} count
	 */
	ticksMs(count) {
		return count * this.pace.intervalMs + SLACK_MS;
	}

	/**
	 * The head of an answer.
	 * @param {string} path
	 * @param {import("./connection.mjs").Asked} [asked]
	 */
	async head(path, asked) {
		const answer = this.#connection.request(path, asked);
		const late = wait(SLACK_MS, null, { ref: false });
		const first = await Promise.race([answer, late]);
		if (!first)
			throw new Finding(`an answer to ${asked?.method ?? "GET"} ${path} within ${SLACK_MS} ms`, "none");
		return first;
	}

	/**
	 * A whole answer that ends by itself.
	 * @param {string} path
	 * @param {import("./connection.mjs").Asked} [asked]
	 * @returns {Promise<Told>}
	 */
	async ask(path, asked) {
		const answer = await this.head(path, asked);
		const what = `${asked?.method ?? "GET"} ${path}`;
		if (asked?.method !== "HEAD" && String(answer.headers["content-type"]).startsWith("text/event-stream")) {
			answer.close();
			throw new Finding(`an answer to ${what} that ends`, "a stream");
		}
		/** @type {Buffer[]} */
		const chunks = [];
		const ended = new Promise((resolve) => {
			answer.body.on("data", (chunk) => chunks.push(chunk)).on("close", () => resolve(true));
		});
		const whole = await Promise.race([ended, wait(SLACK_MS, false, { ref: false })]);
		answer.close();
		if (!whole) throw new Finding(`an end of the answer to ${what}`, `none within ${SLACK_MS} ms`);
		const text = Buffer.concat(chunks).toString();
		return { status: answer.status, headers: answer.headers, text, json: parse(text) };
	}

	/**
	 * A stream that has begun: its `hello` is there.
	 * @param {string} path
	 * @param {Record<string, string>} [headers]
	 */
	async open(path, headers) {
		const answer = await this.head(path, { headers });
		if (answer.status !== 200) {
			answer.close();
			throw new Finding(`a stream from ${path}`, `status ${answer.status}`);
		}
		const stream = new Stream(answer);
		await stream.until("hello", () => stream.of("hello").length > 0, SLACK_MS);
		return stream;
	}

	/**
	 * A request as bytes, for what no client would send.
	 * @param {string} method
	 * @param {string} path
	 * @param {string[]} lines
	 * @param {number} [withinMs]
	 */
	raw(method, path, lines = [], withinMs = SLACK_MS) {
		if (this.options.http2) throw new Skip("HTTP/2 has no bytes of its own for this");
		return this.#connection.raw(method, path, lines, withinMs);
	}

	/** How many streams the server says are open, `null` where it does not say. */
	async sessions() {
		const { json } = await this.ask("/api/health");
		return typeof json?.sessions === "number" ? json.sessions : null;
	}

	close() {
		this.#connection.close();
	}
}

/** @param {string} text */
function parse(text) {
	try {
		return JSON.parse(text);
	} catch {
		// Not every answer is JSON; a check that expects it says so.
		return null;
	}
}
