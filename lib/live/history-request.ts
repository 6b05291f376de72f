import { withBasePath } from "@/lib/base-path";
import { chartedMetrics } from "@/lib/charted";
import type { HistoryRange } from "@/lib/history/types";
import type { StateEvents } from "@/lib/metrics/types";
import { ownMetrics } from "@/lib/streams/types";
import { ask } from "./ask";

/** Of one request: its line may not grow without end. */
const mostNames = 100;
/** Of one answer: the server refuses more. */
const mostPoints = 100_000;

/** A part of the history; up to the newest reading where `to` is left out. */
export interface HistoryPart {
	from: number;
	to?: number;
	/** Of a series, at most. */
	points: number;
}

/**
 * Reads all series that a host with these readings has charts of, but those of which nothing is kept. Throws a
 * HistoryRefused with the server's words on why it does not answer, or what else went wrong.
 */
export async function readHistory(
	readings: Partial<StateEvents>,
	part: HistoryPart,
	signal: AbortSignal,
): Promise<HistoryRange> {
	const names = chartedMetrics(readings);
	const each = Math.max(1, Math.min(mostNames, Math.floor(mostPoints / part.points)));
	const first = await askFor(names.slice(0, each), part, signal);
	const series = [...first.series];
	for (let next = each; next < names.length; next += each) {
		// Up to where the first went, so that all have the same steps.
		const more = await askFor(names.slice(next, next + each), { ...part, to: first.to }, signal);
		series.push(...more.series);
	}
	const own = ownMetrics(readings.streams?.streams ?? []);
	for (let next = 0; next < own.length; next += each) {
		series.push(...(await askForOwn(own.slice(next, next + each), { ...part, to: first.to }, signal)));
	}
	return { ...first, series };
}

// By themselves, for of what was only just pushed for the first time nothing may be kept.
async function askForOwn(...asked: Parameters<typeof askFor>): Promise<HistoryRange["series"]> {
	try {
		return (await askFor(...asked)).series;
	} catch (error) {
		if (error instanceof HistoryRefused && error.isFinal) return [];
		throw error;
	}
}

async function askFor(
	names: readonly string[],
	part: HistoryPart,
	signal: AbortSignal,
): Promise<HistoryRange> {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(part)) {
		if (value !== undefined) query.set(name, String(Math.floor(value)));
	}
	for (const name of names) query.append("metric", name);
	const response = await ask(withBasePath(`/api/history?${query}`), { signal });
	const answer = await response.json();
	if (response.ok) return answer as HistoryRange;
	throw new HistoryRefused(answer?.error?.message ?? String(response.status), response.status);
}

/** The server's own words on why it does not answer. */
export class HistoryRefused extends Error {
	override name = "HistoryRefused";

	constructor(
		message: string,
		readonly status: number | null = null,
	) {
		super(message);
	}

	/** Whether the question is wrong, and will not be answered however often it is asked. */
	get isFinal(): boolean {
		return this.status === 400;
	}
}
