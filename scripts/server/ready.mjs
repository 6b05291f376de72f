// @ts-check
import { get } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "../failure.mjs";

const POLL_MS = 50;

/**
 * Resolves when the page itself answers, to a browser that follows a redirect to the sign-in as well.
 * @param {() => string | null} readUrl null while the port is not yet known
 * @param {number} [withinMs]
 */
export async function waitForPage(readUrl, withinMs = 60_000) {
	const deadline = Date.now() + withinMs;
	let last = "it did not listen";
	while (Date.now() < deadline) {
		const url = readUrl();
		if (url !== null) {
			const answer = await ask(url, deadline - Date.now());
			if (typeof answer === "number" && answer < 400) return url;
			last = typeof answer === "number" ? `it answered ${answer}` : answer;
		}
		await wait(POLL_MS);
	}
	throw new Failure(
		`The page did not come up within ${withinMs / 1_000} seconds: ${last}. See above for the reason.`,
	);
}

/**
 * @param {string} url
 * @param {number} timeout
 * @returns {Promise<number | string>} the status, or why there is none
 */
function ask(url, timeout) {
	return new Promise((resolve) => {
		// Not fetch: Next replaces the global one. No agent: a kept connection would hold up the server's end.
		const request = get(url, { agent: false, timeout }, (response) => {
			response.resume().on("end", () => resolve(response.statusCode ?? 0));
			response.on("error", (error) => resolve(error.message));
		});
		request.on("timeout", () => request.destroy(new Error("it did not answer")));
		request.on("error", (error) => resolve(error.message));
	});
}
