import { describe, expect, it } from "vitest";
import { type PlotArea, pathsOf } from "./path";

const gap = Number.NaN;
const plot: PlotArea = { left: 0, top: 0, width: 40, height: 100, min: 0, max: 1 };

function line(values: number[], area = plot): string {
	return pathsOf(Float64Array.from(values), null, area, false).line;
}

describe("pathsOf", () => {
	it("breaks the line where a value is not known", () => {
		expect(line([0, 1, gap, 1, 0])).toBe("M0 100L10 0M30 0L40 100");
	});

	it("shows a lone value between gaps as a dash, inside the plot at both edges", () => {
		expect(line([1, gap, 0.5, gap, 1])).toBe("M0 0h2M19 50h2M38 0h2");
	});

	it("draws nothing where nothing is known", () => {
		expect(pathsOf(Float64Array.from([gap, gap]), null, plot, true)).toEqual({ line: "", fill: "" });
		expect(pathsOf(new Float64Array(), null, plot, true)).toEqual({ line: "", fill: "" });
	});

	it("holds values inside the plot, above and below", () => {
		expect(line([5, -5, Number.POSITIVE_INFINITY])).toBe("M0 0L20 100");
	});

	it("fills down to zero, each unbroken run for itself", () => {
		const { fill } = pathsOf(Float64Array.from([0.5, 1, gap, gap, 1]), null, plot, true);
		expect(fill).toBe("M0 50L10 0L10 100L0 100Z");
	});

	it("fills a mirrored series up to zero in the middle", () => {
		const mirrored = { ...plot, min: -1 };
		expect(pathsOf(Float64Array.from([-1, -0.5]), null, mirrored, true).fill).toBe(
			"M0 100L40 75L40 50L0 50Z",
		);
	});

	it("fills a stacked series down to the one below, back to front", () => {
		const { fill } = pathsOf(Float64Array.from([1, 0.8]), Float64Array.from([0.2, 0.1]), plot, true);
		expect(fill).toBe("M0 0L40 20L40 90L0 80Z");
	});

	it("draws no line for a layer of nothing, which would hide the line that it lies on", () => {
		const ground = Float64Array.from([0.2, 0.2, 0.2, 0.2, 0.2, 0.2]);
		expect(pathsOf(ground, ground, plot, false).line).toBe("");
		const bump = Float64Array.from([0.2, 0.2, 0.2, 0.4, 0.2, 0.2]);
		expect(pathsOf(bump, ground, { ...plot, width: 50 }, false).line).toBe("M20 80L30 60L40 80");
	});

	it("keeps one decimal of a pixel", () => {
		expect(line([0.123, 0.456, 0.789, 0.5], { ...plot, width: 10 })).toBe("M0 87.7L3.3 54.4L6.7 21.1L10 50");
	});

	it("keeps a one-point spike when there are more points than pixels", () => {
		const values = new Float64Array(4000).fill(0.5);
		values[1234] = 1;
		values[1235] = 0;
		const { line, fill } = pathsOf(values, null, plot, true);
		expect(line).toContain("12.3 0L12.4 100");
		expect(line.split("L").length).toBeLessThan(2 * 41 + 1);
		expect(fill.startsWith(line)).toBe(true);
	});
});
