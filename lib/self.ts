import { monitorEventLoopDelay } from "node:perf_hooks";

/** What this process itself costs. */
export interface Self {
	/** Share of one core, 0–1. */
	cpuUtilization: number | null;
	residentBytes: number;
	/** The 99th percentile. */
	eventLoopDelayMs: number | null;
}

// Many may ask: each would otherwise cut the interval of the others short.
const leastMs = 5_000;
// The histogram counts the time between two looks, of which this much is meant to pass.
const resolutionMs = 100;

/** Watches this process; `read` tells what it cost over the last few seconds. */
export function createSelf() {
	const delay = monitorEventLoopDelay({ resolution: resolutionMs });
	delay.enable();
	let usage = process.cpuUsage();
	let at = performance.now();
	let last: Self | null = null;
	return {
		read(): Self {
			const elapsedMs = performance.now() - at;
			if (last && elapsedMs < leastMs) return last;
			const used = process.cpuUsage(usage);
			last = {
				cpuUtilization: elapsedMs > 0 ? round((used.user + used.system) / 1_000 / elapsedMs, 4) : null,
				residentBytes: process.memoryUsage.rss(),
				eventLoopDelayMs:
					delay.count > 0 ? round(Math.max(0, delay.percentile(99) / 1e6 - resolutionMs), 1) : null,
			};
			usage = process.cpuUsage();
			at = performance.now();
			delay.reset();
			return last;
		},
		close: () => delay.disable(),
	};
}

const round = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits;
