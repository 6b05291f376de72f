import { flatten } from "@/lib/flatten";
import { type MetricEvents, metricNames } from "@/lib/metrics/types";
import type { Tick } from "./types";

/** Makes the tick of what was read or still holds at a time. Facts of the host are no series. */
export class TickMaker {
	#metrics: string[] = [];

	make(time: number, events: Partial<MetricEvents>): Tick {
		const known = this.#metrics;
		const metrics: string[] = [];
		const values: number[] = [];
		let isSame = true;
		for (const event of metricNames) {
			const reading = events[event];
			if (!reading || event === "system") continue;
			// On the grid of the tick that carried it, so that all series share their times.
			flatten(event, reading, (metric, value) => {
				if (known[values.length] !== metric) isSame = false;
				metrics.push(metric);
				values.push(value ?? Number.NaN);
			});
		}
		if (!isSame || metrics.length !== known.length) this.#metrics = metrics;
		return { time, metrics: this.#metrics, values: Float64Array.from(values) };
	}
}
