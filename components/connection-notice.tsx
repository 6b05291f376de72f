"use client";

import { useState } from "react";
import { connectionMessages } from "@/lib/connection-messages";
import type { ProxyName } from "@/lib/live/types";
import { useConnectionState } from "./hooks/use-live";
import { lossText } from "./loss-text";
import { SignInLink } from "./sign-in-link";
import { Button } from "./ui/button";

const { heldBack: words } = connectionMessages;

/** Why the page is not live and what cures it, on top of the page's end: nothing moves when it comes and goes. */
export function ConnectionNotice() {
	const state = useConnectionState();
	const text = lossText(state);
	const [hidden, setHidden] = useState<string | null>(null);
	// What was hidden is worth saying again when it comes again.
	if (text === null && hidden !== null) setHidden(null);
	const isShown = text !== null && text !== hidden;
	const isHeldBack = state.name === "polling" && state.reason === "heldBack";
	const isSignedOut = state.name === "signedOut";
	return (
		<>
			{isShown && <div className="h-32" />}
			<aside
				aria-label={connectionMessages.title}
				className={
					isShown
						? "fixed inset-x-4 bottom-4 z-10 max-h-[calc(100dvh-2rem)] overflow-auto rounded-xl border border-line bg-raised p-4 sm:left-auto sm:w-96"
						: "sr-only"
				}
			>
				{/* Always there, for a screen reader hears only what changes in it. */}
				<p role="status">{isShown ? text : ""}</p>
				{isShown && isHeldBack && <Cures proxy={state.proxy} />}
				{isSignedOut && <SignInLink />}
				{isShown && !isSignedOut && (
					<Button className="mt-3" onClick={() => setHidden(text)}>
						{connectionMessages.hide}
					</Button>
				)}
			</aside>
		</>
	);
}

/** That of the proxy which named itself at once, the others behind a word. */
function Cures({ proxy }: { proxy: ProxyName | null }) {
	const others = (Object.keys(words.cures) as ProxyName[]).filter((name) => name !== proxy);
	return (
		<div className="mt-3 text-xs">
			{proxy && <Cure proxy={proxy} />}
			<details>
				<summary className="min-h-11 cursor-pointer py-3 text-muted md:min-h-8 md:py-2">
					{words.cureFor(others.map((name) => words.cures[name].name))}
				</summary>
				{others.map((name) => (
					<Cure key={name} proxy={name} />
				))}
			</details>
		</div>
	);
}

function Cure({ proxy }: { proxy: ProxyName }) {
	const { name, code, note } = words.cures[proxy];
	return (
		<div className="mb-2">
			<p className="text-muted">
				<span className="font-semibold text-text">{name}</span> {note}
			</p>
			<pre className="mt-1 whitespace-pre-wrap rounded-lg border border-line bg-background p-2 font-mono">
				{code}
			</pre>
		</div>
	);
}
