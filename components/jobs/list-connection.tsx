"use client";

import { StateIcon } from "../state-icon";
import { Button } from "../ui/button";
import { useJobsPlace, useJobsState } from "./use-jobs";

/** Whether the list is told as it changes, in words. */
export function ListConnection() {
	const { store, words, retryNow } = useJobsPlace();
	const state = useJobsState(store);
	const isLive = state.name === "live" || state.name === "polling";
	const isLost = state.name === "reconnecting" || state.name === "offline";
	const text =
		state.name === "connecting"
			? words.connection.connecting
			: state.name === "signedOut"
				? words.signedOut
				: isLive
					? words.connection.listLive
					: words.connection.listStale;
	return (
		<div className="flex min-h-[44px] items-center gap-2 noscript:hidden sm:min-h-8" data-state={state.name}>
			<StateIcon name={state.name} />
			<span role="status">{text}</span>
			{isLost && (
				<Button className="text-xs" onClick={retryNow}>
					{words.connection.retryNow}
				</Button>
			)}
		</div>
	);
}
