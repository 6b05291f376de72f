import type { AccessFile, StoredSession } from "./access-file";
import { Alarm } from "./alarm";
import { Endings, type OnEnd } from "./endings";
import { hashSecret, isSame, makeSecret, sign } from "./secret";
import { type Account, accounts, type EndReason, type Principal } from "./types";
import { WriteBehind } from "./write-behind";

export interface SessionOptions {
	file: Pick<AccessFile, "state" | "update">;
	/** Without a request and without an open stream for so long, a session ends; and in any case after `maxMs`. */
	idleMs: number;
	maxMs: number;
	/** A session has ended because a cookie came that had been replaced: somebody has a copy. */
	onReuse?: (session: StoredSession) => void;
	now?: () => number;
}

/** A session with when it ends if nothing more happens. */
export type KnownSession = StoredSession & { endsAt: number };

const most = 1_000;
const hourMs = 3_600_000;
/** As long as requests may be on their way with the cookie that was replaced. */
const graceMs = 60_000;

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
		this.#kept = new WriteBehind(() => this.#write(), Math.min(options.idleMs / 10, hourMs));
		this.#sweep();
	}

	/** Begins a session, in place of the one that has not been used for longest where there are too many. */
	begin(
		account: Account,
		from: { address: string | null; agent: string | null },
	): { id: string; cookie: string } {
		if (this.#sessions.size >= most) {
			const [longest] = this.list().sort((one, other) => one.seenAt - other.seenAt);
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
		return { id, cookie: this.#cookie(id, secret) };
	}

	/** Who brings this cookie; `null` when it is forged, or its session is no more. */
	find(cookie: string): Principal | null {
		const { id, secret, signature } = split(cookie);
		if (!isSame(signature, this.#sign(id, secret))) return null;
		const session = this.#sessions.get(id);
		if (!session) return null;
		const now = this.#now();
		if (this.#endsAt(session) <= now) {
			this.end([id], "expired");
			return null;
		}
		const match = this.#match(session, secret);
		if (!match) {
			// It was given out once and replaced since. Either the one who brings it has a copy or the one who has the
			// newest: nobody can tell which, so both have to sign in again.
			this.end([id], "revoked");
			this.#options.onReuse?.(session);
			return null;
		}
		// Only now is it certain that the answer with the new cookie has arrived.
		if (match === "current" && session.previous)
			session.previous.until = Math.min(session.previous.until, now + graceMs);
		session.seenAt = now;
		this.#kept.soon();
		return { kind: "session", name: session.account, id, scopes: accounts[session.account] };
	}

	/**
	 * A cookie in place of this one, about once an hour, and only for the first of several that ask at once; else `null`.
	 * The one before holds until a minute after the new one has come back: an answer may be lost on its way.
	 */
	renew(cookie: string): { cookie: string; maxAgeMs: number } | null {
		const { id, secret } = split(cookie);
		const session = this.#sessions.get(id);
		const now = this.#now();
		if (!session || now - session.rotatedAt < hourMs) return null;
		const match = this.#match(session, secret);
		const end = session.createdAt + this.#options.maxMs;
		if (match === "current") session.previous = { hash: session.hash, until: end };
		// Neither who brings the one before when the new one has been seen.
		else if (match !== "previous" || session.previous?.until !== end) return null;
		const next = makeSecret().secret;
		Object.assign(session, { hash: hashSecret(next), rotatedAt: now });
		this.#kept.now();
		return { cookie: this.#cookie(id, next), maxAgeMs: end - now };
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

	#write(): void {
		const sessions = this.list().map(({ endsAt: _, ...session }) => session);
		for (const { id, seenAt } of sessions) Object.assign(this.#sessions.get(id) ?? {}, { seenAt });
		this.#options.file.update((state) => {
			state.sessions = sessions;
		});
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

	#match({ hash, previous }: StoredSession, secret: string): "current" | "previous" | null {
		const brought = hashSecret(secret);
		if (isSame(hash, brought)) return "current";
		return previous && isSame(previous.hash, brought) && previous.until > this.#now() ? "previous" : null;
	}

	#cookie(id: string, secret: string): string {
		return `${id}.${secret}.${this.#sign(id, secret)}`;
	}

	#sign(id: string, secret: string): string {
		return sign(`${id}.${secret}`, this.#options.file.state.secret);
	}
}

/** The parts of a cookie; of one that has another form, empty ones, which no signature fits. */
function split(cookie: string): { id: string; secret: string; signature: string } {
	const [, id = "", secret = "", signature = ""] =
		/^([0-9a-f]{12})\.([\w-]{43})\.([\w-]{43})$/.exec(cookie) ?? [];
	return { id, secret, signature };
}
