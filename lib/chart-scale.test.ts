import { describe, expect, it } from "vitest";
import { nextTop, niceTop, peakWithReference, scaleFor, timeTicks } from "./chart-scale";

describe("nextTop", () => {
	it("grows at once", () => {
		expect(nextTop(4, 4.1, "fromZero")).toBe(6);
	});

	it("does not shrink until the whole window stays below 40 %", () => {
		expect(nextTop(10, 4, "fromZero")).toBe(10);
		expect(nextTop(10, 3.9, "fromZero")).toBe(4);
	});

	it("comes to rest: the same window asks for no second change", () => {
		for (const domain of ["fromZero", "mirrored"] as const) {
			for (const unit of ["decimal", "binary"] as const) {
				for (let peak = 0.001; peak < 1e12; peak *= 1.37) {
					const top = nextTop(1e13, peak, domain, unit);
					expect(top).toBeGreaterThanOrEqual(peak * (1 - 1e-6));
					expect(nextTop(top, peak, domain, unit)).toBe(top);
				}
			}
		}
	});

	it("keeps its size over an empty window and is never zero", () => {
		expect(nextTop(40, 0, "fromZero")).toBe(40);
		expect(nextTop(0, 0, "fromZero")).toBe(1);
		expect(nextTop(0, 0, "mirrored", "binary", 10 * 1024)).toBe(16 * 1024);
	});

	it("does not blow noise up below the least top", () => {
		expect(nextTop(0, 3, "fromZero", "decimal", 100)).toBe(100);
		expect(nextTop(100, 3, "fromZero", "decimal", 100)).toBe(100);
	});

	it("leaves fixed axes alone", () => {
		expect(nextTop(0, 99, "share")).toBe(1);
		expect(nextTop(0, 99, { min: 0, max: 8 })).toBe(8);
	});
});

describe("niceTop", () => {
	it("is round in decimal and in binary units", () => {
		expect([0.3, 1, 7, 23, 101].map((peak) => niceTop(peak, "fromZero"))).toEqual([0.3, 1, 8, 30, 150]);
		expect(niceTop(5 * 1024 ** 2, "fromZero", "binary")).toBe(6 * 1024 ** 2);
		expect(niceTop(900, "mirrored", "binary")).toBe(1024);
	});
});

describe("scaleFor", () => {
	it("has at most five grid lines, zero among them", () => {
		for (let peak = 0.01; peak < 1e9; peak *= 1.7) {
			for (const domain of ["fromZero", "mirrored"] as const) {
				const { ticks, min, max } = scaleFor(domain, niceTop(peak, domain));
				expect(ticks.length).toBeLessThanOrEqual(5);
				expect(ticks).toContain(0);
				expect([ticks[0], ticks.at(-1)]).toEqual([min, expect.closeTo(max, 6)]);
			}
		}
	});

	it("is alike on both sides of zero when mirrored", () => {
		expect(scaleFor("mirrored", 2)).toEqual({ min: -2, max: 2, ticks: [-2, -1, 0, 1, 2] });
	});
});

describe("peakWithReference", () => {
	it("makes room for the reference only once the values come near it", () => {
		expect(peakWithReference(0.2, 64)).toBe(0.2);
		expect(peakWithReference(1.5, 4)).toBe(4);
		expect(peakWithReference(9, 4)).toBe(9);
		expect(peakWithReference(2, undefined)).toBe(2);
	});
});

describe("timeTicks", () => {
	it("counts back from now in round steps", () => {
		expect(timeTicks(300_000)).toEqual([-300_000, -240_000, -180_000, -120_000, -60_000, 0]);
		expect(timeTicks(3_600_000)).toEqual([-3_600_000, -2_700_000, -1_800_000, -900_000, 0]);
		expect(timeTicks(7 * 86_400_000).at(-1)).toBe(0);
	});
});
