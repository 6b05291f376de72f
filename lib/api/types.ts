import type { Account, AuditEntry, SessionView, TokenView } from "@/lib/access/types";
import type { JobMessage, JobView, TaskView } from "@/lib/jobs/types";
import type { JobsStart } from "@/lib/live/types";

/** Who looks at a page, and where that leads: to settings, to the door or out of it. */
export interface AccountState {
	/** The account that is signed in, `null` where nobody is. */
	name: string | null;
	maySettings: boolean;
	/** What is under way, for whom it is told; `null` for whoever may neither see nor start any job. */
	jobs: JobsStart | null;
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

/** What the page of all jobs is rendered from. */
export interface JobsPageState extends JobsStart {
	timeZone: string;
	tasks: TaskView[];
	/** So many run at once. */
	atOnce: number;
	/** Why jobs are only remembered, and not kept; `null` while they are kept. */
	reason: string | null;
}

/** What the page of one job is rendered from. */
export interface JobPageState extends JobsStart {
	timeZone: string;
	job: JobView;
	/** The newest of what it has said, in the language of the page. */
	messages: { seq: number; time: number; source: LogSource; text: string }[];
	/** Its parameters with their names for people, as far as the task is still there. */
	parameters: { title: string; value: JobView["parameters"][string]; isTime: boolean }[];
}

type LogSource = Extract<JobMessage, { kind: "log" }>["source"];
