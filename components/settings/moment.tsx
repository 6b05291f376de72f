"use client";

import { createContext, useContext } from "react";
import { settingsMessages } from "@/lib/settings-messages";
import { momentText } from "../kept-words";
import { whenWords } from "./settings-words";

/** What time it is at the server, and in which zone that is told. */
export const ServerTime = createContext({ now: 0, timezone: "UTC" });

/** A time in words; the exact one is under the pointer. */
export function Moment({ time }: { time: number }) {
	const { now, timezone } = useContext(ServerTime);
	return (
		<time
			dateTime={new Date(time).toISOString()}
			title={settingsMessages.exact(momentText(time, timezone), timezone)}
			className="whitespace-nowrap"
		>
			{whenWords(time, now)}
		</time>
	);
}
