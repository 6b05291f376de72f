import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
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

/** The file `access.json` of the data directory, which only its owner may read. */
export class AccessFile {
	#file: string;
	#state: AccessState;

	constructor(file: string) {
		this.#file = file;
		this.#state = read(file) ?? {
			version: 1,
			secret: randomBytes(32).toString("base64url"),
			passwords: {},
			sessions: [],
			tokens: [],
			settings: {},
		};
	}

	get state(): Readonly<AccessState> {
		return this.#state;
	}

	/** Changes what is remembered, and writes it down before it returns. */
	update(change: (state: AccessState) => void): void {
		change(this.#state);
		mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
		const draft = `${this.#file}.${process.pid}`;
		writeFileSync(draft, JSON.stringify(this.#state), { mode: 0o600, flush: true });
		renameSync(draft, this.#file);
	}
}

function read(file: string): AccessState | null {
	try {
		return accessState.parse(JSON.parse(readFileSync(file, "utf8")));
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
		throw error;
	}
}
