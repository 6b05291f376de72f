import { join } from "node:path";
import { AccessFile } from "./access-file";
import { Attempts } from "./attempts";
import { Audit } from "./audit";
import { bearerOf } from "./bearer";
import { createSessionCookie, type SessionCookie, speaksHttps } from "./cookie";
import type { OnEnd } from "./endings";
import { hashPassword, isPassword, makePassword } from "./password";
import { Sessions } from "./sessions";
import { Tokens } from "./tokens";
import { type Account, type Asked, accounts, type Principal, type Scope, type SessionView } from "./types";

/** How one gets in, as it is set. */
export interface AccessSettings {
	/** What whoever has not signed in may. */
	anonymous: readonly Scope[];
	/** Whether what came through a proxy is refused. */
	refusesForwarded: boolean;
	/** As they are set; where nobody could sign in and somebody must, one is made. */
	passwords: Partial<Record<Account, string>>;
	sessionIdleMs: number;
	sessionMaxMs: number;
}

export interface AccessOptions extends AccessSettings {
	directory: string;
	basePath: string;
}

export type SignIn =
	| { name: "signed-in"; account: Account; cookie: string }
	| { name: "wrong" }
	| { name: "wait"; retryMs: number };

/** Who may come in: passwords, sessions, tokens, and the log of what was done with them. */
export class Access {
	readonly tokens: Tokens;
	readonly audit: Audit;
	#options: AccessOptions;
	#file: AccessFile;
	#sessions: Sessions;
	#attempts = new Attempts();
	#cookie: SessionCookie;

	constructor(options: AccessOptions) {
		this.#options = options;
		this.#file = new AccessFile(join(options.directory, "access.json"));
		this.audit = new Audit(join(options.directory, "audit.log"));
		this.tokens = new Tokens(this.#file);
		this.#sessions = new Sessions({
			file: this.#file,
			idleMs: options.sessionIdleMs,
			maxMs: options.sessionMaxMs,
			onReuse: ({ id, account, address }) =>
				this.audit.note({ action: "session-ended", who: account, address, what: id }),
		});
		this.#cookie = createSessionCookie(this.#file.state.secret, options.basePath);
	}

	/** Takes over the passwords that are set. Gives the one that was made, where somebody must sign in and none is set. */
	async open(): Promise<{ madePassword: string | null }> {
		const { passwords, anonymous } = this.#options;
		for (const account of Object.keys(accounts) as Account[]) {
			const password = passwords[account];
			if (password !== undefined) await this.#setPassword(account, password, "setting");
		}
		if (this.#file.state.passwords.admin || anonymous.length > 0) return { madePassword: null };
		const madePassword = makePassword();
		await this.#setPassword("admin", madePassword, "made");
		return { madePassword };
	}

	/** Who asks. A token decides alone; later ways to sign in, by header or OIDC, belong here. */
	identify(asked: Asked): Principal {
		const bearer = bearerOf(asked);
		if (bearer !== null) return this.tokens.find(bearer, asked.address) ?? stranger;
		for (const { value } of this.#cookie.read(asked.header("cookie"))) {
			const found = this.#sessions.find(value);
			if (found) return found;
		}
		return { ...stranger, scopes: this.#options.anonymous };
	}

	/** A new cookie for a session that asks with an old one; `null` where that one is good for now. Not to be asked where the answer does not reach the browser. */
	renew(principal: Principal, asked: Asked): string | null {
		if (principal.kind !== "session") return null;
		for (const { name, value } of this.#cookie.read(asked.header("cookie"))) {
			const next = this.#sessions.renew(value);
			if (next) return this.#cookie.give(next.cookie, { name, maxAgeMs: next.maxAgeMs });
		}
		return null;
	}

	/** Of whoever asks: the account, and when it ends if nothing more happens. */
	describe({ kind, id }: Principal): { account: Account | null; endsAt: number | null } {
		const session = kind === "session" && id !== null ? this.#sessions.get(id) : null;
		const token = kind === "token" && id !== null ? this.tokens.get(id) : null;
		return { account: session?.account ?? null, endsAt: session?.endsAt ?? token?.expiresAt ?? null };
	}

	/** Which accounts have a password. */
	get accounts(): Account[] {
		return Object.keys(this.#file.state.passwords) as Account[];
	}

	async signIn(account: string, password: string, asked: Asked): Promise<SignIn> {
		const owner = asked.address ?? "";
		const refusal = this.#attempts.check(owner);
		if (refusal) return { name: "wait", ...refusal };
		const known = (this.accounts as string[]).includes(account) ? (account as Account) : null;
		const hash = this.#file.state.passwords[known ?? "admin"]?.hash;
		const isRight = hash !== undefined && (await isPassword(password, hash));
		if (!isRight || !known) {
			this.#attempts.failed(owner);
			this.audit.note({ action: "sign-in-failed", who: known, address: asked.address, what: null });
			return { name: "wrong" };
		}
		this.#attempts.succeeded(owner);
		// Whatever the browser had before must not be good any longer.
		this.#endBrought(asked);
		const { cookie } = this.#sessions.begin(known, {
			address: asked.address,
			agent: asked.header("user-agent"),
		});
		this.audit.note({ action: "signed-in", who: known, address: asked.address, what: null });
		const options = { maxAgeMs: this.#options.sessionMaxMs, isHttps: speaksHttps(asked) };
		return { name: "signed-in", account: known, cookie: this.#cookie.give(cookie, options) };
	}

	/** Ends the session that asks. Gives the headers that take its cookies back. */
	signOut(asked: Asked): string[] {
		for (const { name } of this.#endBrought(asked)) {
			this.audit.note({ action: "signed-out", who: name, address: asked.address, what: null });
		}
		return this.#cookie.takeBack(asked.header("cookie"));
	}

	/** The sessions that this one may see and end: all with the right to settings, else its own. */
	sessions(principal: Principal): SessionView[] {
		const seesAll = principal.scopes.includes("settings");
		return this.#sessions.list().flatMap(({ id, account, createdAt, seenAt, endsAt, address, agent }) => {
			const isOwn = principal.kind === "session" && id === principal.id;
			const view = { id, account, createdAt, seenAt, endsAt, address, agent, isOwn };
			return isOwn || seesAll ? [view] : [];
		});
	}

	/** Ends one session, or all, of those that this one may end. Gives how many. */
	endSessions(id: string | null, by: Principal, asked: Asked): number {
		const within = this.sessions(by).filter((session) => id === null || session.id === id);
		const action = id === null ? "sessions-ended" : "session-ended";
		if (within.length > 0) this.audit.note({ action, who: by.name, address: asked.address, what: id });
		const [own, others] = [true, false].map((isOwn) =>
			within.flatMap((session) => (session.isOwn === isOwn ? [session.id] : [])),
		);
		this.#sessions.end(others ?? [], "revoked");
		this.#sessions.end(own ?? [], "signed-out");
		return within.length;
	}

	/** Holds open what this principal opened; `onEnd` is called when it may no longer, with why. */
	hold({ kind, id }: Principal, onEnd: OnEnd): () => void {
		if (id === null || kind === "anonymous") return () => {};
		return (kind === "session" ? this.#sessions : this.tokens).hold(id, onEnd);
	}

	/** Writes down what waits for that. */
	close(): void {
		this.#sessions.close();
		this.tokens.close();
	}

	#endBrought(asked: Asked): Principal[] {
		const brought = this.#cookie
			.read(asked.header("cookie"))
			.flatMap(({ value }) => this.#sessions.find(value) ?? []);
		this.#sessions.end(
			brought.flatMap(({ id }) => id ?? []),
			"signed-out",
		);
		return brought;
	}

	async #setPassword(account: Account, password: string, source: "made" | "setting"): Promise<void> {
		const known = this.#file.state.passwords[account];
		if (known && (await isPassword(password, known.hash))) return;
		const hash = await hashPassword(password);
		this.#file.update((state) => {
			state.passwords[account] = { hash, source };
		});
		// Whoever came in with the one before has to come in again.
		this.#sessions.end(
			this.#sessions.list().flatMap((session) => (session.account === account ? [session.id] : [])),
			"revoked",
		);
	}
}

const stranger: Principal = { kind: "anonymous", name: null, id: null, scopes: [] };
