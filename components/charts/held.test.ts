import { describe, expect, it } from "vitest";
import { SeriesWindow } from "@/lib/series-window";
import { heldMetric } from "./held";

const window = () => {
	const one = new SeriesWindow(100, 1_000);
	one.set("a.x", 10_000, 1);
	one.set("a.x", 13_000, 3);
	one.set("b", 40_000, 0);
	return one;
};
const read = (seconds: number[], holdMs: number) => {
	const held = heldMetric("a.x", holdMs);
	const source = window();
	return seconds.map((second) => held(source, second * 1_000));
};

describe("heldMetric", () => {
	it("holds a reading until the next, and not for longer than it may", () => {
		expect(read([9, 10, 11, 12, 13, 14, 18, 19], 5_000)).toEqual([Number.NaN, 1, 1, 1, 3, 3, 3, Number.NaN]);
	});

	it("tells the same in whatever order it is asked, and of another window nothing it knows of the first", () => {
		expect(read([19, 18, 14, 13, 12, 11, 10, 9], 5_000)).toEqual([
			...[Number.NaN, 3, 3, 3, 1, 1, 1],
			Number.NaN,
		]);
		const held = heldMetric("a.x", 5_000);
		held(window(), 13_000);
		const other = new SeriesWindow(100, 1_000);
		other.reach(20_000);
		expect(held(other, 14_000)).toBeNaN();
	});

	it("shows what came meanwhile", () => {
		const held = heldMetric("a.x", 60_000);
		const source = window();
		expect([held(source, 39_000), held(source, 40_000)]).toEqual([3, 3]);
		source.set("a.x", 40_000, 9);
		expect([held(source, 39_000), held(source, 40_000), held(source, 41_000)]).toEqual([3, 9, 9]);
	});

	it("does not look back for ever", () => {
		const source = new SeriesWindow(5_000, 1_000);
		source.set("a.x", 0, 1);
		source.reach(4_000_000);
		expect(heldMetric("a.x", Number.MAX_SAFE_INTEGER)(source, 4_000_000)).toBeNaN();
	});
});
