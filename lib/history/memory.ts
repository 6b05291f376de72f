import { flatten, isWithin } from "@/lib/flatten";
import type { Snapshot } from "@/lib/metrics/types";
import { SeriesWindow } from "@/lib/series-window";
import { downsample } from "./downsample";
import type { Gap, HistoryQuery, HistoryRange, HistoryStore } from "./types";
import { unitOf } from "./units";

/** Remembers the newest `windowMs` in memory at the pace of the sampler; a restart of the server forgets it. */
export class MemoryHistory implements HistoryStore {
	#window: SeriesWindow;
	#windowMs: number;
	#stepMs: number;
	/** The time of the first snapshot. */
	#first = Number.POSITIVE_INFINITY;
	#gaps: Gap[] = [];

	constructor(options: { windowMs: number; stepMs: number }) {
		this.#window = new SeriesWindow(Math.ceil(options.windowMs / options.stepMs), options.stepMs);
		this.#windowMs = options.windowMs;
		this.#stepMs = options.stepMs;
	}

	get metrics(): readonly string[] {
		return this.#window.metrics;
	}

	append(snapshot: Snapshot, missingReason: string): void {
		const { time, events } = snapshot;
		const newest = this.#window.newest;
		if (time <= newest) {
			// The clock was set back: what is later than now never happened on it.
			this.#window.truncate(time);
			this.#gaps = this.#gaps.filter((gap) => gap.to < time);
		}
		if (Number.isFinite(newest) && time > newest + this.#stepMs) {
			this.#gaps.push({ from: newest + this.#stepMs, to: time - this.#stepMs, reason: missingReason });
			this.#gaps = this.#gaps.filter((gap) => gap.to > time - this.#windowMs);
		}
		this.#first = Math.min(this.#first, time);
		for (const [event, reading] of Object.entries(events)) {
			// Facts of the host are no series.
			if (event === "system") continue;
			// On the grid of the snapshot that carried it, so that all series share their times.
			flatten(event, reading, (metric, value) => this.#window.set(metric, time, value));
		}
		this.#window.forget(time - this.#windowMs);
	}

	range({ metrics, from, to, points }: HistoryQuery): HistoryRange {
		const stepMs = this.#stepMs;
		const wanted = this.metrics.filter(
			(metric) => metrics.length === 0 || metrics.some((name) => isWithin(metric, name)),
		);
		const last = Math.min(floor(to, stepMs), this.#window.newest);
		const first = Math.max(ceil(from, stepMs), this.#first, this.#window.newest - this.#windowMs + stepMs);
		const steps = Math.max(0, (last - first) / stepMs + 1);
		const width = Math.max(1, Math.ceil(steps / points));
		const read = (metric: string) =>
			steps === 0
				? []
				: downsample((time) => this.#window.get(metric, time), { from: first, to: last, stepMs, width });
		return {
			from: ceil(from, stepMs),
			to: floor(to, stepMs),
			stepMs: stepMs * width,
			tier: "memory",
			series: wanted.map((metric) => ({ metric, unit: unitOf(metric), points: read(metric) })),
			gaps: this.#gapsWithin(ceil(from, stepMs), Number.isFinite(last) ? last : floor(to, stepMs), first),
		};
	}

	#gapsWithin(from: number, to: number, first: number): Gap[] {
		const before = { from, to: first - this.#stepMs, reason: "before what this server remembers" };
		return [before, ...this.#gaps]
			.map((gap) => ({ ...gap, from: Math.max(gap.from, from), to: Math.min(gap.to, to) }))
			.filter((gap) => gap.from <= gap.to);
	}
}

const floor = (time: number, stepMs: number) => Math.floor(time / stepMs) * stepMs;
const ceil = (time: number, stepMs: number) => Math.ceil(time / stepMs) * stepMs;
