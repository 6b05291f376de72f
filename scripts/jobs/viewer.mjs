// @ts-check
import { get } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { createParser } from "eventsource-parser";

/**
 * What one viewer was told of a job, over all its connections.
 * @typedef {object} Watched
 * @property {{ id: number, event: string, text: unknown }[]} messages in the order in which they came
 * @property {number} connections
 * @property {number} drops how often it left in the middle
 * @property {number} last the status with which it was told not to come back
 * @property {string[]} faults what no viewer may see
 */

/** @type {ReadonlySet<string>} */
const TERMINAL = new Set(["succeeded", "failed", "cancelled", "interrupted", "timed-out"]);
/** A server that cannot be followed is given up. */
const mostConnections = 5_000;

/**
 * Watches a job to its end and then once more, leaving in the middle and returning with the last id again and again.
 * @param {string} url the job's stream
 * @param {{ random: () => number, longestMs: number, pauseMs?: number, headers?: Record<string, string> }} options so long a connection is kept at most, and a pause taken
 * @returns {Promise<Watched>}
 */
export async function watchJob(url, { random, longestMs, pauseMs = 300, headers = {} }) {
	/** @type {Watched} */
	const watched = { messages: [], connections: 0, drops: 0, last: 0, faults: [] };
	while (watched.connections < mostConnections) {
		watched.connections++;
		const status = await follow(url, headers, watched, random() * longestMs);
		if (status === 204) {
			watched.last = status;
			break;
		}
		if (status !== 200) watched.faults.push(`it was answered ${status}`);
		await wait(random() * pauseMs);
	}
	return watched;
}

/**
 * One connection of a viewer; resolves with the status of its answer once it has ended.
 * @param {string} url
 * @param {Record<string, string>} own
 * @param {Watched} watched
 * @param {number} lifeMs
 * @returns {Promise<number>}
 */
function follow(url, own, watched, lifeMs) {
	const last = watched.messages.at(-1)?.id;
	const headers = { ...own, ...(last !== undefined && { "Last-Event-ID": String(last) }) };
	return new Promise((resolve) => {
		let isOver = false;
		/** @param {number} status */
		const end = (status) => {
			if (isOver) return;
			isOver = true;
			clearTimeout(timer);
			request.destroy();
			resolve(status);
		};
		const request = get(url, { agent: false, headers }, (response) => {
			const status = response.statusCode ?? 0;
			if (status !== 200) {
				end(status);
				return;
			}
			let greeted = false;
			const parser = createParser({
				onEvent: ({ event = "", id, data }) => {
					if (isOver) return;
					if (!greeted && event !== "hello") watched.faults.push(`${event} came before hello`);
					greeted = true;
					if (id === undefined) return;
					if (TERMINAL.has(watched.messages.at(-1)?.event ?? ""))
						watched.faults.push(`${event} came after the end`);
					watched.messages.push({ id: Number(id), event, text: JSON.parse(data).text });
				},
				onError: ({ message }) => watched.faults.push(message),
			});
			response.setEncoding("utf8").on("data", (text) => !isOver && parser.feed(text));
			response.on("error", () => {});
			response.on("close", () => {
				if (!isOver && !TERMINAL.has(watched.messages.at(-1)?.event ?? ""))
					watched.faults.push("it was cut in the middle");
				end(200);
			});
		});
		request.on("error", ({ message }) => {
			if (!isOver) watched.faults.push(message);
			end(200);
		});
		const timer = setTimeout(() => {
			watched.drops++;
			end(200);
		}, lifeMs);
	});
}

/**
 * What is wrong with what a viewer was told of a job that says `line 1` to `line <count>` and succeeds; empty where it
 * was all of it, once and in order.
 * @param {Watched} watched
 * @param {number} count
 */
export function findFaults({ messages, last, faults }, count) {
	const found = [...new Set(faults)];
	const expected = count + 3;
	const hole = messages.findIndex(({ id }, index) => id !== index + 1);
	if (hole >= 0) found.push(`message ${hole + 1} has the number ${messages[hole]?.id}`);
	if (messages.length !== expected) found.push(`there were ${messages.length} of ${expected} messages`);
	const wrong = messages.slice(2, -1).findIndex(({ text }, index) => text !== lineOf(index + 1));
	if (wrong >= 0) found.push(`line ${wrong + 1} said ${JSON.stringify(messages[wrong + 2]?.text)}`);
	if (messages.at(-1)?.event !== "succeeded") found.push(`its last was ${messages.at(-1)?.event}`);
	if (last !== 204) found.push("it was not told that there is no more");
	return found;
}

/** With letters of several bytes, of which none may be cut. @param {number} number */
export const lineOf = (number) => `line ${number} ăîșț€😀`;
