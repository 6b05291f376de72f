import { describe, expect, it } from "vitest";
import { MemoryHistory } from "./memory";

const metrics = ["load.one", "load.five"];
const query = { metrics: ["load.one"], from: 0, to: 100_000, points: 100 };

function remember(values: [time: number, one: number | null][], windowMs = 60_000) {
	const history = new MemoryHistory({ windowMs, stepMs: 1_000 });
	for (const [time, one] of values) {
		history.append({ time, metrics, values: Float64Array.of(one ?? Number.NaN, 1) });
	}
	return history;
}

describe("MemoryHistory", () => {
	it("names a hole with its reason instead of drawing over it", () => {
		const history = remember([
			[10_000, 1],
			[11_000, 2],
			[15_000, 3],
		]);
		history.note({ kind: "off", time: 12_000, until: 14_000, detail: { clean: true } });
		const { series, gaps } = history.range({ ...query, from: 10_000 });
		expect(gaps).toEqual([{ from: 12_000, to: 14_000, reason: "Hostbeat was off: it had been stopped" }]);
		expect(series[0]?.points.map(([, mean]) => mean)).toEqual([1, 2, null, null, null, 3]);
	});

	it("keeps a value that was not known apart from a reading that never came", () => {
		const { series, gaps } = remember([
			[10_000, 1],
			[11_000, null],
		]).range({ ...query, from: 10_000 });
		expect(series[0]?.points).toEqual([
			[10_000, 1, 1, 1],
			[11_000, null, null, null],
		]);
		expect(gaps).toEqual([]);
	});

	it("says what it cannot know because it was before its time", () => {
		const { gaps } = remember([[10_000, 1]]).range({ ...query, from: 5_000 });
		expect(gaps).toEqual([{ from: 5_000, to: 9_000, reason: "before what this server remembers" }]);
	});

	it("is empty and says so before the first reading", () => {
		const history = new MemoryHistory({ windowMs: 60_000, stepMs: 1_000 });
		const range = history.range({ ...query, from: 1_000, to: 5_000 });
		expect(range.series).toEqual([]);
		expect(range.gaps).toEqual([{ from: 1_000, to: 5_000, reason: "before what this server remembers" }]);
	});

	it("keeps peak and low when it gives fewer points than steps", () => {
		const { series, stepMs } = remember([
			[10_000, 1],
			[11_000, 9],
			[12_000, 2],
			[13_000, 0],
		]).range({ ...query, from: 10_000, points: 2 });
		expect(stepMs).toBe(2_000);
		expect(series[0]?.points).toEqual([
			[10_000, 5, 1, 9],
			[12_000, 1, 0, 2],
		]);
	});

	it("starts its line anew when the clock is set back, and never lets time run backwards", () => {
		const history = remember([
			[50_000, 1],
			[51_000, 2],
			[30_000, 3],
			[31_000, 4],
		]);
		const { series } = history.range({ ...query, from: 30_000 });
		expect(series[0]?.points.map(([time, mean]) => [time, mean])).toEqual([
			[30_000, 3],
			[31_000, 4],
		]);
	});

	it("remembers no more than its window", () => {
		const history = remember(
			Array.from({ length: 100 }, (_, index): [number, number] => [index * 1_000, index]),
			10_000,
		);
		expect(history.range(query).series[0]?.points.map(([, mean]) => mean)).toEqual([
			90, 91, 92, 93, 94, 95, 96, 97, 98, 99,
		]);
	});

	it("gives all metrics that begin with a name, at a dot only", () => {
		const history = remember([[10_000, 1]]);
		expect(history.range({ ...query, metrics: ["load"] }).series).toHaveLength(2);
		expect(history.range({ ...query, metrics: ["load.on"] }).series).toHaveLength(0);
	});
});
