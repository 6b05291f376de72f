import { formatDuration, formatNumber, unknown } from "@/lib/format";
import type { LiveStore } from "@/lib/live/store";
import { panelMessages } from "@/lib/panel-messages";
import { holdMsOf, type OwnStream } from "@/lib/streams/types";

const words = panelMessages.own;
const digits = 6;
/** Beyond these a number is written with its power of ten. */
const [tiny, huge] = [1e-4, 1e12];

/** A number of whatever size as it was pushed, in at most six digits of it; whole ones whole. */
export function ownNumber(value: number | null): string {
	if (value === null || !Number.isFinite(value)) return unknown;
	const size = Math.abs(value);
	if (size !== 0 && (size < tiny || size >= huge)) return withMinus(value.toExponential(2));
	if (Number.isInteger(value)) return withMinus(formatNumber(value));
	const decimals = String(Number(size.toPrecision(digits))).split(".")[1]?.length ?? 0;
	return withMinus(formatNumber(value, decimals));
}

/** A tick of an axis with steps of this size. */
export function ownTick(value: number, step: number): string {
	if (step < tiny || Math.abs(value) >= huge) return ownNumber(value);
	return withMinus(formatNumber(value, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9))));
}

const withMinus = (text: string) => text.replaceAll("-", "−");

/** How old the newest push of a stream is, in words, and whether it may not be shown as what is. */
export function ownAge(store: LiveStore, stream: OwnStream): { stale: boolean; text: string } {
	const time = store.own(stream.name)?.time;
	if (time === undefined) return { stale: true, text: "" };
	const ageMs = Math.max(0, store.now - time);
	const stale = !store.trusted || stream.isRestored || ageMs > silenceMs(stream);
	return { stale, text: ageMs < 1_000 ? words.justNow : words.last(formatDuration(ageMs)) };
}

/** What a stream is and how often it comes, in sentences. */
export function ownExplanation(stream: OwnStream): string {
	const { name, everyMs, isRestored, notKept } = stream;
	const pace =
		everyMs === null
			? words.paceUnknown
			: words.pace(formatDuration(Math.max(1_000, everyMs)), formatDuration(holdMsOf(stream)));
	return [
		words.isPushed(name),
		pace,
		...(isRestored ? [words.beforeStart] : []),
		...(notKept === null ? [] : [words.notKept(notKept)]),
	].join(" ");
}

// What came once may be true for long.
function silenceMs(stream: OwnStream): number {
	return stream.everyMs === null ? Number.POSITIVE_INFINITY : holdMsOf(stream);
}
