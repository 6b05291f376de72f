import { describe, expect, it } from "vitest";
import type { Fact } from "@/lib/history/types";
import { bandsOf, bandsPath, factsAt, marksOf, marksPath } from "./fact-shapes";

const STEP = 1_000;
const stretch = { newest: 100_000, windowMs: 100_000, stepMs: STEP };
const plot = { left: 50, top: 8, width: 1_000, height: 100, min: 0, max: 1 };
const off = (time: number, until: number): Fact => ({ kind: "off", time, until, detail: { clean: false } });
const started = (time: number): Fact => ({ kind: "started", time, until: null, detail: { version: "1" } });

describe("a stretch without readings", () => {
	it("is hatched from the last reading before it to the first after it, where the line breaks", () => {
		expect(bandsOf([off(21_000, 39_000)], stretch, 0)).toEqual([{ from: 0.2, to: 0.4 }]);
	});

	it("never hides: shorter than a step it is drawn as wide as can be seen", () => {
		const [band] = bandsOf(
			[off(50_200, 50_600)],
			{ newest: 100_000, windowMs: 100_000, stepMs: 10_000 },
			0.01,
		);
		expect((band?.to ?? 0) - (band?.from ?? 0)).toBeCloseTo(0.01);
	});

	it("ends at the edges of what is shown, and is left out beyond them", () => {
		expect(bandsOf([off(-50_000, 9_000), off(95_000, 400_000)], stretch, 0)).toEqual([
			{ from: 0, to: 0.1 },
			{ from: 0.94, to: 1 },
		]);
		expect(bandsOf([off(-50_000, -40_000), off(200_000, 300_000)], stretch, 0.01)).toEqual([]);
	});

	it("is one with those that it touches", () => {
		expect(bandsOf([off(11_000, 19_000), off(15_000, 29_000)], stretch, 0)).toHaveLength(1);
	});

	it("becomes one path for all", () => {
		expect(bandsPath([{ from: 0.1, to: 0.2 }], plot)).toBe("M150 8h100v100h-100Z");
		expect(bandsPath([], plot)).toBe("");
	});
});

describe("moments", () => {
	it("merge where they would cover each other, and a chain of them does not become one", () => {
		const marks = marksOf([started(50_000), started(50_400), started(60_000)], stretch, 0.008);
		expect(marks.map(({ count }) => count)).toEqual([2, 1]);
		expect(marks[0]?.at).toBeCloseTo(0.502);
		const chain = Array.from({ length: 20 }, (_, index) => started(40_000 + index * 600));
		expect(marksOf(chain, stretch, 0.008).length).toBeGreaterThan(5);
	});

	it("outside of what is shown are not drawn", () => {
		expect(marksOf([started(-1), started(100_001)], stretch, 0.01)).toEqual([]);
	});

	it("have another shape where several met", () => {
		const [one, several] = [1, 2].map((count) => marksPath([{ at: 0.5, count }], plot));
		expect(one).toBe("M550 8l-4 -6h8l-4 6v100");
		expect(several).not.toBe(one);
	});
});

describe("what is told at a time", () => {
	it("is a stretch within it, but not at its ends, where there are readings", () => {
		const fact = off(21_000, 39_000);
		expect(
			[20_000, 21_000, 39_000, 40_000].map((time) => factsAt([fact], time, stretch, 800).length),
		).toEqual([0, 1, 1, 0]);
	});

	it("is a moment as near as anyone can point", () => {
		expect(factsAt([started(50_000)], 50_700, stretch, 800)).toHaveLength(1);
		expect(factsAt([started(50_000)], 51_000, stretch, 800)).toHaveLength(0);
	});

	it("is a stretch too short for a step, found where it is drawn", () => {
		const coarse = { newest: 100_000, windowMs: 100_000, stepMs: 10_000 };
		expect(factsAt([off(52_200, 52_600)], 50_000, coarse, 5_000)).toHaveLength(1);
	});
});
