import { formatDuration } from "@/lib/format";
import type { Picture } from "@/lib/live/picture";
import { panelMessages } from "@/lib/panel-messages";
import { stretchText } from "@/lib/time-words";

const words = panelMessages.view;

/** A past stretch in words: `20 Nov, 03:00–03:30`. */
export function spanText(span: { from: number; to: number }, timezone: string, now: number): string {
	return stretchText(span.from, span.to, timezone, now);
}

/** What a picture shows, in words: the stretch, its steps, and whose clocks tell it. */
export function pictureText({ view, windowMs, stepMs }: Picture, timezone: string, now: number): string {
	return [
		"from" in view ? `${spanText(view, timezone, now)} ${timezone}` : rangeText(view.range, windowMs),
		words.steps(stepText(stepMs)),
		words.serverTime,
	].join(" · ");
}

function rangeText(range: keyof typeof words.ranges, windowMs: number): string {
	return words.last(range === "all" ? formatDuration(windowMs) : words.ranges[range]);
}

function stepText(stepMs: number): string {
	return stepMs < 1_000 ? `${stepMs} ms` : formatDuration(stepMs);
}
