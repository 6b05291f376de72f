import { chartedMetrics } from "@/lib/charted";
import type { HistoryRange } from "@/lib/history/types";
import type { StateEvents } from "@/lib/metrics/types";

// A request's line may not grow without end: above this, whole events are asked for.
const mostNames = 150;
const wholeEvents = ["cpu", "memory", "load", "pressure", "kernel", "disk", "network"] as const;

/** A part of the history; up to the newest reading where `to` is left out, and as fine as it is kept without `points`. */
export interface HistoryPart {
	from: number;
	to?: number;
	points?: number;
}

/** Reads all series that a host with these readings has charts of. Throws an Error that says why it could not. */
export async function readHistory(
	readings: Partial<StateEvents>,
	part: HistoryPart,
	signal: AbortSignal,
): Promise<HistoryRange> {
	const names = chartedMetrics(readings);
	if (names.length <= mostNames) {
		const response = await ask(names, part, signal);
		if (response.status !== 400) return read(response);
	}
	// A name that the history does not hold, as of a device that came just now, is refused: all there is of its event is not.
	return read(
		await ask(
			wholeEvents.filter((name) => readings[name]),
			part,
			signal,
		),
	);
}

function ask(names: readonly string[], part: HistoryPart, signal: AbortSignal): Promise<Response> {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(part)) {
		if (value !== undefined) query.set(name, String(Math.floor(value)));
	}
	for (const name of names) query.append("metric", name);
	return fetch(`/api/history?${query}`, { signal });
}

async function read(response: Response): Promise<HistoryRange> {
	const answer = await response.json();
	if (!response.ok) throw new HistoryRefused(answer?.error?.message ?? String(response.status));
	return answer as HistoryRange;
}

/** The server's own words on why it does not answer. */
export class HistoryRefused extends Error {
	override name = "HistoryRefused";
}
