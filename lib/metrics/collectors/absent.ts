import type { Collector } from "../collector";
import type { MetricEvents, MetricName } from "../types";

/** Says of a metric that this system has none of it, and why: a reading of nothing but its blank. */
export function createAbsentCollector<M extends MetricName>(
	metric: M,
	blank: Collector<M>["blank"],
	reason: string,
): Collector<M> {
	const collect = ({ time }: { time: number }) =>
		({ ...blank, time, missing: { "": reason } }) as unknown as MetricEvents[M];
	return { metric, blank, collect };
}
