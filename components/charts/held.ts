import type { ReadableWindow } from "@/lib/series-window";

/** Before the window nothing is looked for, however long a reading holds. */
const mostSteps = 900;

/**
 * Reads a metric that comes at a pace of its own: each reading holds until the next, or for `holdMs`, so that what comes
 * each tenth step is a line and not a dot in ten.
 */
export function heldMetric(metric: string, holdMs: number): (window: ReadableWindow, time: number) => number {
	// Charts read from the left to the right: what holds at a step is mostly known from the one before.
	let last: { window: ReadableWindow; time: number; at: number } | null = null;
	return (window, time) => {
		const { stepMs } = window;
		const before = last?.window === window && last.time === time - stepMs ? last.at : null;
		const at = Number.isNaN(window.get(metric, time)) ? (before ?? findBefore(window, time)) : time;
		last = { window, time, at };
		return time - at <= holdMs ? window.get(metric, at) : Number.NaN;
	};

	function findBefore(window: ReadableWindow, time: number): number {
		const steps = Math.min(mostSteps, Math.floor(holdMs / window.stepMs));
		for (let step = 1; step <= steps; step++) {
			const at = time - step * window.stepMs;
			if (!Number.isNaN(window.get(metric, at))) return at;
		}
		return Number.NEGATIVE_INFINITY;
	}
}
