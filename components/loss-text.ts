import { connectionMessages as words } from "@/lib/connection-messages";
import type { ConnectionState, LossReason } from "@/lib/live/types";

/** Most of these are over before they are read. */
const isBrief = new Set<LossReason>(["unreachable", "gateway", "cut", "shutdown"]);
const briefAttempts = 2;

/** Why the page is not live, in a sentence; `null` when there is nothing to say beside the state. */
export function lossText(state: ConnectionState): string | null {
	if (state.name === "polling") return state.reason === "heldBack" ? words.heldBack.text : null;
	if (state.name === "ended") return words.loss[state.reason];
	if (state.name === "signedOut") {
		return `${words.signedOut[state.reason ?? "unknown"]} ${words.signedOut.goesOn}`;
	}
	if (state.name !== "reconnecting" || state.reason === null) return null;
	if (isBrief.has(state.reason) && state.attempt <= briefAttempts) return null;
	return words.loss[state.reason];
}
