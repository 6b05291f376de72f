import type { Account, AuditEntry, SessionView, TokenView } from "@/lib/access/types";

/** Who looks at a page, and where that leads: to settings, to the door or out of it. */
export interface AccountState {
	/** The account that is signed in, `null` where nobody is. */
	name: string | null;
	maySettings: boolean;
	/** Whether signing in would allow more. */
	maySignIn: boolean;
}

/** How far the way between browser and server is encrypted: `plain` is over a network, and `unknown` behind a proxy whose word is not taken. */
export type Encryption = "https" | "local" | "plain" | "unknown";

/** What the page to sign in at is rendered from. */
export interface SignInState {
	/** Which accounts there are, never none. */
	accounts: Account[];
	/** Where to go then, without the base path. */
	next: string;
	failure: { name: "wrong" } | { name: "wait"; seconds: number } | null;
	/** How one came here. */
	from: "signed-out" | "ended" | null;
	encryption: Encryption;
}

/** How access is set. */
export interface AccessSummary {
	/** Where it listens. */
	host: string;
	isLoopback: boolean;
	/** What whoever has not signed in may. */
	anonymous: "all" | "read" | "none";
	/** Which accounts have a password, and whether the environment sets it. */
	accounts: { account: Account; isSetting: boolean }[];
	encryption: Encryption;
	trustedProxies: string[];
	sessionIdleMs: number;
	sessionMaxMs: number;
}

/** What the page of the settings is rendered from. */
export interface SettingsState {
	/** Unix milliseconds on the server's clock, and its zone. */
	time: number;
	timezone: string;
	/** The account that looks, `null` where nobody has to sign in. */
	account: string | null;
	access: AccessSummary;
	sessions: SessionView[];
	tokens: TokenView[];
	entries: AuditEntry[];
}
