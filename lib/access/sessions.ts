import type { AccessFile } from "./access-file";
import { mostSessions, type StoredSession } from "./access-state";
import { Alarm } from "./alarm";
import { Endings, type OnEnd } from "./endings";
import { acceptSecret, openCookie, rotateSecret, sealCookie } from "./rotation";
import { hashSecret, makeSecret } from "./secret";
import { type Account, accounts, type EndReason, type Principal } from "./types";
import { WriteBehind } from "./write-behind";

export interface SessionOptions {
	file: Pick<AccessFile, "state" | "update" | "listen">;
	/** Without a request and without an open stream for so long, a session ends; and in any case after `maxMs`. */
	idleMs: number;
	maxMs: number;
	/** A session has ended because a cookie came, from this address, that had been replaced: somebody has a copy. */
	onReuse?: (session: StoredSession, address: string | null) => void;
	now?: () => number;
}

/** A session with when it ends if nothing more happens. */
export type KnownSession = StoredSession & { endsAt: number };

const hourMs = 3_600_000;

/** Who signed in: signed cookies without content, whose sessions are kept here and end here. */
export class Sessions {
	#options: SessionOptions;
	#now: () => number;
	#sessions: Map<string, StoredSession>;
	#endings = new Endings();
	#alarm: Alarm;
	#kept: WriteBehind;

	constructor(options: SessionOptions) {
		this.#options = options;
		this.#now = options.now ?? Date.now;
		this.#sessions = new Map(options.file.state.sessions.map((session) => [session.id, session]));
		this.#alarm = new Alarm(() => this.#sweep(), this.#now);
		// A crash takes at most a tenth of the time without use.
		this.#kept = new WriteBehind((isNews) => this.#write(isNews), Math.min(options.idleMs / 10, hourMs));
		options.file.listen(() => this.#adopt());
		this.#sweep();
	}

	/**
	 * Begins a session, in place of the one that has not been used for longest where there are too many: of the same
	 * account, so that no viewer can sign out an admin.
	 */
	begin(
		account: Account,
		from: { address: string | null; agent: string | null },
	): { id: string; cookie: string } {
		if (this.#sessions.size >= mostSessions) {
			const all = this.list().sort((one, other) => one.seenAt - other.seenAt);
			const longest = all.find((one) => one.account === account) ?? all[0];
			if (longest) this.end([longest.id], "expired");
		}
		const { id, secret } = makeSecret();
		const now = this.#now();
		const session: StoredSession = {
			...{ id, hash: hashSecret(secret), previous: null, account },
			...{ createdAt: now, rotatedAt: now, seenAt: now },
			...{ address: from.address, agent: from.agent?.slice(0, 200) ?? null },
		};
		this.#sessions.set(id, session);
		this.#alarm.set(this.#endsAt(session));
		this.#kept.now();
		return { id, cookie: sealCookie({ id, secret }, this.#key) };
	}

	/** Who brings this cookie; `null` when it is forged, or its session is no more. */
	find(cookie: string, address: string | null = null): Principal | null {
		const { id = "", secret = "" } = openCookie(cookie, this.#key) ?? {};
		const session = this.#sessions.get(id);
		if (!session) return null;
		const now = this.#now();
		if (this.#endsAt(session) <= now) {
			this.end([id], "expired");
			return null;
		}
		if (!acceptSecret(session, secret, now)) {
			// It was given out once and replaced since. Either the one who brings it has a copy or the one who has the
			// newest: nobody can tell which, so both have to sign in again.
			this.end([id], "revoked");
			this.#options.onReuse?.(session, address);
			return null;
		}
		session.seenAt = now;
		this.#kept.soon();
		return { kind: "session", name: session.account, id, scopes: accounts[session.account] };
	}

	/** A cookie to replace this one, about once an hour and once for all that ask at once; else `null`. */
	renew(cookie: string): { cookie: string; maxAgeMs: number } | null {
		const { id = "", secret = "" } = openCookie(cookie, this.#key) ?? {};
		const session = this.#sessions.get(id);
		if (!session) return null;
		const now = this.#now();
		const end = session.createdAt + this.#options.maxMs;
		const next = rotateSecret(session, secret, { now, end });
		if (next === null) return null;
		this.#kept.now();
		return { cookie: sealCookie({ id, secret: next }, this.#key), maxAgeMs: end - now };
	}

	get(id: string): KnownSession | null {
		const session = this.#sessions.get(id);
		return session ? this.#tell(session) : null;
	}

	list(): KnownSession[] {
		return [...this.#sessions.values()].map((session) => this.#tell(session));
	}

	/** Ends these sessions, all of them without ids, and what they hold open. Gives the ids of those that were there. */
	end(ids: readonly string[] | null, reason: EndReason): string[] {
		const ended = [...(ids ?? this.#sessions.keys())].filter((id) => this.#sessions.delete(id));
		for (const id of ended) this.#endings.end(id, reason);
		if (ended.length > 0) this.#kept.now();
		return ended;
	}

	/** Keeps a session from being idle until what this gives is called; `onEnd` is called when the session ends before. */
	hold(id: string, onEnd: OnEnd): () => void {
		const session = this.#sessions.get(id);
		if (!session) {
			onEnd("revoked");
			return () => {};
		}
		const release = this.#endings.hold(id, onEnd);
		this.#kept.soon();
		return () => {
			release();
			if (this.#endings.isHeld(id) || !this.#sessions.has(id)) return;
			session.seenAt = this.#now();
			this.#alarm.set(this.#endsAt(session));
		};
	}

	/** Writes down what is not yet; nothing ends any more by itself. */
	close(): void {
		this.#kept.close();
		this.#alarm.close();
	}

	/** Takes over what another server on the same file has changed. */
	#adopt(): void {
		const theirs = new Map(this.#options.file.state.sessions.map((session) => [session.id, session]));
		const gone = [...this.#sessions.keys()].filter((id) => !theirs.has(id));
		for (const [id, session] of theirs) {
			const seenAt = Math.max(session.seenAt, this.#sessions.get(id)?.seenAt ?? 0);
			this.#sessions.set(id, { ...session, seenAt });
		}
		for (const id of gone) {
			this.#sessions.delete(id);
			this.#endings.end(id, "revoked");
		}
		this.#sweep();
	}

	#sweep(): void {
		const now = this.#now();
		const over = this.list().filter(({ endsAt }) => endsAt <= now);
		this.end(
			over.map(({ id }) => id),
			"expired",
		);
		const [first] = this.list().sort((one, other) => one.endsAt - other.endsAt);
		if (first) this.#alarm.set(first.endsAt);
	}

	#write(isNews: boolean): void {
		const sessions = this.list().map(({ endsAt: _, ...session }) => session);
		for (const { id, seenAt } of sessions) Object.assign(this.#sessions.get(id) ?? {}, { seenAt });
		this.#options.file.update(
			(state) => {
				state.sessions = sessions;
			},
			{ isNews },
		);
		// What is open is used all the time.
		if (this.#endings.isAnyHeld) this.#kept.soon();
	}

	#tell(session: StoredSession): KnownSession {
		const seenAt = this.#endings.isHeld(session.id) ? this.#now() : session.seenAt;
		return { ...session, seenAt, endsAt: this.#endsAt(session) };
	}

	#endsAt({ id, createdAt, seenAt }: StoredSession): number {
		const end = createdAt + this.#options.maxMs;
		return this.#endings.isHeld(id) ? end : Math.min(end, seenAt + this.#options.idleMs);
	}

	get #key(): string {
		return this.#options.file.state.secret;
	}
}
