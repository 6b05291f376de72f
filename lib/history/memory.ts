import { isWithin } from "@/lib/flatten";
import { SeriesWindow } from "@/lib/series-window";
import { downsample } from "./downsample";
import { gapsOf } from "./gaps";
import { ceilTo, floorTo, pointWidth } from "./grid";
import { isOwnOnly, ownUntil } from "./own-points";
import { checkRoom, mostOwnSeries, tooOld } from "./own-rules";
import { RememberedOwn } from "./remembered-own";
import type {
	Fact,
	HistoryQuery,
	HistoryRange,
	HistoryStore,
	Kept,
	OwnKept,
	OwnReading,
	ProcessMinute,
	Tick,
} from "./types";
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
	#own = new RememberedOwn();
	#names: { measured: readonly string[]; own: readonly string[]; all: readonly string[] } | null = null;

	constructor(options: { windowMs: number; stepMs: number }) {
		this.#window = new SeriesWindow(Math.ceil(options.windowMs / options.stepMs), options.stepMs);
		this.#windowMs = options.windowMs;
		this.#stepMs = options.stepMs;
	}

	get metrics(): readonly string[] {
		const measured = this.#window.metrics;
		const own = this.#own.names;
		if (this.#names?.measured !== measured || this.#names.own !== own) {
			this.#names = { measured, own, all: own.length === 0 ? measured : [...new Set([...measured, ...own])] };
		}
		return this.#names.all;
	}

	get kept(): Kept {
		const from = Number.isFinite(this.#first) ? Math.max(this.#first, this.#oldest) : null;
		const tier = { name: tierName, stepMs: this.#stepMs, retentionMs: this.#windowMs, from, bytes: 0 };
		const series = this.metrics.length;
		const oldest = this.nextOwn(this.#own.names, 0);
		return {
			...{ state: "memory", reason: null, file: null, bytes: 0, maxBytes: 0, series, tiers: [tier] },
			...(oldest !== null && {
				own: { series: this.#own.names.length, most: mostOwnSeries, from: oldest, bytes: 0 },
			}),
		};
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
		this.#own.forget(time - this.#windowMs);
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

	keepOwn(readings: readonly OwnReading[]): OwnKept {
		checkRoom(readings, new Set(this.#own.names), new Set(this.#window.metrics));
		const kept = this.#own.keep(readings, this.#window.newest - this.#windowMs);
		return { kept, reason: kept < readings.length ? tooOld : null };
	}

	nextOwn(metrics: readonly string[], from: number): number | null {
		return this.#own.next(metrics, from);
	}

	range({ metrics, from, to, points, tier }: HistoryQuery): HistoryRange {
		if (tier !== undefined && tier !== tierName) {
			throw new RangeError(`tier: expected "${tierName}", got "${tier}"`);
		}
		const stepMs = this.#stepMs;
		const isAsked = (metric: string) =>
			metrics.length === 0 || metrics.some((name) => isWithin(metric, name));
		const wanted = this.#window.metrics.filter(isAsked);
		const own = this.#own.names.filter((metric) => isAsked(metric) && !wanted.includes(metric));
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
		const measured = wanted.map((metric) => ({ metric, unit: unitOf(metric), points: read(metric) }));
		const until = ownUntil(range.to + stepMs, this.#window.newest);
		const others = own
			.map((metric) => {
				const points = this.#own.read(metric, range.from, until, stepMs * width);
				return { metric, unit: unitOf(metric), points };
			})
			.filter(({ metric, points }) => metrics.includes(metric) || points.length > 0);
		return {
			...range,
			stepMs: stepMs * width,
			tier: tierName,
			series: [...measured, ...others],
			gaps: isOwnOnly(measured, others) ? [] : gapsOf(facts, { ...range, first, stepMs }),
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
