import type { Asked } from "./types";

/**
 * Whether a request comes from our own pages, from an origin that was allowed, from the address bar or a link, or from
 * no browser at all. A page elsewhere can neither set nor leave out `Origin` and `Sec-Fetch-Site` (Fetch, Fetch Metadata).
 */
export function isOwnOrigin(asked: Asked, allowed: readonly string[]): boolean {
	const origin = asked.header("origin");
	if (origin !== null && allowed.includes(origin)) return true;
	const site = asked.header("sec-fetch-site");
	if (site !== null) {
		if (site === "same-origin" || site === "none") return true;
		// A link from elsewhere leads to a page, and only that.
		return asked.method === "GET" && asked.header("sec-fetch-mode") === "navigate";
	}
	if (origin === null) return true;
	return URL.canParse(origin) && new URL(origin).host === asked.host;
}
