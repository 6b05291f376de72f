import { describe, expect, it } from "vitest";
import type { Point } from "@/lib/history/types";
import { axisFor, gatherMarks, letterOf, runsOf } from "./chart-shapes";

describe("runsOf", () => {
	const series = { metric: "a", unit: "1", stepMs: 10, tierStepMs: 10, from: 0, until: 45, bridgedMs: 0 };

	it("ends where nothing is known, and draws no line over it", () => {
		const runs = runsOf({
			...series,
			points: [
				[0, 1, 1, 1],
				[10, null, null, null],
				[20, 2, 1, 3],
				[30, 4, 4, 4],
				[40, 5, 5, 5],
			],
		});
		expect(runs.map((run) => run.map(({ time, mean }) => [time, mean]))).toEqual([
			[[5, 1]],
			[
				[25, 2],
				[35, 4],
				[42.5, 5],
			],
		]);
	});

	it("goes on over what is no gap, as the next had not been pushed yet", () => {
		const points = [0, 60, 120, 300].map((time): Point => [time, 1, 1, 1]);
		const runs = runsOf({ ...series, until: 400, points, bridgedMs: 60 });
		expect(runs.map(({ length }) => length)).toEqual([3, 1]);
	});
});

describe("axisFor", () => {
	it.each([
		["share", { min: 0.01, max: 0.03 }, null, [0, 0.25, 0.5, 0.75, 1]],
		["bytes", { min: 5, max: 5.5 * 2 ** 30 }, 8 * 2 ** 30, [0, 2, 4, 6, 8].map((count) => count * 2 ** 30)],
		["1", { min: 100.2, max: 105.7 }, null, [100, 102, 104, 106]],
		["°C", { min: -12, max: 3 }, null, [-15, -10, -5, 0, 5]],
		["1", { min: 0, max: 0 }, null, [0, 0.5, 1]],
		["1", { min: 7, max: 7 }, null, [6, 8]],
	] as const)("has round values for %s of %o below %s", (unit, values, reference, ticks) => {
		const axis = axisFor(unit, values, reference);
		expect(axis.min).toBeLessThanOrEqual(values.min);
		expect(axis.max).toBeGreaterThanOrEqual(values.max);
		expect(axis.ticks).toEqual(ticks);
	});
});

describe("gatherMarks", () => {
	it("names the first and the last of those that would cover each other", () => {
		const marks = [
			{ x: 100, text: "B" },
			{ x: 10, text: "A" },
			{ x: 105, text: "C" },
			{ x: 106, text: "2" },
			{ x: 109, text: "D" },
		];
		expect(gatherMarks(marks, 12).map(({ text }) => text)).toEqual(["A", "B–D, 2"]);
	});

	it("has letters for as many as there are", () => {
		expect([0, 25, 26, 27, 701, 702].map(letterOf)).toEqual(["A", "Z", "AA", "AB", "ZZ", "AAA"]);
	});
});
