import type { MetricEvents, MetricName } from "./types";

/** When a reading is made: on the wall clock for people, on the monotonic clock for rates. */
export interface Instant {
	time: number;
	monotonicMs: number;
}

/** Reads one metric; throws when it cannot be read at all. */
export interface Collector<M extends MetricName> {
	metric: M;
	/**
	 * `null` means that there is nothing new to say. A promise never holds up a tick. What only people look at need not
	 * be read while nobody watches.
	 */
	collect(at: Instant, isWatched?: boolean): MetricEvents[M] | null | Promise<MetricEvents[M] | null>;
	/** The reading that stands for a failed one, but for its time and reason. */
	blank: Omit<MetricEvents[M], "time" | "missing">;
	/** Answers a question about more than a reading holds. */
	answer?(query: unknown): Promise<unknown>;
	close?(): void;
}

export type AnyCollector = { [M in MetricName]: Collector<M> }[MetricName];
