/** A hole that is longer than this ends a line: what an older one knows of it is told again. */
export const longHoleMs = 3_600_000;

/** The beginning of the step that holds `time`: steps are counted from the epoch. */
export function floorTo(time: number, stepMs: number): number {
	return Math.floor(time / stepMs) * stepMs;
}

/** The first step that begins at `time` or later. */
export function ceilTo(time: number, stepMs: number): number {
	return Math.ceil(time / stepMs) * stepMs;
}

/**
 * The least number of steps to a point with which a range has at most so many points, however little of it is known:
 * so that a picture has the same steps while it fills.
 */
export function pointWidth(
	{ from, to, points }: { from: number; to: number; points: number },
	stepMs: number,
): number {
	const first = ceilTo(from, stepMs);
	const last = Math.max(first, floorTo(to, stepMs));
	const count = (width: number) =>
		Math.floor(last / (stepMs * width)) - Math.floor(first / (stepMs * width)) + 1;
	let width = Math.max(1, Math.ceil((last - first + stepMs) / stepMs / points));
	// Groups lie on a grid of their own, so that both ends may cut one.
	while (count(width) > Math.max(points, 2)) width++;
	// One group for all: of each width it is chance whether a group ends within the range.
	while (count(width) > points && width * stepMs <= last) width = Math.ceil(width * 1.01);
	return width;
}

/** How many of these ascending times are before `time`. */
export function countBefore(times: Float64Array, time: number): number {
	let low = 0;
	let high = times.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((times[middle] as number) < time) low = middle + 1;
		else high = middle;
	}
	return low;
}
