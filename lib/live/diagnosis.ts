import { mayRead } from "./may-read";
import type { overBy } from "./over";
import type { LossReason, ProxyName } from "./types";

/** What an address says after which it is not asked again: not to come back, or not without signing in. */
type Final = keyof typeof overBy;

/** What an address says of itself when it is asked. */
export interface Diagnosis {
	/** `null`: that cannot be told. */
	reason: LossReason | Final | null;
	/** How long to wait before the next attempt; the backoff says it where this does not. */
	waitMs?: number;
	proxy: ProxyName | null;
}

const answerMs = 5_000;
/** What a person has to mend is asked for at leisure, so that it heals by itself all the same. */
const slowMs = 30_000;
const spreadMs = 10_000;
const longestBusyMs = 10 * 60_000;

const byStatus: Record<number, LossReason | Final> = {
	401: "signedOut",
	403: "forbidden",
	404: "gone",
	410: "gone",
	421: "hostRefused",
	502: "gateway",
	503: "gateway",
	504: "gateway",
};
const isSlow = new Set<Diagnosis["reason"]>(["signIn", "page", "forbidden", "gone", "hostRefused"]);

/** Asks where a stream should be why there is none: EventSource itself tells of no status. Never throws. */
export async function probeStream(url: string, ask: typeof fetch): Promise<Diagnosis> {
	try {
		const response = await ask(url, {
			method: "HEAD",
			redirect: "manual",
			cache: "no-store",
			signal: AbortSignal.timeout(answerMs),
		});
		const found = diagnose(response, "text/event-stream");
		// The end of a session is told in the same way to who comes back.
		if (found?.reason === "dismissed" && (await mayRead(ask)) === false)
			return { ...found, reason: "signedOut" };
		return found ?? { reason: "cut", proxy: readProxy(response.headers) };
	} catch {
		// A browser says no more of a network that failed.
		return { reason: "unreachable", proxy: null };
	}
}

/** Whether nothing more is to be tried. */
export function isFinal(reason: Diagnosis["reason"]): reason is Final {
	return reason === "dismissed" || reason === "signedOut";
}

/** What is wrong with an answer that should have been of this type; `null` when nothing is. */
export function diagnose(response: Response, type: string): Diagnosis | null {
	const { status, headers } = response;
	const proxy = readProxy(headers);
	const retryAfterMs = readRetryAfter(headers);
	if ((status === 503 || status === 429) && retryAfterMs !== null) {
		return { reason: "busy", waitMs: retryAfterMs, proxy };
	}
	const reason = reasonOf(response, type);
	if (reason === undefined) return null;
	return isSlow.has(reason)
		? { reason, waitMs: slowMs + Math.round(Math.random() * spreadMs), proxy }
		: { reason, proxy };
}

/** What stands between server and browser, as far as it names itself. */
export function readProxy(headers: Headers): ProxyName | null {
	const said = `${headers.get("server")} ${headers.get("via")}`;
	if (/nginx|openresty/i.test(said)) return "nginx";
	if (/caddy/i.test(said)) return "caddy";
	return /traefik/i.test(said) ? "traefik" : null;
}

function reasonOf({ type, status, headers }: Response, wanted: string): Diagnosis["reason"] | undefined {
	// Where a redirect leads cannot be read, but a stream redirects to nothing but a page to sign in at.
	if (type === "opaqueredirect" || (status >= 300 && status < 400)) return "signIn";
	if (status === 204) return "dismissed";
	if (status === 200) {
		const given = headers.get("content-type") ?? "";
		if (given.startsWith(wanted)) return undefined;
		return given.startsWith("text/html") ? "page" : "failed";
	}
	// It may well be only the method that is refused.
	if (status === 405 || status === 501) return null;
	return byStatus[status] ?? "failed";
}

/** `Retry-After` in its two forms (RFC 9110, 10.2.3): seconds or a date. */
function readRetryAfter(headers: Headers): number | null {
	const value = headers.get("retry-after");
	if (!value) return null;
	const waitMs = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
	return Number.isNaN(waitMs) ? null : Math.min(longestBusyMs, Math.max(1_000, waitMs));
}
