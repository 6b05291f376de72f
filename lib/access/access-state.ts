import { z } from "zod";
import { scopes } from "./types";

const time = z.number();
const hashed = z.string();
const accessState = z.object({
	version: z.literal(1),
	/** Signs the cookies. */
	secret: z.string(),
	/** scrypt; `source` says whether it was made here, set by the environment, or changed on the page. */
	passwords: z.partialRecord(
		z.enum(["viewer", "admin"]),
		z.object({ hash: hashed, source: z.enum(["made", "setting", "page"]) }),
	),
	sessions: z.array(
		z.object({
			id: z.string(),
			/** SHA-256 of its secret, and of the one before for as long as requests with it are on their way. */
			hash: hashed,
			previous: z.object({ hash: hashed, until: time }).nullable(),
			account: z.enum(["viewer", "admin"]),
			createdAt: time,
			rotatedAt: time,
			seenAt: time,
			address: z.string().nullable(),
			agent: z.string().nullable(),
		}),
	),
	tokens: z.array(
		z.object({
			id: z.string(),
			hash: hashed,
			name: z.string(),
			scopes: z.array(z.enum(scopes)),
			createdAt: time,
			expiresAt: time.nullable(),
			usedAt: time.nullable(),
			usedFrom: z.string().nullable(),
		}),
	),
	/** A keyed hash of each setting at the last start, which tells what was changed since. */
	settings: z.record(z.string(), z.string()),
});

/** All that is remembered of who may come in: secrets only as hashes, but for the key that signs. */
export type AccessState = z.infer<typeof accessState>;
export type StoredSession = AccessState["sessions"][number];
export type StoredToken = AccessState["tokens"][number];

/** Why this server cannot start, as a sentence to show. */
export class AccessError extends Error {
	override name = "AccessError";
}

/** So many are remembered; those that were not used for longest go first. */
export const mostSessions = 1_000;

/** What is remembered where nothing is. */
export function noAccess(): AccessState {
	return { version: 1, secret: "", passwords: {}, sessions: [], tokens: [], settings: {} };
}

/** Reads what a file holds: `null` for what is damaged. Throws an AccessError for what is of a newer version. */
export function parseAccess(text: string, path: string): AccessState | null {
	let found: unknown;
	try {
		found = JSON.parse(text);
	} catch {
		// It was cut short, or is of something else.
		return null;
	}
	const version = z.object({ version: z.number() }).safeParse(found).data?.version ?? 0;
	if (version > 1) {
		throw new AccessError(
			`${path} was written by a newer Hostbeat (format ${version}; this one knows 1). Start that one, or move the file away to begin without its sessions, tokens and passwords.`,
		);
	}
	return accessState.safeParse(found).data ?? null;
}
