import { describe, expect, it } from "vitest";
import { SeriesWindow } from "@/lib/series-window";
import type { ChartSeries, ChartSource } from "./chart-source";
import { peakPath } from "./peak-path";
import { peakInView, readPeak, readPeaks } from "./peaks";
import { PeaksDrawing } from "./peaks-drawing";
import { sumOver } from "./sum-over";
import { readRows } from "./table-rows";
import { meanOfView, partsOf } from "./view-means";

const STEP = 60_000;
const plot = { left: 0, top: 0, width: 100, height: 100, min: 0, max: 1 };
const CPU: ChartSeries = { metric: "cpu", label: "CPU", colorToken: 1 };

function windowOf(values: Record<string, (number | null)[]>): SeriesWindow {
	const window = new SeriesWindow(1_000, STEP);
	for (const [metric, numbers] of Object.entries(values)) {
		for (const [index, number] of numbers.entries()) window.set(metric, (index + 1) * STEP, number);
	}
	return window;
}

function sourceOf(
	means: Record<string, (number | null)[]>,
	peaks: Record<string, (number | null)[]> | null,
	troughs = peaks,
): ChartSource {
	return {
		window: windowOf(means),
		peaks: peaks && windowOf(peaks),
		troughs: troughs && windowOf(troughs),
		facts: [],
		onTick: () => () => {},
	};
}

const labels = {
	peak: (value: string) => `peak ${value}`,
	upTo: (value: string) => `up to ${value}`,
} as never;

describe("peaks", () => {
	it("of one second in a day reach the axis and the picture", () => {
		const means = Array.from({ length: 500 }, (_, index) => (index === 250 ? 0.006 : 0.001));
		const peaks = means.map((mean, index) => (index === 250 ? 0.98 : mean));
		const source = sourceOf({ cpu: means }, { cpu: peaks }, { cpu: means });
		expect(peakInView({ source, series: [CPU], windowMs: 499 * STEP })).toBe(0.98);
		const [column] = readPeaks(source, [CPU], 500);
		expect(column && peakPath(column, plot)).toMatch(/ 2(L|$|h|V)/);
	});

	it("are a line over what is stacked, of the metric that was named, and nothing without one", () => {
		const source = sourceOf({ cpu: [0.1, 0.1], user: [0.1, 0.1] }, { cpu: [0.2, 0.9], user: [0.2, 0.3] });
		const series: ChartSeries[] = [{ metric: "user", label: "User", colorToken: 1 }];
		const peak = { metric: "cpu", label: "All" };
		expect(peakInView({ source, series, windowMs: STEP, stacked: true, peak })).toBe(0.9);
		expect(peakInView({ source, series, windowMs: STEP, stacked: true })).toBe(0.1);
	});

	it("of several devices are the sum of their maxima, and positive in words where the line is mirrored", () => {
		const bytes = { "disk.a.bytes": [1], "disk.b.bytes": [2] };
		const source = sourceOf(bytes, { "disk.a.bytes": [10], "disk.b.bytes": [20] });
		const sum: ChartSeries = { metric: sumOver("disk", ["bytes"]), label: "", colorToken: 1, mirrored: true };
		expect(readPeak(source, sum, STEP)).toBe(30);
		expect(readPeaks(source, [sum], 2)[0]?.highest[1]).toBe(-30);
	});

	it("break where the line breaks, and a lone step is a bar", () => {
		const source = sourceOf(
			{ cpu: [0.5, null, 0.5, 0.5] },
			{ cpu: [1, null, 1, 1] },
			{ cpu: [0, null, 0, 0] },
		);
		const [column] = readPeaks(source, [CPU], 4);
		const path = column ? peakPath(column, { ...plot, width: 300 }) : "";
		expect(path).toBe("M0 0V100M200 0L300 0L300 100L200 100Z");
	});

	it("are neither read nor drawn where each step is one reading", () => {
		const drawing = new PeaksDrawing([CPU], false, undefined);
		const source = sourceOf({ cpu: [0.5] }, null);
		expect(drawing.draw(source, 2, plot)).toBe(0);
		expect(readPeak(source, CPU, STEP)).toBeNull();
	});
});

describe("a view in words", () => {
	it("has the mean of what is known, and not of what is missing", () => {
		const source = sourceOf({ cpu: [0.2, null, 0.4] }, null);
		expect(meanOfView(source, CPU, 2 * STEP)).toBeCloseTo(0.3);
		expect(meanOfView(sourceOf({ other: [1] }, null), CPU, 2 * STEP)).toBeNull();
	});

	it("is cut into parts that hold each of its positions once", () => {
		const window = windowOf({ cpu: Array(603).fill(1) });
		const parts = partsOf(window, 600 * STEP, 10);
		const positions = parts.flatMap(({ positions: [first, last] }) =>
			Array.from({ length: last - first }, (_, index) => first + index),
		);
		expect(positions.toSorted((one, other) => one - other)).toEqual(
			Array.from({ length: 601 }, (_, index) => index),
		);
		expect(parts.length).toBeLessThanOrEqual(10);
	});

	it("never leaves a peak out of its table", () => {
		const means = Array(100).fill(0.1);
		const peaks = means.map((mean, index) => (index === 37 ? 0.98 : mean));
		const source = sourceOf({ cpu: means }, { cpu: peaks });
		const formatValue = (value: number | null) => String(value === null ? "–" : Number(value.toFixed(2)));
		const rows = readRows({ source, series: [CPU], windowMs: 99 * STEP, formatValue, labels });
		expect(rows.map(({ values }) => values[0]).filter((text) => text === "0.1, peak 0.98")).toHaveLength(1);
	});
});
