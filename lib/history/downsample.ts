import type { Point } from "./types";

/** Reads one series step by step (`NaN` is unknown) and gives one point for each `width` steps: its last time, mean, min and max. */
export function downsample(
	read: (time: number) => number,
	range: { from: number; to: number; stepMs: number; width: number },
): Point[] {
	const points: Point[] = [];
	const { from, to, stepMs, width } = range;
	for (let start = from; start <= to; start += stepMs * width) {
		let sum = 0;
		let count = 0;
		let min = Number.POSITIVE_INFINITY;
		let max = Number.NEGATIVE_INFINITY;
		const end = Math.min(start + stepMs * (width - 1), to);
		for (let time = start; time <= end; time += stepMs) {
			const value = read(time);
			if (Number.isNaN(value)) continue;
			sum += value;
			count++;
			if (value < min) min = value;
			if (value > max) max = value;
		}
		points.push(count === 0 ? [end, null, null, null] : [end, sum / count, min, max]);
	}
	return points;
}
