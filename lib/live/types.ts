import type { Fact } from "@/lib/history/types";
import type { JobView } from "@/lib/jobs/types";
import type { Language } from "@/lib/language";
import type { MetricPace, StateEvents } from "@/lib/metrics/types";

/** Why a server is not heard, as far as its address tells when it is asked. */
export type LossReason =
	/** Nothing answers there. */
	| "unreachable"
	/** A proxy answers there that does not reach the server. */
	| "gateway"
	/** The server answers, and the stream ended all the same. */
	| "cut"
	/** The server said that it goes, and will be back. */
	| "shutdown"
	/** The server has all the viewers that it allows. */
	| "busy"
	/** Something in front of the server wants a sign-in of its own. */
	| "signIn"
	/** A page answers in place of the server, such as one to sign in at. */
	| "page"
	| "forbidden"
	| "gone"
	/** The server does not answer under this name. */
	| "hostRefused"
	/** The server answers with an error of its own. */
	| "failed";

/** Why a session is over; `null` where only that is known. */
export type SignOutReason = "signedOut" | "expired" | "revoked" | null;

/** What may stand between server and browser. */
export type ProxyName = "nginx" | "caddy" | "traefik";

/**
 * How the page stands to its server. `at` is the browser's time of the next attempt, `null` while one is under way;
 * `reason` is `null` while it is not known. Each of them can be cloned from a worker to a page.
 */
export type ConnectionState =
	| { name: "connecting" }
	| { name: "live" }
	| { name: "delayed" }
	| { name: "reconnecting" | "offline"; attempt: number; at: number | null; reason: LossReason | null }
	/** The browser knows no streams, or takes long to get hold of the one that all its pages share. */
	| { name: "polling"; reason: "unsupported" | "slow" }
	/** Something on the way holds the stream back; `at` is when it is tried again, `proxy` what seems to be on the way. */
	| { name: "polling"; reason: "heldBack"; at: number | null; proxy: ProxyName | null }
	/** The server asked not to come back: nothing more is tried. */
	| { name: "ended"; reason: "dismissed" }
	/** Whoever uses this browser is not signed in, or not any more: nothing more is tried. */
	| { name: "signedOut"; reason: SignOutReason }
	/** It lets go while nobody looks. */
	| { name: "resting" }
	| { name: "stopped" };

/** How far the server's clock is ahead of the browser's, and how long a question to it takes. */
export interface ClockOffset {
	offsetMs: number;
	roundTripMs: number;
}

/** What a page is rendered from: the present state and the window of every charted series, and where the stream goes on from both. */
export interface PageState {
	id: string;
	host: string;
	version: string;
	time: number;
	intervalMs: number;
	/** The multiple of the interval at which each metric is read on this host. */
	pace: MetricPace;
	events: Partial<StateEvents>;
	/** What happened in the window. */
	facts: Fact[];
	window: { from: number; stepMs: number; series: Record<string, (number | null)[]> };
}

/** What a connection tells its owner. */
export interface ConnectionEvents {
	/** A stream began; `resumed: "gap"` when what came before is lost to it. */
	onHello(hello: Hello): void;
	/** `id` is that of the tick which ends with this event, `null` on all others. */
	onEvent(name: string, data: unknown, id: string | null): void;
	/** The numbers of the ticks jumped: some were left out on the way. */
	onHole(): void;
	onState(state: ConnectionState): void;
}

export interface Hello {
	epoch: string;
	seq: number;
	resumed: "fresh" | "replayed" | "gap";
	time: number;
	heartbeatMs: number;
	version: string;
	/** The names of the streams that are pushed, each an event of its own. */
	streams?: string[];
}

/** A way to the server's events that heals itself. All calls may be repeated. */
export interface Connection {
	start(): void;
	stop(): void;
	/** Tries at once instead of when the wait is over. */
	retryNow(): void;
	/** Something happened after which the connection may be dead without a sign: look at once. */
	wake(): void;
	/** How long nothing was heard, `null` before anything was. */
	readonly silentMs: number | null;
}

/** Whether a page is looked at; `gone` when it was left and may come back as it was. */
export type Visibility = "visible" | "hidden" | "gone";

/** A connection that minds whether it is looked at. */
export interface PageConnection extends Connection {
	setVisibility(visibility: Visibility): void;
}

/** What a page of jobs begins with. */
export interface JobsStart {
	/** The server's time when it was made. */
	time: number;
	jobs: JobView[];
	/** Whether there may be older ones. */
	hasMore: boolean;
	language: Language;
	/** Whether the stream tells of jobs, as it does to those with the right to all of them; otherwise it is asked. */
	isTold: boolean;
	/** Where the stream goes on from this state. */
	cursor: string;
}
