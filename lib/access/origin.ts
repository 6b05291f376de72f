import { bearerOf } from "./bearer";
import { kindOf } from "./table";
import type { Asked } from "./types";

/**
 * Whether a request comes from our own pages, from an origin that was allowed, from the address bar, from a link to a
 * page, or from no browser at all. What a page elsewhere asks is refused even where it could not read the answer: it
 * would take a place of a stream. It can neither set nor leave out `Origin` and `Sec-Fetch-Site` (Fetch, Fetch Metadata).
 */
export function isOwnOrigin(asked: Asked, allowed: readonly string[]): boolean {
	const { method, path } = asked;
	const origin = asked.header("origin");
	const isApi = kindOf(path) === "api";
	if (isApi && origin !== null && allowed.includes(origin)) {
		// Changes only with what no browser adds by itself.
		return ["GET", "HEAD"].includes(method) || bearerOf(asked) !== null;
	}
	const site = asked.header("sec-fetch-site");
	if (site !== null) {
		if (site === "same-origin" || site === "none") return true;
		// Not into a frame, which is a navigation, too.
		const isLink =
			asked.header("sec-fetch-mode") === "navigate" && asked.header("sec-fetch-dest") === "document";
		return method === "GET" && isLink && !isApi;
	}
	return origin === null || isOwn(origin, asked);
}

function isOwn(origin: string, { host, isHttps }: Asked): boolean {
	if (host === null || !URL.canParse(origin)) return false;
	const { protocol, host: from } = new URL(origin);
	// Without a trusted proxy's word it is not known whether the browser speaks https to a proxy.
	if (protocol !== "https:" && (protocol !== "http:" || isHttps)) return false;
	// Parsed like the origin: lower case, and no port that goes without saying.
	const own = `${protocol}//${host}`;
	return URL.canParse(own) && new URL(own).host === from;
}
