// @ts-check
import { expect, test } from "vitest";
import { looseMs, meanOver, outside } from "./window.mjs";

const readings = [
	{ time: 1_000, value: 9 },
	{ time: 2_000, value: 1 },
	{ time: 3_000, value: 3 },
	{ time: 4_000, value: 5 },
];

test("a window that is not told of in full has no mean", () => {
	expect(() => meanOver(readings, { from: 900, to: 3_000 })).toThrow("do not cover 900 to 3000");
	expect(() => meanOver(readings, { from: 1_000, to: 4_001 })).toThrow("do not cover");
	expect(() => meanOver([], { from: 1, to: 2 })).toThrow("do not cover");
});

test("a value that is not known is not left out in silence", () => {
	const holed = readings.map((one) => (one.time === 3_000 ? { ...one, value: null } : one));
	expect(() => meanOver(holed, { from: 1_000, to: 4_000 })).toThrow("no value at 3000");
	expect(meanOver(holed, { from: 1_000, to: 2_000 })).toBe(1);
});

test("a reading counts with the part of its time that lies in the window", () => {
	expect(meanOver(readings, { from: 1_000, to: 4_000 })).toBe(3);
	expect(meanOver(readings, { from: 1_500, to: 2_500 })).toBe(2);
	expect(meanOver(readings, { from: 2_750, to: 3_250 })).toBe(4);
});

test("what is a mean by itself is weighted by what it is the mean of", () => {
	expect(meanOver(readings, { from: 1_000, to: 4_000 }, [0, 0, 3, 1])).toBe(3.5);
	expect(meanOver(readings, { from: 1_000, to: 4_000 }, [0, 0, 0, 0])).toBeNull();
});

test("the ends of a window are as loose as they are far from a reading", () => {
	expect(looseMs(readings, { from: 1_010, to: 3_980 })).toBe(30);
	expect(looseMs(readings, { from: 1_500, to: 4_000 })).toBe(500);
});

test("between two readings of the other there is no difference", () => {
	expect(outside(5, 4, 6)).toBe(0);
	expect(outside(5, 6, 4)).toBe(0);
	expect(outside(9, 4, 6)).toBe(3);
	expect(outside(1, 4, 6)).toBe(3);
});
