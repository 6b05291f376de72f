import { expect, test } from "vitest";
import type { Point } from "@/lib/history/types";
import { missingMs, statisticsOf } from "./statistics";

const series = (points: Point[], stepMs = 10_000, until = points.length * stepMs) => ({
	metric: "load.one",
	unit: "1",
	points,
	stepMs,
	tierStepMs: stepMs,
	from: 0,
	until,
	bridgedMs: 0,
});

test("of nothing nothing is known", () => {
	expect(statisticsOf(series([[0, null, null, null]]), [], 1_000)).toBeNull();
	expect(statisticsOf(series([]), [], 1_000)).toBeNull();
});

test("what is missing counts for nothing, and half a step for half", () => {
	const points: Point[] = [
		[0, 10, 5, 20],
		[10_000, null, null, null],
		[20_000, 40, 40, 40],
	];
	const told = { from: 20_000, to: 24_000, reason: "off" };
	// Ten seconds of 10, and five of 40.
	expect(statisticsOf(series(points), [told], 1_000)).toEqual({
		...{ mean: 20, min: 5, max: 40, maxAt: 20_000, maxAtMs: 10_000 },
		...{ p95: null, last: 40, knownMs: 15_000 },
	});
});

test("of equal highest steps the first is named", () => {
	const points: Point[] = [
		[0, 1, 1, 1],
		[1_000, 3, 3, 3],
		[2_000, 3, 3, 3],
	];
	expect(statisticsOf(series(points, 1_000), [], 1_000)).toMatchObject({ maxAt: 1_000, p95: 3 });
});

test("gaps that overlap are missing once", () => {
	const gaps = [
		{ from: 5_000, to: 9_000, reason: "slept" },
		{ from: 0, to: 6_000, reason: "off" },
	];
	expect(missingMs(gaps, 1_000)).toBe(10_000);
});
