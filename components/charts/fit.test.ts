import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitAround } from "./fit";

describe("fitAround", () => {
	it.each([
		[0, 0, { min: 0, max: 2 }],
		[100, 102, { min: 100, max: 102 }],
		[101.5, 101.5, { min: 95, max: 115 }],
		[1, 102, { min: 0, max: 200 }],
		[-5, 5, { min: -5, max: 15 }],
		[-40, -39, { min: -40, max: -38 }],
		[0.00012, 0.00031, { min: 0, max: 0.0004 }],
	])("draws what lies between %d and %d", (least, greatest, fit) => {
		expect(fitAround(null, least, greatest)).toEqual(fit);
	});

	it("stays as it is while the values fit it and fill enough of it", () => {
		const first = fitAround(null, 100, 108);
		expect(fitAround(first, 101, 107)).toBe(first);
		expect(fitAround(first, 100, 109).max).toBeGreaterThanOrEqual(109);
		expect(fitAround({ min: 0, max: 1_000 }, 400, 410)).toEqual({ min: 400, max: 420 });
		expect(fitAround(first, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)).toBe(first);
	});

	it("holds whatever there is", () => {
		const value = fc.oneof(
			fc.double({ noNaN: true, noDefaultInfinity: true }),
			fc.double({ min: -1e6, max: 1e6, noNaN: true }),
		);
		fc.assert(
			fc.property(value, value, (one, other) => {
				const [least, greatest] = [Math.min(one, other), Math.max(one, other)];
				const { min, max } = fitAround(null, least, greatest);
				const slack = (max - min) * 1e-6;
				expect(Number.isFinite(max - min) && max > min).toBe(true);
				if (Math.max(Math.abs(least), Math.abs(greatest)) > 1e290) return;
				expect(min - slack).toBeLessThanOrEqual(least);
				expect(max + slack).toBeGreaterThanOrEqual(greatest);
			}),
		);
	});
});
