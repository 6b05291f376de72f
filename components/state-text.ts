import { formatDuration } from "@/lib/format";
import type { LiveStore } from "@/lib/live/store";
import type { ConnectionState, LossReason } from "@/lib/live/types";
import { messages } from "@/lib/messages";

/** The state of the connection as a sentence, with its age or countdown as of now. */
export function stateText(store: LiveStore): string {
	const { state: words } = messages;
	const { state } = store;
	switch (state.name) {
		case "delayed":
			return words.delayed(formatDuration(store.silentMs ?? 0));
		case "reconnecting":
			return state.at === null
				? words.retrying(state.attempt)
				: words.reconnecting(secondsUntil(state.at), state.attempt);
		case "offline":
			return state.at === null ? words.offlineRetrying : words.offline(secondsUntil(state.at));
		case "polling":
			return words.polling[state.reason];
		default:
			return words[state.name];
	}
}

/** Most of these are over before they are read. */
const isBrief = new Set<LossReason>(["unreachable", "gateway", "cut", "shutdown"]);
const briefAttempts = 2;

/** Why the page is not live, in a sentence; `null` when there is nothing to say beside the state. */
export function lossText(state: ConnectionState): string | null {
	if (state.name === "polling") return state.reason === "heldBack" ? messages.heldBack.text : null;
	if (state.name === "ended") return messages.loss[state.reason];
	if (state.name !== "reconnecting" || state.reason === null) return null;
	if (isBrief.has(state.reason) && state.attempt <= briefAttempts) return null;
	return messages.loss[state.reason];
}

function secondsUntil(at: number): number {
	return Math.max(0, Math.ceil((at - Date.now()) / 1_000));
}
