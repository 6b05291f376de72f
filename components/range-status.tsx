"use client";

import { useSyncExternalStore } from "react";
import type { ViewStore } from "@/lib/live/view-store";
import { messages } from "@/lib/messages";
import { panelMessages } from "@/lib/panel-messages";
import { readingTime } from "@/lib/time-words";
import { useConnectionState, useStore } from "./hooks/use-live";
import { usePicture, useView } from "./hooks/use-view";

const words = panelMessages.view;
type Status = "loading" | "failed" | "old" | "past" | "live";

function readStatus(views: ViewStore): Status {
	if (views.state !== "shown") return views.state;
	if (views.isOld) return "old";
	return views.picture.isLive ? "live" : "past";
}

/** How it stands with the picture that was asked for, in a line whose place is kept. */
export function RangeStatus({ timezone }: { timezone: string }) {
	const store = useStore();
	const views = useView();
	const picture = usePicture();
	const read = () => `${readStatus(views)} ${views.trouble ?? ""}`;
	useSyncExternalStore((listener) => views.on("state", listener), read, read);
	const status = readStatus(views);
	const isSignedOut = useConnectionState().name === "signedOut";
	const { windowMs, stepMs, asOf } = picture;
	const since = () => readingTime(asOf, { windowMs, stepMs, timezone, now: store.now });
	const texts: Record<Status, () => string> = {
		loading: () => words.loading,
		failed: () => (isSignedOut ? words.signedOut : words.failed(views.trouble ?? "")),
		// Before the first reading there is no time to tell.
		old: () => (Number.isFinite(asOf) ? words.old(since()) : messages.noReadingYet),
		past: () => words.past,
		live: () => "",
	};
	return (
		<div className="flex min-h-4 items-baseline gap-2 text-xs leading-4">
			<p
				role="status"
				data-range={status}
				className="text-muted data-[range=past]:font-semibold data-[range=past]:text-text data-[range=failed]:text-offline data-[range=old]:text-delayed"
			>
				{status === "past" && <PastIcon />}
				{texts[status]()}
			</p>
			{status === "failed" && !isSignedOut && (
				<button
					type="button"
					className="cursor-pointer text-accent underline underline-offset-4"
					onClick={() => views.retry()}
				>
					{words.retry}
				</button>
			)}
		</div>
	);
}

/** A clock turned back: what is shown is over. */
function PastIcon() {
	return (
		<svg
			width="14"
			height="14"
			viewBox="0 0 16 16"
			aria-hidden="true"
			className="mr-1 inline-block align-[-2px]"
		>
			<path
				d="M2 3v3.5h3.5M2.4 6.2A6 6 0 1 1 2 8M8 4.5V8l2.5 1.5"
				fill="none"
				stroke="currentColor"
				strokeWidth="1.5"
				strokeLinecap="round"
			/>
		</svg>
	);
}
