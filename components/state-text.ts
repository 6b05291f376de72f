import { formatDuration } from "@/lib/format";
import type { LiveStore } from "@/lib/live/store";
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

function secondsUntil(at: number): number {
	return Math.max(0, Math.ceil((at - Date.now()) / 1_000));
}
