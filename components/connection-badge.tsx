"use client";

import { isOver } from "@/lib/live/over";
import { messages } from "@/lib/messages";
import { useConnectionState, useStore } from "./hooks/use-live";
import { StateIcon } from "./state-icon";
import { stateText } from "./state-text";
import { Button } from "./ui/button";
import { LiveText } from "./ui/live-text";

/** How the page stands to its server, in words, and what can be done about it. */
export function ConnectionBadge() {
	const store = useStore();
	const state = useConnectionState();
	// Also while it tries: a button that goes away takes the keyboard's focus with it.
	const isLost = state.name === "reconnecting" || state.name === "offline";
	const isHeldBack = state.name === "polling" && state.reason === "heldBack";
	const isOff = state.name === "stopped" || isOver(state);
	return (
		<div className="w-full sm:w-92">
			<div className="flex min-h-6 items-center gap-2 noscript:hidden" data-state={state.name}>
				<StateIcon name={state.name} />
				<LiveText topics={["state", "second"]} read={stateText} className="font-semibold" />
				{/* The countdown is for the eye: a screen reader hears the word once. */}
				<span role="status" className="sr-only">
					{messages.stateWord[state.name]}
				</span>
			</div>
			<p className="hidden font-semibold noscript:block">{messages.state.noScript}</p>
			{/* What comes and goes stands last, so that nothing else moves. */}
			<div className="mt-2 flex flex-wrap items-center gap-2 noscript:hidden">
				<Button aria-pressed={!isOff} onClick={() => store.start()}>
					{messages.start}
				</Button>
				<Button aria-pressed={isOff} onClick={() => store.stop()}>
					{messages.stop}
				</Button>
				{(isLost || isHeldBack) && (
					<Button onClick={() => store.retryNow()}>
						{isHeldBack && state.at === null ? messages.trying : messages.retryNow}
					</Button>
				)}
				{store.outdated && <Button onClick={() => location.reload()}>{messages.newVersion}</Button>}
			</div>
		</div>
	);
}
