import type { IncomingMessage, ServerResponse } from "node:http";
import type { Limits } from "./limits";

/** Why a request goes no further. */
export interface Fault {
	status: number;
	code: string;
	message: string;
	headers?: Record<string, string>;
}

/** So long who is refused may go on sending without being cut off, which could cost it the answer. */
const lingerMs = 1_000;

/** What is wrong with a request by its headers alone. */
export function findFault({ rawHeaders, url = "" }: IncomingMessage, limits: Limits): Fault | null {
	if (!url.startsWith("/")) {
		return { status: 400, code: "bad_request", message: "expected a path that begins with a slash" };
	}
	// Next would lead on to the path without them before anything was judged.
	if (/\\|\/\//.test(url.split("?")[0] ?? "")) {
		return { status: 404, code: "not_found", message: "There is nothing at this address." };
	}
	if (rawHeaders.length / 2 > limits.headers) {
		return {
			status: 431,
			code: "too_many_headers",
			message: `expected at most ${limits.headers} headers, got more`,
		};
	}
	// Node would take the first, and a proxy before it perhaps the last (RFC 9112, 3.2).
	const hosts = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === "host");
	if (hosts.length > 1) return { status: 400, code: "bad_request", message: "Host: expected one, got more" };
	return null;
}

/** Takes away the conditions that nothing here is changed under: Next answers one that a file does not meet with a 500. */
export function dropConditions({ headers }: IncomingMessage): void {
	delete headers["if-match"];
	delete headers["if-unmodified-since"];
}

export const unmetExpectation: Fault = {
	status: 417,
	code: "unmet_expectation",
	message: "Expect: expected 100-continue, got something else",
};

export function tooLarge(mostBytes: number): Fault {
	return { status: 413, code: "too_large", message: `expected at most ${mostBytes} bytes, got more` };
}

/** Answers in the form of every error, and closes the connection. */
export function refuse(response: ServerResponse, { status, code, message, headers }: Fault): void {
	const { socket } = response;
	if (socket) {
		socket.destroySoon = () => {
			socket.end();
			setTimeout(() => socket.destroy(), lingerMs).unref();
		};
	}
	const body = JSON.stringify({ error: { code, message } });
	response.writeHead(status, {
		...headers,
		"Content-Length": Buffer.byteLength(body),
		"Content-Type": "application/json",
		"Cache-Control": "no-store, no-transform",
		"X-Content-Type-Options": "nosniff",
		Connection: "close",
	});
	response.end(body);
}
