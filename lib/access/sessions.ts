import type { AccessFile, StoredSession } from "./access-file";
import { hashSecret, isSame, makeSecret, sign } from "./secret";
import { type Account, accounts, type Principal } from "./types";

export interface SessionOptions {
	file: AccessFile;
	/** Without a request and without an open stream for so long, a session ends; and in any case after `maxMs`. */
	idleMs: number;
	maxMs: number;
	now?: () => number;
}

/** Who signed in: signed cookies without content, whose sessions are kept here and end here. */
export class Sessions {
	#options: Required<SessionOptions>;
	#holds = new Map<string, Set<() => void>>();

	constructor(options: SessionOptions) {
		this.#options = { now: Date.now, ...options };
	}

	/** Begins a session; gives the value of its cookie. */
	begin(
		account: Account,
		from: { address: string | null; agent: string | null },
	): { id: string; cookie: string } {
		const { id, secret } = makeSecret();
		const now = this.#options.now();
		this.#options.file.update(({ sessions }) => {
			sessions.push({
				...{ id, hash: hashSecret(secret), previous: null, account },
				...{ createdAt: now, rotatedAt: now, seenAt: now },
				...{ address: from.address, agent: from.agent?.slice(0, 200) ?? null },
			});
		});
		return { id, cookie: this.#cookie(id, secret) };
	}

	/** Who brings this cookie; `null` when it is forged, or its session is no more. */
	find(cookie: string): Principal | null {
		const [id = "", secret = "", signature = ""] = cookie.split(".");
		if (!isSame(signature, sign(`${id}.${secret}`, this.#options.file.state.secret))) return null;
		const session = this.#options.file.state.sessions.find((session) => session.id === id);
		if (!session || !isSame(session.hash, hashSecret(secret)) || this.#endsAt(session) <= this.#options.now())
			return null;
		session.seenAt = this.#options.now();
		return { kind: "session", name: session.account, id, scopes: accounts[session.account] };
	}

	list(): (StoredSession & { endsAt: number })[] {
		return this.#options.file.state.sessions.map((session) => ({
			...session,
			endsAt: this.#endsAt(session),
		}));
	}

	/** Ends these sessions, all of them without ids, and what they hold open. Gives the ids of those that were there. */
	end(ids: readonly string[] | null): string[] {
		const ended: string[] = [];
		this.#options.file.update((state) => {
			state.sessions = state.sessions.filter(({ id }) => {
				if (ids && !ids.includes(id)) return true;
				ended.push(id);
				return false;
			});
		});
		for (const id of ended) for (const onEnd of this.#holds.get(id) ?? []) onEnd();
		return ended;
	}

	/** Keeps a session from being idle until what this gives is called; `onEnd` is called when the session ends before. */
	hold(id: string, onEnd: () => void): () => void {
		const holds = this.#holds.get(id) ?? new Set();
		this.#holds.set(id, holds.add(onEnd));
		return () => {
			holds.delete(onEnd);
			if (holds.size === 0) this.#holds.delete(id);
		};
	}

	#cookie(id: string, secret: string): string {
		return `${id}.${secret}.${sign(`${id}.${secret}`, this.#options.file.state.secret)}`;
	}

	#endsAt({ createdAt, seenAt }: StoredSession): number {
		return Math.min(createdAt + this.#options.maxMs, seenAt + this.#options.idleMs);
	}
}
