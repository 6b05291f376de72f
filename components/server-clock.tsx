"use client";

import { useRef } from "react";
import { formatDate, formatNumber, formatSignedMs, formatTimeOfDay, formatUtcOffset } from "@/lib/format";
import type { LiveStore } from "@/lib/live/store";
import { messages } from "@/lib/messages";
import { useAge } from "./ui/aged";
import { LiveText } from "./ui/live-text";

const readTime = (store: LiveStore) => {
	const clock = store.get("clock");
	return clock ? formatTimeOfDay(clock.time, clock.timezone) : "––:––:––";
};
const readZone = (store: LiveStore) => {
	const clock = store.get("clock");
	if (!clock) return "";
	return `${formatDate(clock.time, clock.timezone)} ${clock.timezone} (${formatUtcOffset(clock.utcOffsetMinutes)})`;
};
const readOffset = ({ offset }: LiveStore) => {
	if (!offset) return messages.clock.measuring;
	const { offsetMs, roundTripMs } = offset;
	const words = messages.clock;
	return `${words.offset(formatSignedMs(offsetMs))}, ${words.roundTrip(formatNumber(roundTripMs))}`;
};

/** The server's time as it last told it, never one that the browser counted on by itself. */
export function ServerClock() {
	const box = useRef<HTMLElement>(null);
	const age = useRef<HTMLSpanElement>(null);
	useAge("clock", box, age);
	return (
		<section ref={box} aria-label={messages.clock.label} data-panel="clock" className="w-full sm:w-72">
			<p>
				<span data-reading className="font-mono font-semibold text-[32px] leading-9">
					<LiveText topics={["clock"]} read={readTime} />
				</span>
				<span ref={age} data-age className="ml-3 whitespace-nowrap text-delayed text-xs" />
			</p>
			<p data-reading className="text-muted text-xs">
				<LiveText topics={["clock"]} read={readZone} />
			</p>
			<p className="text-muted text-xs noscript:hidden">
				<LiveText topics={["offset"]} read={readOffset} />
			</p>
		</section>
	);
}
