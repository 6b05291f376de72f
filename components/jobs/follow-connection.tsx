"use client";

import { useEffect, useState } from "react";
import { spokenDuration } from "@/lib/jobs-format";
import type { FollowState, JobFollow } from "@/lib/live/jobs-follow";
import type { ConnectionState } from "@/lib/live/types";
import { signInAddress } from "../sign-in-address";
import { StateIcon } from "../state-icon";
import { Button } from "../ui/button";
import { useJobsPlace } from "./use-jobs";

/** How the log stands to its server, in words: one that stands still is never taken for a live one. */
export function FollowConnection({ state, follow }: { state: FollowState; follow: JobFollow | null }) {
	const { words, language } = useJobsPlace();
	const [, count] = useState(0);
	const isWaiting = state.name === "reconnecting" || state.name === "offline";
	const moves = isWaiting || state.name === "delayed";
	useEffect(() => {
		if (!moves) return;
		const timer = setInterval(() => count((before) => before + 1), 1_000);
		return () => clearInterval(timer);
	}, [moves]);
	const { connection } = words;
	const text = (() => {
		switch (state.name) {
			case "delayed":
				return connection.delayed(spokenDuration(follow?.silentMs ?? 0, language));
			case "reconnecting":
				return state.at === null
					? connection.retrying
					: connection.reconnecting(Math.max(0, Math.ceil((state.at - Date.now()) / 1_000)));
			case "complete":
				return connection.ended;
			case "ended":
				return connection.stopped;
			case "polling":
				return connection.live;
			default:
				return connection[state.name];
		}
	})();
	return (
		<div className="flex min-h-[44px] items-center gap-2 noscript:hidden sm:min-h-8" data-state={state.name}>
			<StateIcon name={iconOf(state)} />
			<span className="font-semibold">{text}</span>
			{/* The countdown is for the eye: a screen reader hears it once. */}
			<span role="status" className="sr-only">
				{isWaiting ? connection.retrying : moves ? "" : text}
			</span>
			{isWaiting && (
				<Button className="text-xs" onClick={() => follow?.retryNow()}>
					{connection.retryNow}
				</Button>
			)}
			{state.name === "signedOut" && (
				<a href={signInAddress()} className="text-accent underline underline-offset-4">
					{words.signIn}
				</a>
			)}
		</div>
	);
}

function iconOf({ name }: FollowState): ConnectionState["name"] {
	return name === "complete" || name === "gone" ? "ended" : name;
}
