import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { ownerOf } from "./owner";
import { createProxyList, readAddress } from "./proxy-list";
import type { Client, ReadClient } from "./types";

/** What says that a request was handed on. Only three of them are ever believed, and those only of a trusted proxy. */
const forwardingHeaders = [
	"forwarded",
	"via",
	"x-forwarded-for",
	"x-forwarded-host",
	"x-forwarded-port",
	"x-forwarded-proto",
	"x-real-ip",
];
/** A way through more proxies than these is made up. */
const mostHops = 16;

/**
 * Makes what reads the client off a request. Only what a trusted proxy says of it counts: `X-Forwarded-For`, `-Proto`
 * and `-Host`. `Forwarded` (RFC 7239) counts of nobody: a proxy that writes the one hands on the other as a stranger
 * sent it. Whoever sent them, they are removed, so that nothing behind believes them.
 */
export function createReadClient(trusted: readonly string[]): ReadClient {
	const isTrusted = createProxyList(trusted);
	return ({ headers, socket, httpVersion }) => {
		const peer = readAddress(socket.remoteAddress ?? "");
		const host = headers.host ?? null;
		const isMarked = forwardingHeaders.some((name) => headers[name] !== undefined);
		// An nginx that was told nothing adds no header at all; but up to 1.29 it asks in HTTP/1.0, as no browser does.
		const isForwarded = isMarked || httpVersion === "1.0";
		const plain = { address: peer, isHttps: false, isForwarded, host };
		const client =
			peer !== null && isTrusted(peer)
				? { ...plain, ...readForwarded(headers, peer, isTrusted), proxy: { host } }
				: plain;
		// All that stays is what says that there was a proxy, and that is known by now.
		if (isMarked) for (const name of forwardingHeaders) if (name !== "via") delete headers[name];
		return client;
	};
}

/**
 * Makes what tells whose request it is before anything else looks at it, by the headers as they were sent: of strangers
 * behind a trusted proxy each is one.
 */
export function createReadOwner(
	trusted: readonly string[],
): (request: Pick<IncomingMessage, "rawHeaders" | "socket">) => string {
	const isTrusted = createProxyList(trusted);
	return ({ rawHeaders, socket }) => {
		const peer = readAddress(socket.remoteAddress ?? "");
		if (peer === null || !isTrusted(peer)) return ownerOf(peer ?? "");
		const isFor = (name = "") => name.toLowerCase() === "x-forwarded-for";
		const forwarded = rawHeaders.filter((_, at) => at % 2 === 1 && isFor(rawHeaders[at - 1]));
		return ownerOf(farthestTrusted(forwarded.join(","), peer, isTrusted));
	};
}

function readForwarded(
	headers: IncomingHttpHeaders,
	peer: string,
	isTrusted: (address: string) => boolean,
): Pick<Client, "address" | "isHttps"> & Partial<Client> {
	const host = nearest(headers["x-forwarded-host"]);
	return {
		address: farthestTrusted(text(headers["x-forwarded-for"]), peer, isTrusted),
		isHttps: nearest(headers["x-forwarded-proto"])?.toLowerCase() === "https",
		...(host !== null && { host }),
	};
}

/**
 * Who asked the farthest of the trusted proxies: each of them has written at the right end from whom it had the
 * request, and what is left of the first that is not trusted was written by a stranger. Where one names no address, it
 * is itself all that is known.
 */
function farthestTrusted(header: string, peer: string, isTrusted: (address: string) => boolean): string {
	let address = peer;
	let end = header.length;
	for (let hops = 0; hops < mostHops && end > 0; hops++) {
		const start = header.lastIndexOf(",", end - 1) + 1;
		const hop = header.slice(start, end).trim();
		end = start - 1;
		// A list may have empty places (RFC 9110, 5.6.1).
		if (hop === "") continue;
		const found = readAddress(hop);
		if (found === null) return address;
		address = found;
		if (!isTrusted(found)) return address;
	}
	return address;
}

/** What the proxy itself wrote, where one before it has written too. */
function nearest(header: string | string[] | undefined): string | null {
	const all = text(header);
	return all.slice(all.lastIndexOf(",") + 1).trim() || null;
}

function text(header: string | string[] | undefined): string {
	return Array.isArray(header) ? header.join(",") : (header ?? "");
}
