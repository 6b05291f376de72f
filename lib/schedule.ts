import type { MetricName, MetricPace, Tier } from "./metrics/types";

interface Plan {
	tier: Tier;
	/** Milliseconds between two readings: `null` is each tick, and `never` not at all, while nobody watches. */
	every: number | null | "never";
	/** The same while somebody watches it. */
	watched?: number;
}

/** How often each metric is read on a host. */
export type Schedule = Record<MetricName, Plan>;

const hot: Plan = { tier: "hot", every: null };
const warm = (every: Plan["every"], watched?: number): Plan => ({ tier: "warm", every, watched });
const cold = (every: number): Plan => ({ tier: "cold", every });

/** Where the kernel's own files are read. */
export const linuxSchedule: Schedule = {
	cpu: hot,
	memory: hot,
	load: hot,
	// The kernel makes its averages anew each two seconds.
	pressure: { tier: "hot", every: 2_000 },
	disk: hot,
	network: hot,
	kernel: warm(5_000),
	filesystem: warm(10_000),
	// For the history: what was busy in the minute of a peak.
	process: warm(10_000, 2_000),
	container: warm(15_000, 5_000),
	temperature: warm(10_000, 5_000),
	gpu: warm("never", 10_000),
	battery: warm(30_000),
	diskHealth: cold(1_800_000),
	system: cold(60_000),
	self: warm(5_000),
};

/** On all other systems, where programs must be started to read some of them. */
export const portableSchedule: Schedule = {
	...linuxSchedule,
	memory: warm(5_000),
	pressure: cold(600_000),
	disk: warm(5_000),
	network: warm(5_000),
	kernel: cold(600_000),
	filesystem: warm(30_000),
	process: warm(60_000, 10_000),
	container: warm("never", 30_000),
	temperature: warm("never", 30_000),
	battery: warm(300_000, 60_000),
};

/** The schedule of a host of this platform, as `process.platform` names it. */
export function scheduleOn(platform: string): Schedule {
	return platform === "linux" ? linuxSchedule : portableSchedule;
}

/** After how many ticks a metric is read again, `null` when it is not read at all. */
export function ticksBetween(
	{ every, watched }: Plan,
	intervalMs: number,
	isWatched: boolean,
): number | null {
	const ms = (isWatched ? watched : undefined) ?? every;
	if (ms === "never") return null;
	return ms === null ? 1 : Math.max(1, Math.round(ms / intervalMs));
}

/** The pace of each metric: while it is watched, or the slower one that it always has. One that is only read while watched has that pace. */
export function paceOf(
	schedule: Schedule,
	intervalMs: number,
	{ watched }: { watched: boolean },
): MetricPace {
	const paces = Object.entries(schedule).map(([name, plan]) => [
		name,
		ticksBetween(plan, intervalMs, watched) ?? ticksBetween(plan, intervalMs, true),
	]);
	return Object.fromEntries(paces) as MetricPace;
}
