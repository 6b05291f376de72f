"use client";

import { useCallback, useState } from "react";
import { withBasePath } from "@/lib/base-path";
import type { LiveStore } from "@/lib/live/store";
import { titlePrefix } from "@/lib/live/title-prefix";
import { messages } from "@/lib/messages";
import { readHeadline } from "./headline";
import { useDraw } from "./hooks/use-live";
import { stateColor, stateShape } from "./state-icon";

// The tab's own background is unknown: these are read on light and on dark.
const tabColor: Record<string, string> = {
	live: "#16a34a",
	delayed: "#d97706",
	reconnecting: "#3b82f6",
	offline: "#dc2626",
	muted: "#71717a",
};

function faviconOf(name: LiveStore["state"]["name"]): string {
	const { d, filled } = stateShape[name];
	const color = tabColor[stateColor[name]];
	const path = `<path d="${d}" fill="${filled ? color : "none"}" stroke="${color}" stroke-width="2.5"/>`;
	return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${path}</svg>`)}`;
}

/** Says in the browser's tab how the host is and how fresh that is. */
export function PageTitle() {
	const [icon, setIcon] = useState(withBasePath("/favicon.svg"));
	useDraw(
		// At each tick too: a state may change before the readings that come with it, and a hidden page has few seconds.
		["state", "second", "tick"],
		useCallback((store: LiveStore) => {
			// A word without an age or a countdown: a hidden page has no timers to keep them true.
			const said = store.trusted ? readHeadline(store).text : messages.stateWord[store.state.name];
			const title = `${titlePrefix.text}${said} · ${store.page.host} · ${messages.product}`;
			if (document.title !== title) document.title = title;
			setIcon(faviconOf(store.state.name));
		}, []),
	);
	return <link rel="icon" href={icon} />;
}
