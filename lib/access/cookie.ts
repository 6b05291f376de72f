import { sign } from "./secret";
import type { Asked } from "./types";

/** One cookie of a request. */
export interface Cookie {
	name: string;
	value: string;
}

/** So many of our names are looked at: more come only from somebody who tries. */
const most = 4;

/** The cookies of a request (RFC 6265, 5.4), in the browser's order, without the quotes around a value. */
export function parseCookies(header: string | null): Cookie[] {
	return (header ?? "").split(";").flatMap((part) => {
		const at = part.indexOf("=");
		const name = part.slice(0, Math.max(at, 0)).trim();
		const value = part.slice(at + 1).trim();
		return name === "" ? [] : [{ name, value: /^"(.*)"$/.exec(value)?.[1] ?? value }];
	});
}

/** Whether the browser speaks https: by a trusted proxy's word, or as the page says that asks. */
export function speaksHttps(asked: Asked): boolean {
	const origin = asked.header("origin");
	if (asked.isHttps || origin === null || !URL.canParse(origin)) return asked.isHttps;
	const { protocol, host } = new URL(origin);
	return protocol === "https:" && host === asked.host?.toLowerCase();
}

/** The cookie of a session: no script reads it, and no page elsewhere sends it along. */
export interface SessionCookie {
	/** All that may be it, the strictest name first. */
	read(header: string | null): Cookie[];
	/** The header that hands one out; without a name, under the strictest that the connection allows. */
	give(
		value: string,
		options: { maxAgeMs: number; isHttps: boolean } | { maxAgeMs: number; name: string },
	): string;
	/** The headers that take back all that the request brought. */
	takeBack(header: string | null): string[];
}

/**
 * Makes the cookie of one server. Its name has something of the server's own key, for browsers tell one port of a host
 * from another in all but cookies; and what was given under https has a name that no other connection can set (RFC 6265bis, 4.1.3).
 */
export function createSessionCookie(key: string, basePath: string): SessionCookie {
	const plain = `hostbeat-${Buffer.from(sign("cookie", key), "base64url").toString("hex").slice(0, 8)}`;
	const strict = `${basePath === "" ? "__Host-" : "__Secure-"}${plain}`;
	const names = [strict, plain];
	const format = (name: string, value: string, maxAgeMs: number) =>
		[
			`${name}=${value}`,
			`Path=${basePath || "/"}`,
			`Max-Age=${Math.floor(maxAgeMs / 1_000)}`,
			"HttpOnly",
			"SameSite=Lax",
			...(name === plain ? [] : ["Secure"]),
		].join("; ");
	const read = (header: string | null) => {
		const cookies = parseCookies(header);
		return names.flatMap((name) => cookies.filter((cookie) => cookie.name === name)).slice(0, most);
	};
	return {
		read,
		give: (value, options) => {
			const name = "name" in options ? options.name : options.isHttps ? strict : plain;
			return format(name, value, options.maxAgeMs);
		},
		takeBack: (header) => {
			const brought = read(header).map(({ name }) => name);
			return names.filter((name) => brought.includes(name)).map((name) => format(name, "", 0));
		},
	};
}
