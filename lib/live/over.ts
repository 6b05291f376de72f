import type { ConnectionState, SignOutReason } from "./types";

/** A connection that is over by itself. */
type Over = Extract<ConnectionState, { name: "ended" | "signedOut" }>;

/** What a connection says last, by what its server answers. */
export const overBy = {
	dismissed: { name: "ended", reason: "dismissed" },
	signedOut: { name: "signedOut", reason: null },
} as const satisfies Record<string, Over>;

/** The words of the event `signed-out`. */
const signOutReasons: Record<string, SignOutReason> = {
	"signed-out": "signedOut",
	expired: "expired",
	revoked: "revoked",
};

/** What a connection says last when its server has told, by that event, that the session is over. */
export function signedOutBy(event: { reason?: string } | null): Over {
	return { name: "signedOut", reason: signOutReasons[event?.reason ?? ""] ?? null };
}

/** Whether a connection is over by itself: it tries nothing more until it is started again. */
export function isOver(state: ConnectionState): state is Over {
	return state.name === "ended" || state.name === "signedOut";
}
