import type { Words } from "@/lib/job-words";
import { lastTime, parseTime } from "@/lib/parse-time";

/** What a cell holds, or what is wrong with it; `null` where it is empty. */
export type Cell = { value: number } | { wrong: (line: number) => Words } | null;

/** A clock may be ahead of ours. */
const aheadMs = 60_000;
/** What is less is seconds: as milliseconds it would be of the first years of Unix, as seconds it is until the year 5138. */
const leastMs = 100_000_000_000;
const seconds = /^\d{1,11}(\.\d+)?$/;
const zone = /(?:Z|[+-]\d\d:?\d\d)$/i;
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;
const decimalComma = /^[+-]?\d*,\d+$/;
const mostShown = 60;
/** Control, format, separators of lines, and halves of pairs. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Reads when something was: Unix milliseconds or seconds, or ISO 8601 with its zone. */
export function readTime(text: string, now: number): Cell {
	const got = shown(text);
	const time = parse(text);
	if (time === null) {
		const isWithoutZone = !zone.test(text) && parseTime(iso(`${text}Z`)) !== null;
		return { wrong: (line) => ({ key: isWithoutZone ? "noZone" : "badTime", parameters: { line, got } }) };
	}
	// What is later than the newest reading is not shown before its time.
	if (time > now + aheadMs) return { wrong: (line) => ({ key: "futureTime", parameters: { line, got } }) };
	return { value: time };
}

/** Reads a number with a decimal point; an empty cell is none. */
export function readNumber(text: string): Cell {
	const trimmed = text.trim();
	if (trimmed === "") return null;
	const value = Number(trimmed);
	if (number.test(trimmed) && Number.isFinite(value)) return { value };
	const got = shown(text);
	const key = decimalComma.test(trimmed) ? "decimalComma" : "badNumber";
	return { wrong: (line) => ({ key, parameters: { line, got } }) };
}

/**
 * As much of somebody's text as says what is meant. The file may be anybody's and the log is read in terminals, so what
 * would move their cursor, or turn the text around it, is not in it.
 */
export function shown(text: string): string {
	const cut = text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
	return cut.replace(unseen, "\ufffd");
}

function parse(text: string): number | null {
	if (seconds.test(text) && Number(text) < leastMs) return Math.round(Number(text) * 1_000);
	const time = parseTime(iso(text));
	return time !== null && time <= lastTime ? time : null;
}

/** Other programs write a blank for the T, and more of a second than milliseconds. */
const iso = (text: string) => text.replace(/^(\d{4}-\d\d-\d\d) /, "$1T").replace(/(\.\d{3})\d+/, "$1");
