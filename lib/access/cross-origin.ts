import type { Asked } from "./types";

const preflightSeconds = 7_200;

/**
 * What tells a browser whether a page of another origin may read an answer (Fetch: CORS protocol): only these origins,
 * named one by one, and they with credentials. The answers differ by origin, so a cache is always told.
 */
export function crossOriginHeaders(
	origin: string | null,
	allowed: readonly string[],
): Record<string, string> {
	if (allowed.length === 0) return {};
	if (origin === null || !allowed.includes(origin)) return { Vary: "Origin" };
	return {
		Vary: "Origin",
		"Access-Control-Allow-Origin": origin,
		"Access-Control-Allow-Credentials": "true",
		"Access-Control-Expose-Headers": "Retry-After",
	};
}

/** Whether a browser asks, before it asks for a page of an allowed origin, whether it may (Fetch: CORS-preflight request). */
export function isPreflight({ method, header }: Asked, allowed: readonly string[]): boolean {
	if (method !== "OPTIONS" || header("access-control-request-method") === null) return false;
	return allowed.includes(header("origin") ?? "");
}

/** What a preflight of an allowed origin is answered with beside `crossOriginHeaders`. */
export function preflightHeaders(methods: readonly string[]): Record<string, string> {
	return {
		"Access-Control-Allow-Methods": methods.join(", "),
		"Access-Control-Allow-Headers": "Authorization, Content-Type, Last-Event-ID, Cache-Control",
		"Access-Control-Max-Age": String(preflightSeconds),
	};
}
