import { join } from "node:path";
import { AccessFile } from "./access-file";
import { Attempts } from "./attempts";
import { Audit } from "./audit";
import { bearerOf } from "./bearer";
import { formatCookie, readCookie } from "./cookie";
import { hashPassword, isPassword, makePassword } from "./password";
import { hashSecret } from "./secret";
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
	#cookieName: string;

	constructor(options: AccessOptions) {
		this.#options = options;
		this.#file = new AccessFile(join(options.directory, "access.json"));
		this.audit = new Audit(join(options.directory, "audit.log"));
		this.tokens = new Tokens(this.#file);
		this.#sessions = new Sessions({
			file: this.#file,
			idleMs: options.sessionIdleMs,
			maxMs: options.sessionMaxMs,
		});
		// Browsers tell one port of a host from another in all but cookies.
		this.#cookieName = `hostbeat-${hashSecret(this.#file.state.secret).slice(0, 8)}`;
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
		const cookie = readCookie(asked.header("cookie"), this.#cookieName);
		const found = cookie === null ? null : this.#sessions.find(cookie);
		return found ?? { ...stranger, scopes: this.#options.anonymous };
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
		const { cookie } = this.#sessions.begin(known, {
			address: asked.address,
			agent: asked.header("user-agent"),
		});
		this.audit.note({ action: "signed-in", who: known, address: asked.address, what: null });
		return { name: "signed-in", account: known, cookie: this.#formatCookie(cookie, asked) };
	}

	/** Ends the session that asks. Gives the header that takes its cookie back. */
	signOut(principal: Principal, asked: Asked): string {
		if (principal.kind === "session" && principal.id !== null) {
			this.#sessions.end([principal.id]);
			this.audit.note({ action: "signed-out", who: principal.name, address: asked.address, what: null });
		}
		return this.#formatCookie(null, asked);
	}

	sessions(principal: Principal): SessionView[] {
		return this.#sessions.list().map(({ id, account, createdAt, seenAt, endsAt, address, agent }) => ({
			...{ id, account, createdAt, seenAt, endsAt, address, agent },
			isOwn: id === principal.id,
		}));
	}

	/** Ends one session, or all of them. Gives how many. */
	endSessions(id: string | null, by: Principal, asked: Asked): number {
		const ended = this.#sessions.end(id === null ? null : [id]);
		const action = id === null ? "sessions-ended" : "session-ended";
		if (ended.length > 0) this.audit.note({ action, who: by.name, address: asked.address, what: id });
		return ended.length;
	}

	/** Holds open what this principal opened; `onEnd` is called when it may no longer. */
	hold({ kind, id }: Principal, onEnd: () => void): () => void {
		if (id === null || kind === "anonymous") return () => {};
		return (kind === "session" ? this.#sessions : this.tokens).hold(id, onEnd);
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
		);
	}

	#formatCookie(value: string | null, { isHttps }: Asked): string {
		const { basePath, sessionMaxMs } = this.#options;
		return formatCookie(this.#cookieName, value, { path: basePath, isHttps, maxAgeMs: sessionMaxMs });
	}
}

const stranger: Principal = { kind: "anonymous", name: null, id: null, scopes: [] };
