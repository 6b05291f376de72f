import {
	createServer,
	type IncomingMessage,
	type RequestListener,
	type Server,
	type ServerResponse,
} from "node:http";
import type { Socket } from "node:net";
import { Crowd } from "./crowd";
import type { Allowance } from "./larger-bodies";
import type { Limits } from "./limits";
import { dropConditions, type Fault, findFault, refuse, tooLarge, unmetExpectation } from "./refuse";
import { Turnstile } from "./turnstile";
import { awaitWhole, dropBody, hasBody } from "./whole-request";

export interface GuardOptions {
	limits: Limits;
	/** Whose connection it is; `null` for one whose connections are not counted, a trusted proxy's say. */
	ownerOf: (socket: Socket) => string | null;
	/** Who asks, on whosever connection: these take turns. */
	askerOf: (request: IncomingMessage) => string;
	/** Whether a body may be larger than others' are, or why it may not come; `null` is neither. */
	allowLarger?: (request: IncomingMessage, commonBytes: number) => Allowance | Fault | null;
}

/**
 * An HTTP server that hands on whole requests only, and that no stranger can hold up, fill or make talk: who is slow,
 * silent, too many or too large is ended, and nothing of it is logged.
 */
export function createGuardedServer(
	listener: RequestListener,
	{ limits, ownerOf, askerOf, allowLarger = () => null }: GuardOptions,
): Server {
	const crowd = new Crowd({ limits, ownerOf });
	const turnstile = new Turnstile();
	const server = createServer(
		{
			headersTimeout: limits.headersMs,
			requestTimeout: limits.requestMs,
			connectionsCheckingInterval: limits.checkMs,
			maxHeaderSize: limits.headerBytes,
		},
		handle,
	);
	// Node would leave out the rest without a word, what a proxy says of the client for one; here it is refused.
	server.maxHeadersCount = 0;
	server.maxConnections = limits.connections;
	server.timeout = limits.stallMs;
	server.on("connection", (socket) => crowd.join(socket));
	server.on("timeout", (socket) => {
		// Who reads a stream may pause, as a sleeping laptop does: the stream has limits of its own.
		if (!crowd.isStream(socket)) socket.destroy();
	});
	server.on("checkContinue", (request, response) =>
		handle(request, response, () => response.writeContinue()),
	);
	server.on("checkExpectation", (_, response) => refuse(response, unmetExpectation));
	// Of all that could be upgraded to there is nothing here. Without Next's listener Node leaves out the wish and answers
	// the request (RFC 9110, 7.8); with it, it would be left open without an answer.
	server.on("listening", () => server.removeAllListeners("upgrade"));
	return server;

	function handle(request: IncomingMessage, response: ServerResponse, onAwaited?: () => void): void {
		const { socket } = request;
		// Who leaves in the middle of a request is no error.
		request.on("error", () => {});
		const open = (openOn.get(socket) ?? 0) + 1;
		openOn.set(socket, open);
		// All that is to be done then, in one listener: from eleven on Node warns, and Next has several of its own.
		const ends: (() => unknown)[] = [() => openOn.set(socket, (openOn.get(socket) ?? 1) - 1)];
		response.once("close", () => {
			for (const end of ends) end();
		});
		// Bodies are kept until their turn comes: no more than two for each connection.
		if (open > (hasBody(request) ? bodiesAtOnce : limits.answersAtOnce)) {
			socket.destroy();
			return;
		}
		const turnDown = (fault: Fault) => {
			ends.push(crowd.answer(socket));
			refuse(response, fault);
		};
		dropConditions(request);
		const fault = findFault(request, limits);
		if (fault) {
			turnDown(fault);
			return;
		}
		const allowed = allowLarger(request, limits.bodyBytes);
		if (allowed && "status" in allowed) {
			dropBody(request);
			turnDown(allowed);
			return;
		}
		if (allowed) ends.push(allowed.leave);
		const mostBytes = allowed?.bytes ?? limits.bodyBytes;
		let refused = false;
		awaitWhole(request, mostBytes, {
			onWhole: () => {
				const leave = turnstile.enter(askerOf(request), () =>
					listener(request, response as Parameters<RequestListener>[1]),
				);
				ends.push(crowd.answer(socket), leave);
				watchHead(response, (isStream) => {
					leave();
					if (isStream) crowd.stream(socket);
				});
			},
			onTooLarge: () => {
				refused = true;
				turnDown(tooLarge(mostBytes));
			},
		});
		if (!refused) onAwaited?.();
	}
}

const bodiesAtOnce = 2;

/** How many answers are not whole on a connection. */
const openOn = new WeakMap<Socket, number>();

function watchHead(response: ServerResponse, onHead: (isStream: boolean) => void): void {
	const { writeHead } = response;
	response.writeHead = ((...args: Parameters<typeof writeHead>) => {
		const written = writeHead.apply(response, args);
		onHead(String(response.getHeader("content-type")).startsWith("text/event-stream"));
		return written;
	}) as typeof writeHead;
}
