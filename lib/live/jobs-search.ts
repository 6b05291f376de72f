import type { LogLine } from "./jobs-log";

/** Where something was found: from and to are places in the line's text. */
export interface Found {
	line: LogLine;
	from: number;
	to: number;
}

/** More than so many help nobody. */
export const mostFound = 10_000;

/** All places where the text stands, whatever its case, the oldest first. */
export function findInLog(chunks: readonly (readonly LogLine[])[], text: string): Found[] {
	const wanted = text.toLowerCase();
	const found: Found[] = [];
	if (wanted === "") return found;
	for (const chunk of chunks) {
		for (const line of chunk) {
			const lower = line.text.toLowerCase();
			// A few letters change their length with their case: then it is looked for as it was written.
			const hay = lower.length === line.text.length ? lower : line.text;
			for (let at = hay.indexOf(wanted); at !== -1; at = hay.indexOf(wanted, at + wanted.length)) {
				found.push({ line, from: at, to: at + wanted.length });
				if (found.length === mostFound) return found;
			}
		}
	}
	return found;
}

/** The next place after one, around the end; `null` where there is none. */
export function stepFound(count: number, at: number | null, step: 1 | -1): number | null {
	if (count === 0) return null;
	if (at === null || at >= count) return step === 1 ? 0 : count - 1;
	return (at + step + count) % count;
}
