import { describe, expect, it, vi } from "vitest";
import { SeriesWindow } from "@/lib/series-window";
import { ChartDrawing } from "./chart-drawing";
import type { ChartSeries, ChartSource } from "./chart-source";
import { createSkeleton } from "./skeleton";

const STEP = 1000;
const SERIES: ChartSeries[] = [
	{ metric: "in", label: "in", colorToken: 1 },
	{ metric: "out", label: "out", colorToken: 2, mirrored: true, scale: 8 },
];

function sourceOf(values: number[]): ChartSource & { window: SeriesWindow } {
	const window = new SeriesWindow(10, STEP);
	for (const [index, value] of values.entries()) {
		window.set("in", (index + 1) * STEP, value);
		window.set("out", (index + 1) * STEP, value);
	}
	return { window, peaks: null, troughs: null, facts: [], onTick: () => () => {} };
}

describe("createSkeleton", () => {
	it("tells the values of this moment, not those of its making", () => {
		const source = sourceOf([1, 2, 3]);
		const rows = createSkeleton(source, SERIES, 3);
		expect(rows.map((row) => row.at)).toEqual([-2000, -1000, 0]);
		expect(rows.map((row) => row.value(0))).toEqual([1, 2, 3]);
		source.window.set("in", 4 * STEP, 4);
		expect(rows.map((row) => row.value(0))).toEqual([2, 3, 4]);
		expect(rows.map((row) => row.value(1))).toEqual([-16, -24, null]);
	});
});

describe("ChartDrawing", () => {
	const plot = { left: 10, top: 0, width: 100, height: 100, min: -64, max: 64 };

	function drawingOf(source: ChartSource, onPeak = (_peak: number) => {}) {
		vi.stubGlobal("requestAnimationFrame", () => 1);
		const drawing = new ChartDrawing({ source, series: SERIES, windowMs: 2 * STEP }, onPeak);
		drawing.place(plot);
		return drawing;
	}

	it("reads under the hairline what the window holds, and positive if mirrored", () => {
		const drawing = drawingOf(sourceOf([1, 2, 3]));
		expect(drawing.values(1000)).toEqual([2, 16]);
		expect(drawing.time(1000)).toBe(2000);
		expect(drawing.values(7000)).toEqual([null, null]);
	});

	it("moves the hairline to a reading, and nowhere left of its window", () => {
		const drawing = drawingOf(sourceOf([1, 2, 3]));
		expect(drawing.snap(1400)).toBe(1000);
		expect(drawing.x(1000)).toBe(60);
		expect(drawing.snap(60_000)).toBeNull();
	});

	it("sets each line from the window at every draw", () => {
		const source = sourceOf([64, 0, 64]);
		const peaks: number[] = [];
		const drawing = drawingOf(source, (peak) => peaks.push(peak));
		const line = { setAttribute: vi.fn() };
		drawing.attach(0, "line", line as unknown as SVGPathElement);
		drawing.draw();
		source.window.set("in", 4 * STEP, 0);
		drawing.draw();
		expect(line.setAttribute.mock.calls).toEqual([
			["d", "M10 0L60 50L110 0"],
			["d", "M10 50L60 0L110 50"],
		]);
		expect(peaks).toEqual([512, 512]);
	});
});
