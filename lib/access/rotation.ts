import type { StoredSession } from "./access-state";
import { hashSecret, isSame, makeSecret, sign } from "./secret";
import { findRoute } from "./table";
import type { Asked } from "./types";

const hourMs = 3_600_000;
/** As long as requests may be on their way with the secret that was replaced. */
const graceMs = 60_000;

/** What a cookie names, and what it proves that with. */
interface Brought {
	id: string;
	secret: string;
}

/** The value of a session's cookie. */
export function sealCookie({ id, secret }: Brought, key: string): string {
	return `${id}.${secret}.${sign(`${id}.${secret}`, key)}`;
}

/** What a cookie says that was given out here; `null` of any other, which is not looked up at all. */
export function openCookie(cookie: string, key: string): Brought | null {
	const [, id = "", secret = "", signature = ""] =
		/^([0-9a-f]{12})\.([\w-]{43})\.([\w-]{43})$/.exec(cookie) ?? [];
	return isSame(signature, sign(`${id}.${secret}`, key)) ? { id, secret } : null;
}

/** Whether this is a secret of the session; the one before it is so until a minute after the newest has come back. */
export function acceptSecret(session: StoredSession, secret: string, now: number): boolean {
	const { previous } = session;
	const match = matchSecret(session, secret, now);
	// Only now is it certain that the answer with the new one has arrived.
	if (match === "current" && previous) previous.until = Math.min(previous.until, now + graceMs);
	return match !== null;
}

/**
 * A secret in place of this one, about once an hour, and only for the first of several that ask at once; else `null`.
 * The one before holds until the new one has come back, for an answer may be lost on its way; or until `end`.
 */
export function rotateSecret(
	session: StoredSession,
	secret: string,
	{ now, end }: { now: number; end: number },
): string | null {
	if (now - session.rotatedAt < hourMs) return null;
	const match = matchSecret(session, secret, now);
	if (match === "current") session.previous = { hash: session.hash, until: end };
	// Neither who brings the one before when the new one has been seen.
	else if (match !== "previous" || session.previous?.until !== end) return null;
	const next = makeSecret().secret;
	Object.assign(session, { hash: hashSecret(next), rotatedAt: now });
	return next;
}

/**
 * Whether the answer may carry a new cookie. Not a stream's, which goes past the headers of others; not that of another
 * method, which may have a cookie of its own; and not what is the same for everyone, which a cache may give to others.
 */
export function mayRenew({ method, path }: Pick<Asked, "method" | "path">): boolean {
	return method === "GET" && path !== "/api/stream" && findRoute(path)?.route.GET !== "public";
}

function matchSecret(
	{ hash, previous }: StoredSession,
	secret: string,
	now: number,
): "current" | "previous" | null {
	const brought = hashSecret(secret);
	if (isSame(hash, brought)) return "current";
	return previous && isSame(previous.hash, brought) && previous.until > now ? "previous" : null;
}
