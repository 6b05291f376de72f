import type { LiveStore } from "@/lib/live/store";

/**
 * The mean of a series over the last `spanMs` of the window, five minutes unless told; 0 where nothing is known of it.
 * What is judged by it does not change its mind each second.
 */
export function meanOf({ window }: LiveStore, metric: string, spanMs = 5 * 60_000): number {
	const { newest, stepMs } = window;
	let [sum, count] = [0, 0];
	for (let time = newest; time > newest - spanMs; time -= stepMs) {
		const value = window.get(metric, time);
		if (Number.isNaN(value)) continue;
		sum += value;
		count++;
	}
	return count === 0 ? 0 : sum / count;
}

/** How much a counter of the last five minutes has grown since the first that is known of it; a new count begins at 0. */
export function growthOf({ window }: LiveStore, metric: string): number {
	const { newest, stepMs } = window;
	let [grown, later] = [0, Number.NaN];
	for (let time = newest; time > newest - 5 * 60_000; time -= stepMs) {
		const value = window.get(metric, time);
		if (Number.isNaN(value)) continue;
		if (later > value) grown += later - value;
		later = value;
	}
	return grown;
}
