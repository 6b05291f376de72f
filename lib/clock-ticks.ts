import { clockText, dayText, monthText } from "./time-words";
import { offsetAt, timeOfWall, wallTime } from "./zone-time";

/** A time on the axis and what stands there. */
export interface ClockTick {
	time: number;
	text: string;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
	...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
	...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
	...[1, 2, 3, 6, 12].map((count) => count * HOUR),
	...[1, 2, 7, 14].map((count) => count * DAY),
];
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120];
/** A Monday, from which weeks are counted. */
const MONDAY = Date.UTC(1970, 0, 5);

/**
 * Round times of a zone's clocks from `from` to `to`, at most `most` of them; the day is named where it changes, its
 * month by the names of `months`.
 */
export function clockTicks(
	from: number,
	to: number,
	timezone: string,
	most: number,
	months?: string[],
): ClockTick[] {
	const step = STEPS.find((step) => (to - from) / step <= most);
	const times = step ? roundTimes(from, to, step, timezone) : roundMonths(from, to, most, timezone);
	const { year } = wallTime(to, timezone);
	return times.slice(0, most).map((time, index) => {
		const wall = wallTime(time, timezone);
		if (step === undefined) return { time, text: monthText(wall, months) };
		const before = times[index - 1];
		const isNewDay = wall.hour === 0 && wall.minute === 0 && wall.second === 0;
		const isSkipped = before !== undefined && wallTime(before, timezone).day !== wall.day && !isNewDay;
		if (step >= DAY || isNewDay) return { time, text: dayText(wall, year, months) };
		const clock = clockText(wall, step < MINUTE);
		// Where the clocks jump over midnight, the day begins later.
		return { time, text: isSkipped ? `${dayText(wall, year, months)} ${clock}` : clock };
	});
}

function roundTimes(from: number, to: number, step: number, timezone: string): number[] {
	const anchor = step >= 7 * DAY ? MONDAY : 0;
	const first = Math.ceil((from + offsetAt(from, timezone) - anchor) / step) * step + anchor;
	const last = to + offsetAt(to, timezone);
	const times: number[] = [];
	// An hour more on both sides: the clocks may have been set in between.
	for (let local = first - step; local <= last + step; local += step) {
		const time = timeOfWall(local, timezone);
		if (time !== null && time >= from && time <= to && !(time <= (times.at(-1) ?? Number.NEGATIVE_INFINITY)))
			times.push(time);
	}
	return times;
}

function roundMonths(from: number, to: number, most: number, timezone: string): number[] {
	const [first, last] = [wallTime(from, timezone), wallTime(to, timezone)];
	const months = (last.year - first.year) * 12 + last.month - first.month + 1;
	const step = MONTHS.find((step) => months / step <= most) ?? Math.ceil(months / most / 120) * 120;
	const begin = Math.floor((first.year * 12 + first.month - 1) / step) * step;
	const times: number[] = [];
	for (let month = begin; month <= last.year * 12 + last.month - 1; month += step) {
		const time = timeOfWall(Date.UTC(Math.floor(month / 12), month % 12, 1), timezone);
		if (time !== null && time >= from && time <= to) times.push(time);
	}
	return times;
}

const CHARACTER_PX = 6.4;
const BETWEEN_PX = 16;

/** How many ticks there is room for, each as wide as its text. */
export function ticksThatFit(widthPx: number, windowMs: number): number {
	// "03:07", "21 Nov" or "Nov 2026"; seconds only where the steps are short.
	const characters = windowMs > 60 * DAY || windowMs < 10 * MINUTE ? 8 : 6;
	return Math.max(2, Math.min(8, Math.floor(widthPx / (characters * CHARACTER_PX + BETWEEN_PX))));
}
