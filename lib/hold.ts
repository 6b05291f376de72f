import type { MetricEvents, MetricName, MetricPace } from "./metrics/types";

/**
 * The readings of slow metrics that are still true at `time`: one holds until the next is due, so that a metric which
 * is read each tenth tick is a line and not a dot in ten. Never `system`, whose facts are no series, nor one that is
 * read at each tick, where a missing reading is a hole.
 */
export function holdReadings(
	latest: Partial<MetricEvents>,
	pace: MetricPace,
	time: number,
	intervalMs: number,
): Partial<MetricEvents> {
	const held = Object.entries(latest).filter(([name, reading]) => {
		const ticks = pace[name as MetricName];
		const ageMs = time - reading.time;
		// Up to and with the tick at which the next is asked for: its answer comes with the one after. A reading from
		// the future is one of before the clock was set back.
		return name !== "system" && ticks > 1 && ageMs >= 0 && ageMs <= ticks * intervalMs;
	});
	return Object.fromEntries(held);
}
