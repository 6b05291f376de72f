import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Client, ReadClient } from "./access/types";

const channel = "http.server.request.start";
const header = "x-hostbeat-request";
// Next listens before it loads this, and lets those wait who come meanwhile; scripts/server/serve.mjs notes them here.
const early = Symbol.for("hostbeat.early");

/** Node's side of a request: the answer to it, and who asks, which no header can make up. */
export interface Peer {
	response: ServerResponse;
	client: Client;
}

/**
 * Lets a request in the form that is meant for proxies ask as any other would: of what it names, not of its `Host`
 * (RFC 9112, 3.2.2). Next would lead it to wherever it says, and fail at `*`.
 */
function toOriginForm(request: Pick<IncomingMessage, "url" | "headers">): void {
	const { url = "/" } = request;
	if (url.startsWith("/")) return;
	const named = /^https?:\/\//i.test(url) && URL.canParse(url) ? new URL(url) : null;
	request.url = named ? named.pathname + named.search : "/*";
	if (named) request.headers.host = named.host;
}

/**
 * Finds Node's side of a request on Next's side, which shows only a copy of it. Requests are numbered by a header when
 * they arrive; one that a client sends under this name is overwritten.
 */
export class Peers {
	#peers = new Map<string, Peer>();
	#open = new WeakMap<Socket, Set<ServerResponse>>();
	#count = 0;
	#readClient: ReadClient;
	#headersOf: (client: Client) => Record<string, string>;
	#number = (message: unknown): void => {
		const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
		const number = String(++this.#count);
		request.headers[header] = number;
		toOriginForm(request);
		// Not by its address: `/x/../api/stream` is one of the stream, too.
		const client = this.#readClient(request);
		this.#peers.set(number, { response, client });
		// Here, for Next answers some requests before it asks anything of ours.
		if (!response.headersSent) {
			for (const [name, value] of Object.entries(this.#headersOf(client))) response.setHeader(name, value);
		}
		const open = this.#openOn(request.socket);
		open.add(response);
		response.once("close", () => {
			open.delete(response);
			this.#peers.delete(number);
		});
	};

	/** `headersOf` gives what every answer has, whoever gives it. */
	constructor(readClient: ReadClient, headersOf: (client: Client) => Record<string, string> = () => ({})) {
		this.#readClient = readClient;
		this.#headersOf = headersOf;
		const noted = globalThis as { [early]?: Set<unknown> };
		for (const message of noted[early] ?? []) this.#number(message);
		delete noted[early];
		subscribe(channel, this.#number);
	}

	/** The peer of a request of this server, `null` where there is none: in a test, say, or when it was answered. */
	find(request: Request): Peer | null {
		return this.#peers.get(request.headers.get(header) ?? "") ?? null;
	}

	// Asked for in one go, answers wait for each other, and Node tells one that its client has left only when it is its
	// turn, which then never comes: what it holds, a stream say, would be held for ever.
	#openOn(socket: Socket): Set<ServerResponse> {
		let open = this.#open.get(socket);
		if (!open) {
			const waiting = new Set<ServerResponse>();
			socket.once("close", () => {
				for (const response of waiting) if (!response.socket) response.emit("close");
			});
			this.#open.set(socket, waiting);
			open = waiting;
		}
		return open;
	}

	close(): void {
		unsubscribe(channel, this.#number);
		this.#peers.clear();
	}
}
