import { panelMessages } from "./panel-messages";
import { type WallTime, wallTime } from "./zone-time";

const words = panelMessages.chart;
const two = (number: number) => String(number).padStart(2, "0");

/** `03:07`, or `03:07:12` where seconds count. */
export function clockText({ hour, minute, second }: WallTime, withSeconds: boolean): string {
	return `${two(hour)}:${two(minute)}${withSeconds ? `:${two(second)}` : ""}`;
}

/** `20 Nov`, with the year where it is not the one told. */
export function dayText({ year, month, day }: WallTime, thisYear: number, months = words.months): string {
	const text = `${day} ${months[month - 1]}`;
	return year === thisYear ? text : `${text} ${year}`;
}

/** `Nov 2026`. */
export function monthText({ year, month }: WallTime, months = words.months): string {
	return `${months[month - 1]} ${year}`;
}

const isSameDay = (one: WallTime, other: WallTime) =>
	one.year === other.year && one.month === other.month && one.day === other.day;

/** What is seen when a time is read: how long a stretch, in which steps, in which zone, and what time it is now. */
export interface Seen {
	windowMs: number;
	stepMs: number;
	timezone: string;
	now: number;
}

/** The time of a reading: with the day where it is not today or the stretch is longer than one, with seconds where steps are shorter than a minute. */
export function readingTime(time: number, { windowMs, stepMs, timezone, now }: Seen): string {
	const [wall, today] = [wallTime(time, timezone), wallTime(now, timezone)];
	const clock = clockText(wall, stepMs < 60_000);
	return windowMs <= 86_400_000 && isSameDay(wall, today) ? clock : `${dayText(wall, today.year)}, ${clock}`;
}

/** A stretch in words: `20 Nov, 03:00–03:30`, `20 Nov, 22:00 – 21 Nov, 02:00`. */
export function stretchText(from: number, to: number, timezone: string, now: number): string {
	const [first, last] = [wallTime(from, timezone), wallTime(to, timezone)];
	const { year } = wallTime(now, timezone);
	const withSeconds = to - from < 600_000 || first.second !== 0 || last.second !== 0;
	const show = withSeconds && to - from < 3_600_000;
	const start = `${dayText(first, year)}, ${clockText(first, show)}`;
	return isSameDay(first, last)
		? `${start}–${clockText(last, show)}`
		: `${start} – ${dayText(last, year)}, ${clockText(last, show)}`;
}
