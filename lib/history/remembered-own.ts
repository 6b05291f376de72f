import { OwnPoints } from "./own-points";
import type { OwnReading, Point } from "./types";

/** So many readings of a series are remembered. */
const most = 5_000;

/** Own readings in memory. */
export class RememberedOwn {
	#series = new Map<string, OwnReading[]>();
	#names: readonly string[] | null = null;

	/** The same list until one comes or goes. */
	get names(): readonly string[] {
		this.#names ??= [...this.#series.keys()];
		return this.#names;
	}

	/** Keeps those that are not from before a time, and tells how many. */
	keep(readings: readonly OwnReading[], oldest: number): number {
		let kept = 0;
		for (const reading of readings) {
			if (reading.time < oldest) continue;
			kept++;
			const all = this.#of(reading.metric);
			const at = indexOf(all, reading.time);
			all.splice(at, all[at]?.time === reading.time ? 1 : 0, reading);
			if (all.length > most) all.shift();
		}
		return kept;
	}

	/** Of a series from a time to before another, on a grid. */
	read(metric: string, from: number, until: number, widthMs: number): Point[] {
		const all = this.#series.get(metric) ?? [];
		const points = new OwnPoints(widthMs);
		for (const { time, value } of all.slice(indexOf(all, from), indexOf(all, until))) {
			points.add({ time, min: value, max: value, mean: value, count: 1 });
		}
		return points.points;
	}

	/** The oldest reading of these series from a time on; `null` without one. */
	next(metrics: readonly string[], from: number): number | null {
		const times = metrics.flatMap((metric) => {
			const all = this.#series.get(metric) ?? [];
			return all[indexOf(all, from)]?.time ?? [];
		});
		return times.length > 0 ? Math.min(...times) : null;
	}

	/** Forgets all from before a time. */
	forget(before: number): void {
		for (const [metric, all] of this.#series) {
			const [first] = all;
			if (first && first.time >= before) continue;
			all.splice(0, indexOf(all, before));
			if (all.length > 0) continue;
			this.#series.delete(metric);
			this.#names = null;
		}
	}

	#of(metric: string): OwnReading[] {
		let all = this.#series.get(metric);
		if (!all) {
			all = [];
			this.#series.set(metric, all);
			this.#names = null;
		}
		return all;
	}
}

/** Where the first one stands that is not before `time`. */
function indexOf(all: readonly OwnReading[], time: number): number {
	let [low, high] = [0, all.length];
	// Mostly it is the newest.
	if ((all.at(-1)?.time ?? 0) < time) return high;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((all[middle] as OwnReading).time < time) low = middle + 1;
		else high = middle;
	}
	return low;
}
