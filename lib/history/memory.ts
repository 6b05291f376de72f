import { isWithin } from "@/lib/flatten";
import { SeriesWindow } from "@/lib/series-window";
import { downsample } from "./downsample";
import { gapsOf } from "./gaps";
import { ceilTo, floorTo, pointWidth } from "./grid";
import type { Fact, HistoryQuery, HistoryRange, HistoryStore, Kept, ProcessMinute, Tick } from "./types";
import { unitOf } from "./units";

/** Remembers the newest `windowMs` in memory at the pace of the sampler; a restart of the server forgets it. */
export class MemoryHistory implements HistoryStore {
	#window: SeriesWindow;
	#windowMs: number;
	#stepMs: number;
	/** The time of the first tick. */
	#first = Number.POSITIVE_INFINITY;
	#facts: Fact[] = [];
	#minutes: ProcessMinute[] = [];

	constructor(options: { windowMs: number; stepMs: number }) {
		this.#window = new SeriesWindow(Math.ceil(options.windowMs / options.stepMs), options.stepMs);
		this.#windowMs = options.windowMs;
		this.#stepMs = options.stepMs;
	}

	get metrics(): readonly string[] {
		return this.#window.metrics;
	}

	get kept(): Kept {
		const from = Number.isFinite(this.#first) ? Math.max(this.#first, this.#oldest) : null;
		const tier = { name: tierName, stepMs: this.#stepMs, retentionMs: this.#windowMs, from, bytes: 0 };
		const series = this.metrics.length;
		return { state: "memory", reason: null, file: null, bytes: 0, maxBytes: 0, series, tiers: [tier] };
	}

	append({ time, metrics, values }: Tick): void {
		if (time <= this.#window.newest) {
			// The clock was set back: what is later than now never happened on it.
			this.#window.truncate(time);
			this.#facts = this.#facts.filter((fact) => (fact.until ?? fact.time) <= time);
			this.#minutes = this.#minutes.filter((minute) => minute.time < time);
		}
		this.#first = Math.min(this.#first, time);
		for (const [index, metric] of metrics.entries())
			this.#window.set(metric, time, values[index] ?? Number.NaN);
		this.#window.forget(time - this.#windowMs);
	}

	note(fact: Fact): void {
		this.#facts = this.#facts.filter(({ time, until }) => (until ?? time) > fact.time - this.#windowMs);
		this.#facts.push(fact);
		this.#facts.sort((one, other) => one.time - other.time);
	}

	keepProcesses(minute: ProcessMinute): void {
		this.#minutes = this.#minutes.filter(({ time }) => time > minute.time - this.#windowMs);
		this.#minutes.push(minute);
	}

	range({ metrics, from, to, points, tier }: HistoryQuery): HistoryRange {
		if (tier !== undefined && tier !== tierName) {
			throw new RangeError(`tier: expected "${tierName}", got "${tier}"`);
		}
		const stepMs = this.#stepMs;
		const wanted = this.metrics.filter(
			(metric) => metrics.length === 0 || metrics.some((name) => isWithin(metric, name)),
		);
		const last = Math.min(floorTo(to, stepMs), this.#window.newest);
		const first = Math.max(ceilTo(from, stepMs), this.#first, this.#oldest);
		const steps = Math.max(0, (last - first) / stepMs + 1);
		const width = tier === undefined ? pointWidth({ from, to, points }, stepMs) : 1;
		const read = (metric: string) =>
			steps === 0
				? []
				: downsample((time) => this.#window.get(metric, time), { from: first, to: last, stepMs, width });
		const range = { from: ceilTo(from, stepMs), to: Number.isFinite(last) ? last : floorTo(to, stepMs) };
		const facts = this.facts(range.from, range.to);
		return {
			...range,
			stepMs: stepMs * width,
			tier: tierName,
			series: wanted.map((metric) => ({ metric, unit: unitOf(metric), points: read(metric) })),
			gaps: gapsOf(facts, { ...range, first, stepMs }),
			facts,
		};
	}

	facts(from: number, to: number): Fact[] {
		return this.#facts.filter((fact) => (fact.until ?? fact.time) >= from && fact.time <= to);
	}

	processes(from: number, to: number): ProcessMinute[] {
		return this.#minutes.filter(({ time }) => time > from - 60_000 && time <= to);
	}

	close(): void {}

	/** The oldest time that the window can hold. */
	get #oldest(): number {
		return this.#window.newest - this.#windowMs + this.#stepMs;
	}
}

const tierName = "memory";
