import { formatDate, formatDuration, formatNumber, formatTimeOfDay } from "@/lib/format";
import type { Fact, Kept } from "@/lib/history/types";
import { messages } from "@/lib/messages";
import { panelMessages } from "@/lib/panel-messages";

const words = panelMessages.history;
const yearMs = 365 * 86_400_000;

/** How long something is kept: whole years as such. */
export function retentionText(ms: number): string {
	return ms >= yearMs && ms % yearMs === 0 ? words.years(formatNumber(ms / yearMs)) : formatDuration(ms);
}

/** Whether readings are kept, and why not, in a sentence. */
export function stateText({ state, reason, file, tiers }: Kept): string {
	const [{ retentionMs } = { retentionMs: 0 }] = tiers;
	if (state === "kept") return words.kept;
	if (state === "stopped") return words.stopped(reason ?? messages.unknownReason);
	if (file !== null && reason === null) return words.opening;
	const say = file === null ? words.off : words.refused;
	return say(retentionText(retentionMs), reason ?? messages.unknownReason);
}

/** A day and a time of it in a zone: `2026-11-20 03:07:12`. */
export function momentText(time: number, timezone: string): string {
	return `${formatDate(time, timezone)} ${formatTimeOfDay(time, timezone)}`;
}

/** When something happened, and how long it lasted where it did: readings each `intervalMs` were missing. */
export function whenText(
	{ time, until }: Fact,
	{ timezone, intervalMs }: { timezone: string; intervalMs: number },
): string {
	const moment = momentText(time, timezone);
	return until === null ? moment : words.lasted(moment, formatDuration(until - time + intervalMs));
}
