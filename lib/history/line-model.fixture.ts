import { expect } from "vitest";
import type { HistoryStore, Point, Tick } from "./types";

/** A tick of up to three series, some of which are not known or not there. */
export function randomTick(random: () => number, time: number): Tick {
	const names = ["a", "b", "c"].filter((_, index) => index === 0 || random() < 0.98);
	const value = () => (random() < 0.02 ? Number.NaN : Math.round(random() * 10_000) / 10_000);
	return { time, metrics: names, values: Float64Array.from(names, value) };
}

/** Mostly the next second; sometimes after a hole, and seldom back. */
export function nextTime(random: () => number, time: number): number {
	const kind = random();
	if (kind < 0.003) return time - Math.floor(random() * 300) * 1_000;
	if (kind < 0.01) return time + Math.ceil(random() * 200) * 1_000;
	return time + 1_000;
}

/** All readings, and what a store must say of them. */
export class Model {
	#ticks: Tick[] = [];

	append(tick: Tick): void {
		if (tick.time <= (this.#ticks.at(-1)?.time ?? 0)) {
			this.#ticks = this.#ticks.filter(({ time }) => time < tick.time);
		}
		this.#ticks.push(tick);
	}

	get newest(): number {
		return this.#ticks.at(-1)?.time ?? 0;
	}

	/** Asks for a range by chance, and compares each point with the readings in it. */
	check(store: HistoryStore, random: () => number, mayName = true): void {
		const oldest = this.#ticks[0]?.time ?? 0;
		const span = this.newest - oldest;
		const from = oldest + Math.floor(random() * 1.1 * span - 0.05 * span);
		const to = from + Math.floor(random() * (this.newest + 20_000 - from));
		const points = 1 + Math.floor(random() * 200);
		const named =
			mayName && random() < 0.3
				? store.kept.tiers[Math.floor(random() * store.kept.tiers.length)]
				: undefined;
		const range = store.range({ metrics: ["a", "c"], from, to, points, ...(named && { tier: named.name }) });
		const tier = store.kept.tiers.find(({ name }) => name === range.tier);
		const stepMs = tier?.stepMs ?? 0;
		const first = Math.max(range.from, Math.floor((tier?.from ?? 0) / stepMs) * stepMs);
		expect(range.from).toBe(Math.ceil(from / stepMs) * stepMs);
		expect(range.to).toBe(Math.floor(Math.min(to, this.newest) / stepMs) * stepMs);
		for (const { metric, points: told } of range.series) {
			if (!named) expect(told.length).toBeLessThanOrEqual(points);
			const count = Math.floor(range.to / range.stepMs) - Math.floor(first / range.stepMs) + 1;
			expect(told.map(([time]) => time)).toEqual(
				Array.from(
					{ length: first > range.to ? 0 : count },
					(_, index) => (Math.floor(first / range.stepMs) + index) * range.stepMs,
				),
			);
			for (const point of told) {
				const start = Math.max(point[0], first);
				const end = Math.min(point[0] + range.stepMs, range.to + stepMs);
				expectPoint(point, this.#values(metric, start, end));
			}
		}
	}

	#values(metric: string, from: number, until: number): number[] {
		return this.#ticks
			.filter(({ time }) => time >= from && time < until)
			.map(({ metrics, values }) => values[metrics.indexOf(metric)] ?? Number.NaN)
			.filter((value) => !Number.isNaN(value));
	}
}

function expectPoint([, mean, min, max]: Point, values: number[]): void {
	if (values.length === 0) {
		expect([mean, min, max]).toEqual([null, null, null]);
		return;
	}
	const lowest = Math.min(...values);
	const highest = Math.max(...values);
	expect([min, max]).toEqual([lowest, highest]);
	const expected = values.reduce((sum, value) => sum + value, 0) / values.length;
	// A roll-up tells the mean to a thousandth of what lies between, and there may be three above one another.
	expect(Math.abs((mean as number) - expected)).toBeLessThanOrEqual((highest - lowest) * 0.004 + 1e-9);
}
