import type { TestInfo } from "@playwright/test";
import type { NativeTold } from "./native";
import type { Told } from "./viewer";

/** A cell of the table of what each browser did. */
export interface Cell {
	/** With its version. */
	browser: string;
	what: string;
	/** What happened when all was left to the browser's own EventSource; `null` where that was not looked at. */
	native: string | null;
	page: string | null;
}

/** Writes down a cell of the table. */
export function note(info: TestInfo, cell: Cell): void {
	info.annotations.push({ type: "cell", description: JSON.stringify(cell) });
}

/** What the page did about a fault, in a line. */
export function describePage({ said, namedMs, liveMs, asked, missing, isReloaded }: Told): string {
	const words = said
		.map(({ text }) => text.replace(/[ :].*/, ""))
		.filter((word, index, all) => word !== all[index - 1] && !(word === "Live" && index === all.length - 1));
	return [
		namedMs === null ? "stays Live" : `${words.join(", ")} after ${seconds(namedMs)}`,
		...(liveMs === null ? [] : [`Live ${seconds(Math.max(0, liveMs))} after the end`]),
		countRequests(asked),
		missing.length === 0 ? "no second missing" : `${missing.length} seconds missing`,
		...(isReloaded ? ["reloaded"] : []),
	].join("; ");
}

/** What an EventSource did about a fault, in a line. */
export function describeNative({ events, readingMs, gaveUp, asked, missed }: NativeTold): string {
	const errors = events.filter(({ type }) => type === "error");
	const [first] = errors;
	return [
		first
			? `${errors.length} ${errors.length === 1 ? "error" : "errors"}, the first after ${seconds(first.ms)}`
			: "no error",
		...(gaveUp ? ["**gives up for ever**"] : []),
		...(readingMs === null ? [] : [`a reading ${seconds(readingMs)} after the end`]),
		...(readingMs === null && !gaveUp ? ["**nothing for 15 s after the end**"] : []),
		countRequests(asked),
		...(missed > 0 ? [`${missed} ticks lost`] : []),
	].join("; ");
}

function countRequests(asked: string[]): string {
	return asked.length === 1 ? "1 request" : `${asked.length} requests`;
}

function seconds(ms: number): string {
	return `${(ms / 1_000).toFixed(ms < 100 ? 2 : 1)} s`;
}
