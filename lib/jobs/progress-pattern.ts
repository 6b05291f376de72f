/** So much of a line is looked at: what tells progress is short. */
const reach = 200;

/** The share that a line tells by a pattern whose first group is a percentage; `null` where it tells none. */
export function readPercentage(pattern: RegExp, line: string): number | null {
	const [, text] = pattern.exec(line.slice(-reach)) ?? [];
	const percentage = text === undefined ? Number.NaN : Number(text.trim().replace(",", "."));
	return percentage >= 0 && percentage <= 100 ? percentage / 100 : null;
}
