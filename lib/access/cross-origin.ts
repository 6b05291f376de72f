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

/** What a preflight of an allowed origin is answered with beside `crossOriginHeaders`. */
export const preflightHeaders = {
	"Access-Control-Allow-Methods": "GET, HEAD",
	"Access-Control-Allow-Headers": "Last-Event-ID, Cache-Control",
	"Access-Control-Max-Age": String(preflightSeconds),
};
