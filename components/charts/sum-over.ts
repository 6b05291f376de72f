import type { ReadableWindow } from "@/lib/series-window";

/**
 * A reading made of several: the sum of these fields over all devices of an event, as far as they are known, `NaN`
 * where none is.
 */
export function sumOver(
	event: string,
	fields: readonly string[],
): (window: ReadableWindow, time: number) => number {
	let all: readonly string[] = [];
	let summed: string[] = [];
	return (window, time) => {
		// Asked for hundreds of times a tick, while names change once in a while.
		if (window.metrics !== all) {
			all = window.metrics;
			summed = all.filter(
				(metric) => metric.startsWith(`${event}.`) && fields.some((field) => metric.endsWith(`.${field}`)),
			);
		}
		let sum = Number.NaN;
		for (const metric of summed) {
			const value = window.get(metric, time);
			if (!Number.isNaN(value)) sum = Number.isNaN(sum) ? value : sum + value;
		}
		return sum;
	};
}
