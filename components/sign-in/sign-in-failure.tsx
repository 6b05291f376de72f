"use client";

import { useEffect, useState } from "react";
import type { SignInState } from "@/lib/api/types";
import { formatDuration } from "@/lib/format";
import { signInMessages } from "@/lib/sign-in-messages";

type Failure = NonNullable<SignInState["failure"]>;

/** Why one is not signed in. A time to wait is counted down where scripts run, and its end is said aloud. */
export function SignInFailure({ failure }: { failure: Failure }) {
	const wait = failure.name === "wait" ? failure.seconds : 0;
	const [left, setLeft] = useState(wait);
	useEffect(() => {
		const until = performance.now() + wait * 1_000;
		const timer = setInterval(() => {
			const seconds = Math.max(0, Math.ceil((until - performance.now()) / 1_000));
			setLeft(seconds);
			if (seconds === 0) clearInterval(timer);
		}, 250);
		return () => clearInterval(timer);
	}, [wait]);
	if (failure.name === "wrong") return <span className="text-offline">{signInMessages.wrong}</span>;
	const isOver = left === 0;
	return (
		<>
			{/* The countdown is for the eye: a screen reader hears how long at first, and then when it is over. */}
			<span aria-hidden="true" className={isOver ? "text-text" : "text-offline"}>
				{isOver ? signInMessages.waitOver : signInMessages.wait(formatDuration(left * 1_000))}
			</span>
			<span role="status" className="sr-only">
				{isOver ? signInMessages.waitOver : signInMessages.wait(formatDuration(wait * 1_000))}
			</span>
		</>
	);
}
