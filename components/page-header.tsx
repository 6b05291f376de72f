"use client";

import { useCallback, useRef } from "react";
import type { LiveStore } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import { ConnectionBadge } from "./connection-badge";
import { readHeadline } from "./headline";
import { useDraw, useFact, useStore } from "./hooks/use-live";
import { describeEnvironment } from "./scope-words";
import { ServerClock } from "./server-clock";
import { setText } from "./set-text";
import { LiveText } from "./ui/live-text";

const readEnvironment = (store: LiveStore) => describeEnvironment(store.get("system")?.environment);
const readEvidence = (store: LiveStore) =>
	messages.scope.evidence(store.get("system")?.environment?.evidence ?? "");
const readText = (store: LiveStore) => readHeadline(store).text;

/** The one second of a worried person: how it is, whose host it is, and how fresh that is. */
export function PageHeader({ account }: { account: React.ReactNode }) {
	const store = useStore();
	const box = useRef<HTMLParagraphElement>(null);
	const spoken = useRef<HTMLSpanElement>(null);
	useDraw(
		["state", "second", "host"],
		useCallback((store: LiveStore) => {
			const { level, text } = readHeadline(store);
			if (!box.current || box.current.dataset.level === level) return;
			// Said once when it turns to the better or the worse, not at each digit that changes meanwhile.
			if (box.current.dataset.level) setText(spoken.current, text);
			box.current.dataset.level = level;
		}, []),
	);
	return (
		<header className="flex flex-wrap items-start justify-between gap-x-8 gap-y-4">
			<div className="min-w-0 flex-1 basis-64">
				<p className="text-muted text-xs">
					{messages.product} · <span className="text-text">{store.page.host}</span>
					<EnvironmentLine />
				</p>
				<h1 className="sr-only">{`${messages.product}: ${store.page.host}`}</h1>
				<p
					ref={box}
					className="font-semibold text-xl leading-7 data-[level=unknown]:text-delayed data-[level=warning]:text-offline"
				>
					<LiveText topics={["state", "second", "host", "filesystem"]} read={readText} />
				</p>
				<span ref={spoken} role="log" className="sr-only" />
				{account}
			</div>
			<div className="flex flex-wrap items-start gap-x-8 gap-y-3">
				<ConnectionBadge />
				<ServerClock />
			</div>
		</header>
	);
}

function EnvironmentLine() {
	const text = useFact("system", readEnvironment);
	const evidence = useFact("system", readEvidence);
	if (text === "") return null;
	return (
		<span title={evidence}>
			{` · ${text}`}
			<span className="sr-only">: {evidence}</span>
		</span>
	);
}
