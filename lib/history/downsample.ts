import type { Point } from "./types";

/** Reads one series step by step (`NaN` is unknown) and gives one point for each `width` steps, counted from the epoch: its time, mean, min and max. */
export function downsample(
	read: (time: number) => number,
	range: { from: number; to: number; stepMs: number; width: number },
): Point[] {
	const points: Point[] = [];
	const { from, to, stepMs } = range;
	const widthMs = stepMs * range.width;
	for (let start = Math.floor(from / widthMs) * widthMs; start <= to; start += widthMs) {
		let sum = 0;
		let count = 0;
		let min = Number.POSITIVE_INFINITY;
		let max = Number.NEGATIVE_INFINITY;
		for (let time = Math.max(start, from); time < start + widthMs && time <= to; time += stepMs) {
			const value = read(time);
			if (Number.isNaN(value)) continue;
			sum += value;
			count++;
			if (value < min) min = value;
			if (value > max) max = value;
		}
		points.push(count === 0 ? [start, null, null, null] : [start, sum / count, min, max]);
	}
	return points;
}
