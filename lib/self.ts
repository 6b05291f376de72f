import { monitorEventLoopDelay } from "node:perf_hooks";
import type { SelfReading, Snapshot } from "./metrics/types";
import { createOwnCost, type OwnCost } from "./own-cost";

/** What this process itself costs. */
export interface Self extends OwnCost {
	/** The 99th percentile. */
	eventLoopDelayMs: number | null;
}

// The histogram counts the time between two looks, of which this much is meant to pass.
const resolutionMs = 100;
const first = "first reading";

/** Watches this process; `read` tells what it cost over the last few seconds. */
export function createSelf() {
	const delay = monitorEventLoopDelay({ resolution: resolutionMs });
	delay.enable();
	const readCost = createOwnCost();
	let last: Self | null = null;
	let sent = { bytes: 0, at: performance.now() };
	const read = (): Self => {
		// Many may ask: each would otherwise cut the interval of the others short.
		const cost = readCost();
		if (cost || !last) {
			const delayMs = Math.max(0, delay.percentile(99) / 1e6 - resolutionMs);
			last = {
				...(cost ?? { cpuUtilization: null, residentBytes: process.memoryUsage.rss() }),
				eventLoopDelayMs: delay.count > 0 ? Math.round(delayMs * 10) / 10 : null,
			};
			delay.reset();
		}
		return last;
	};
	return {
		read,
		/** The snapshot, and in it what Hostbeat costs whenever the sampler told its part of that. */
		join(snapshot: Snapshot, { viewers, sentBytes }: { viewers: number; sentBytes: number }): Snapshot {
			const { cost, time, tookMs, latenessMs } = snapshot;
			if (!cost) return snapshot;
			const own = read();
			const now = performance.now();
			const sentBytesPerSecond = Math.round(((sentBytes - sent.bytes) / (now - sent.at)) * 1_000);
			sent = { bytes: sentBytes, at: now };
			const missing: Record<string, string> = {};
			if (own.cpuUtilization === null) missing.cpuUtilization = first;
			if (own.eventLoopDelayMs === null) missing.eventLoopDelayMs = first;
			const self: SelfReading = {
				...{ time, tier: "warm", latenessMs, viewers, sentBytesPerSecond },
				...{ cpuUtilization: add(own.cpuUtilization, cost.cpuUtilization) },
				...{ residentBytes: own.residentBytes + cost.residentBytes, eventLoopDelayMs: own.eventLoopDelayMs },
				sampler: { ...cost, tookMs },
				...(Object.keys(missing).length > 0 && { missing }),
			};
			return { ...snapshot, events: { ...snapshot.events, self } };
		},
		close: () => delay.disable(),
	};
}

function add(one: number | null, other: number | null): number | null {
	return one === null || other === null ? null : Math.round((one + other) * 10_000) / 10_000;
}
