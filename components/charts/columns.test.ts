import { describe, expect, it } from "vitest";
import { SeriesWindow } from "@/lib/series-window";
import type { ChartSeries } from "./chart-source";
import { peakOf, positionsIn, readColumns } from "./columns";

const STEP = 1000;

function windowOf(metrics: Record<string, (number | null)[]>): SeriesWindow {
	const window = new SeriesWindow(10, STEP);
	for (const [metric, values] of Object.entries(metrics)) {
		for (const [index, value] of values.entries()) window.set(metric, (index + 1) * STEP, value);
	}
	return window;
}

function series(metric: ChartSeries["metric"], more: Partial<ChartSeries> = {}): ChartSeries {
	return { metric, label: String(metric), colorToken: 1, ...more };
}

function read(window: SeriesWindow, list: ChartSeries[], stacked = false): number[][] {
	return readColumns(window, list, 3, stacked).map(({ values }) => [...values]);
}

describe("readColumns", () => {
	it("keeps what is not known apart from zero", () => {
		expect(read(windowOf({ a: [0, null, 3] }), [series("a")])).toEqual([[0, Number.NaN, 3]]);
	});

	it("ends at the newest reading and leaves the time before the first one open", () => {
		expect(read(windowOf({ a: [1, 2, 3, 4] }), [series("a")])).toEqual([[2, 3, 4]]);
		expect(read(windowOf({ a: [7] }), [series("a")])).toEqual([[Number.NaN, Number.NaN, 7]]);
		expect(read(new SeriesWindow(10, STEP), [series("a")])).toEqual([[Number.NaN, Number.NaN, Number.NaN]]);
	});

	it("stacks each side of zero for itself", () => {
		const window = windowOf({ a: [1, 1, 1], b: [2, 2, 2], c: [5, 5, 5] });
		const list = [series("a"), series("c", { mirrored: true }), series("b")];
		expect(read(window, list, true)).toEqual([
			[1, 1, 1],
			[-5, -5, -5],
			[3, 3, 3],
		]);
	});

	it("stands on the series below when the one between is not known", () => {
		const window = windowOf({ a: [1, 1, 1], b: [2, null, 2], c: [4, 4, 4] });
		const columns = readColumns(window, [series("a"), series("b"), series("c")], 3, true);
		expect([...(columns[2]?.values ?? [])]).toEqual([7, 5, 7]);
		expect([...(columns[2]?.base ?? [])]).toEqual([3, 1, 3]);
		expect(columns[0]?.base).toBeNull();
	});

	it("scales, and reads what is made of several metrics", () => {
		const window = windowOf({ a: [1, 2, 3], b: [10, 10, 10] });
		const both = series((from, time) => from.get("a", time) + from.get("b", time), { scale: 2 });
		expect(read(window, [both])).toEqual([[22, 24, 26]]);
	});

	it("gives the same when it reuses its arrays", () => {
		const window = windowOf({ a: [1, 2, 3] });
		const first = readColumns(window, [series("a")], 3);
		window.set("a", 4 * STEP, 4);
		const second = readColumns(window, [series("a")], 3, false, first);
		expect([...(second[0]?.values ?? [])]).toEqual([2, 3, 4]);
		expect(second[0]?.values).toBe(first[0]?.values);
	});
});

describe("peakOf", () => {
	it("counts mirrored values too, and neither gaps nor infinity", () => {
		const values = Float64Array.from([1, -7, Number.NaN, Number.POSITIVE_INFINITY]);
		expect(peakOf([{ values, base: null }])).toBe(7);
		expect(peakOf([])).toBe(0);
	});
});

describe("positionsIn", () => {
	it("counts both edges", () => {
		expect(positionsIn(300_000, 1000)).toBe(301);
		expect(positionsIn(1, 1000)).toBe(2);
	});
});
