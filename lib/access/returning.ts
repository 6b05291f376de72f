import type { Asked, Verdict } from "./types";

const stream = /^\/api\/(stream|jobs\/[\w-]+\/stream)$/;

/**
 * What a stream is told that comes back after its session or token has ended: 204, which is the word for "come back no
 * more" (WHATWG HTML, 9.2.3); after any other, much of what reads streams would try again for ever.
 */
export function endReturning(verdict: Verdict, asked: Asked, query: URLSearchParams): Verdict {
	if (verdict.admitted || verdict.status !== 401 || !stream.test(asked.path)) return verdict;
	const returns = asked.header("last-event-id") !== null || query.has("last_event_id");
	if (!returns) return verdict;
	const { "WWW-Authenticate": _, ...headers } = verdict.headers;
	return { ...verdict, status: 204, headers };
}
