import type { IncomingMessage } from "node:http";

/**
 * What one may be allowed: to see what is measured and kept, to change how this server works, to start and stop any job
 * and see what it says, or to push readings of one's own.
 */
export const scopes = ["read", "settings", "jobs", "push"] as const;
export type Scope = (typeof scopes)[number];

/** Who may sign in, and what each may. */
export const accounts = {
	viewer: ["read"],
	admin: ["read", "settings", "jobs", "push"],
} as const satisfies Record<string, readonly Scope[]>;
export type Account = keyof typeof accounts;

/** Who asks: the one thing that every later way to sign in has to give. */
export interface Principal {
	kind: "anonymous" | "session" | "token";
	/** The account, or the name of the token. */
	name: string | null;
	/** Of the session or token, as lists show it; no secret. */
	id: string | null;
	scopes: readonly Scope[];
}

/**
 * What a route needs: `public` is for everyone who can reach this server, `or` for those who have either; `in person`
 * is for no token, as where it is decided who may come in: what was lost with a token must end with it.
 */
export type Need = "public" | Scope | "read or jobs" | `${Scope}, in person`;

/** Who asks, as far as that can be trusted. */
export interface Client {
	/** By a trusted proxy's word where there is one, else by the socket; `null` where it is not known. */
	address: string | null;
	/** Whether the browser speaks https, by a trusted proxy's word. */
	isHttps: boolean;
	/** Whether it came through a proxy, trusted or not. */
	isForwarded: boolean;
	/** The name and port that the browser asked for. */
	host: string | null;
	/**
	 * The trusted proxy that handed it on; absent where none did, and then no header says who asks. `host` is the name by
	 * which the proxy itself asked.
	 */
	proxy?: { host: string | null };
}

/** Reads a client off a request as it arrived, before anything else has seen or changed it. */
export type ReadClient = (request: IncomingMessage) => Client;

/** A request as access is judged by it. */
export interface Asked extends Client {
	method: string;
	/** Without the base path. */
	path: string;
	header: (name: string) => string | null;
}

/** What is decided about a request. */
export type Verdict =
	| {
			admitted: true;
			principal: Principal;
			/** What stands in the path in place of `[id]`. */
			parameters: Record<string, string>;
			/** For the answer, whatever it will be. */
			headers: Record<string, string>;
			/** A new cookie for the session that asks, which goes with the answer. */
			setCookie?: string;
	  }
	| {
			admitted: false;
			status: number;
			code: string;
			message: string;
			headers: Record<string, string>;
	  };

/** Why what a session or token held open has ended: by its own wish, by itself, or by somebody else's. */
export type EndReason = "signed-out" | "expired" | "revoked";

/** A session as its owner sees it. */
export interface SessionView {
	id: string;
	account: Account;
	/** Unix milliseconds, as all times here. */
	createdAt: number;
	/** Now, while a stream of it is open. */
	seenAt: number;
	/** If it is used no more. */
	endsAt: number;
	address: string | null;
	/** What the browser said of itself when it signed in, at most 200 characters. */
	agent: string | null;
	/** Whether it is the one that asks. */
	isOwn: boolean;
}

/** A token as its owner sees it: the secret itself is shown once, when it is made. */
export interface TokenView {
	id: string;
	name: string;
	scopes: Scope[];
	createdAt: number;
	/** `null` for one that does not end by itself. */
	expiresAt: number | null;
	usedAt: number | null;
	usedFrom: string | null;
}

export const auditActions = [
	"signed-in",
	"sign-in-failed",
	"signed-out",
	"session-ended",
	"sessions-ended",
	"cookie-reused",
	"token-created",
	"token-revoked",
	"password-changed",
	"settings-changed",
	"job-started",
	"job-cancelled",
] as const;
export type AuditAction = (typeof auditActions)[number];

/** One line of the audit log. Never what a stranger typed, and never a secret. */
export interface AuditEntry {
	time: number;
	action: AuditAction;
	/** The account or token that did it, `null` for a stranger. */
	who: string | null;
	address: string | null;
	/** What it was done to: the name of a token, the id of a session, names of settings. */
	what: string | null;
	/** How often within the second, where it came faster than is written down. */
	count: number;
}
