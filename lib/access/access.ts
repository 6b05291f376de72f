import { join } from "node:path";
import { createLog, type Log } from "@/lib/log";
import { AccessFile } from "./access-file";
import { Audit } from "./audit";
import { bearerOf } from "./bearer";
import { createSessionCookie, type SessionCookie, speaksHttps } from "./cookie";
import type { OnEnd } from "./endings";
import { type Checked, Passwords } from "./passwords";
import { Sessions } from "./sessions";
import { noteSettings } from "./setting-changes";
import { Tokens } from "./tokens";
import type { Account, Asked, Principal, Scope, SessionView } from "./types";

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
	/** What else is set, by name, without secrets: the audit log names what is changed from one start to the next. */
	settings?: Record<string, string>;
	log?: Log;
}

export type SignIn =
	| { name: "signed-in"; account: Account; cookie: string }
	| Exclude<Checked, { name: "right" }>;
/** `set` where HOSTBEAT_PASSWORD decides, `open` where nobody signs in. */
export type PasswordChange =
	| { name: "changed" }
	| { name: "set" }
	| { name: "open" }
	| Exclude<Checked, { name: "right" }>;

/** Who may come in: passwords, sessions, tokens, and the log of what was done with them. */
export class Access {
	readonly tokens: Tokens;
	readonly audit: Audit;
	#options: AccessOptions;
	#file: AccessFile;
	#sessions: Sessions;
	#passwords: Passwords;
	#cookie: SessionCookie;

	/** Throws an AccessError where the data directory is of a newer version. */
	constructor(options: AccessOptions) {
		const { directory, passwords, anonymous, log = createLog("access") } = options;
		this.#options = options;
		this.#file = new AccessFile(join(directory, "access.json"), { log });
		this.audit = new Audit(join(directory, "audit.log"), { log });
		this.tokens = new Tokens(this.#file);
		this.#sessions = new Sessions({
			file: this.#file,
			idleMs: options.sessionIdleMs,
			maxMs: options.sessionMaxMs,
			onReuse: ({ id, account }, address) =>
				this.audit.note({ action: "cookie-reused", who: account, address, what: id }),
		});
		this.#cookie = createSessionCookie(this.#file.state.secret, options.basePath);
		this.#passwords = new Passwords({
			file: this.#file,
			set: passwords,
			isNeeded: anonymous.length === 0,
			// Whoever came in with the one before has to come in again.
			onChange: (account, keep) => {
				const over = this.#sessions.list().filter((one) => one.account === account && one.id !== keep);
				this.#sessions.end(
					over.map(({ id }) => id),
					"revoked",
				);
			},
			audit: this.audit,
		});
	}

	/**
	 * Takes over what is set. Gives the password that was made, where somebody must sign in and none is set, this once;
	 * and whether it is one that was made at an earlier start.
	 */
	async open(): Promise<{ madePassword: string | null; wasMade: boolean }> {
		noteSettings(this.#file, this.audit, this.#options.settings ?? {});
		const opened = await this.#passwords.open();
		await this.#file.saved();
		return opened;
	}

	/** Resolves once what was changed until now outlives a power cut, or the log says why it does not; never rejects. */
	saved(): Promise<void> {
		return this.#file.saved();
	}

	/** Writes down what is not yet; nobody is known any more then. */
	close(): void {
		this.#sessions.close();
		this.tokens.close();
		this.audit.close();
		this.#file.close();
	}

	/** Who asks. A token decides alone; later ways to sign in, by header or OIDC, belong here. */
	identify(asked: Asked): Principal {
		const bearer = bearerOf(asked);
		if (bearer !== null) return this.tokens.find(bearer, asked.address) ?? stranger;
		for (const { value } of this.#cookie.read(asked.header("cookie"))) {
			const found = this.#sessions.find(value, asked.address);
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
		return this.#passwords.accounts;
	}

	/** Begins a session; one that was brought along is over then, so that nobody is given one that another knows. */
	async signIn(account: string, password: string, asked: Asked): Promise<SignIn> {
		const [session = null] = this.#brought(asked);
		const checked = await this.#passwords.check(account, password, { ...asked, session });
		if (checked.name !== "right") return checked;
		this.#endBrought(asked);
		const { cookie } = this.#sessions.begin(checked.account, {
			address: asked.address,
			agent: asked.header("user-agent"),
		});
		await this.#file.saved();
		this.audit.note({ action: "signed-in", who: checked.account, address: asked.address, what: null });
		const options = { maxAgeMs: this.#options.sessionMaxMs, isHttps: speaksHttps(asked) };
		return {
			name: "signed-in",
			account: checked.account,
			cookie: this.#cookie.give(cookie, options),
		};
	}

	/**
	 * Changes the password of whoever is signed in, and signs them out everywhere else. Tokens stay: they are revoked by
	 * themselves.
	 */
	async changePassword(
		principal: Principal,
		current: string,
		password: string,
		asked: Asked,
	): Promise<PasswordChange> {
		if (principal.kind !== "session") return { name: "open" };
		const account = principal.name as Account;
		if (this.#passwords.isSet(account)) return { name: "set" };
		const checked = await this.#passwords.check(account, current, { ...asked, session: principal });
		if (checked.name !== "right") return checked;
		const refusal = await this.#passwords.change(account, password, {
			address: asked.address,
			keep: principal.id,
		});
		await this.#file.saved();
		return refusal ?? { name: "changed" };
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
		const isEverybody = id === null && by.scopes.includes("settings");
		if (within.length > 0) {
			this.audit.note({
				...{ action: isEverybody ? "sessions-ended" : "session-ended", who: by.name },
				...{ address: asked.address, what: isEverybody ? null : (within[0]?.id ?? null) },
			});
		}
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

	/** The sessions whose cookies a request brings. */
	#brought(asked: Asked): Principal[] {
		const cookies = this.#cookie.read(asked.header("cookie"));
		return cookies.flatMap(({ value }) => this.#sessions.find(value, asked.address) ?? []);
	}

	/** Whatever the browser had before must not be good any longer. */
	#endBrought(asked: Asked): Principal[] {
		const brought = this.#brought(asked);
		this.#sessions.end(
			brought.flatMap(({ id }) => id ?? []),
			"signed-out",
		);
		return brought;
	}
}

const stranger: Principal = { kind: "anonymous", name: null, id: null, scopes: [] };
