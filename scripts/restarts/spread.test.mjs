// @ts-check
import { expect, test } from "vitest";
import { describeSpread, judgeSpread } from "./spread.mjs";

const even = (/** @type {number} */ count) =>
	Array.from({ length: count }, (_, at) => 1_000 + (4_000 * (at + 0.5)) / count);

test("a clump is found, and a stretch of the window that hardly anyone was given", () => {
	const clump = [...even(500), ...Array.from({ length: 40 }, (_, at) => 2_000 + at)];
	expect(judgeSpread(clump)).toEqual([expect.stringContaining("within the same 100 ms")]);
	expect(judgeSpread(even(500).filter((wait) => wait < 4_000))).toEqual([
		expect.stringContaining("quarters"),
	]);
	expect(judgeSpread(even(60).filter((wait) => wait < 4_000))).toHaveLength(1);
});

test("chance alone is not held against anyone", () => {
	let state = 1;
	const random = () => {
		state = (state * 48_271) % 2_147_483_647;
		return state / 2_147_483_647;
	};
	for (let run = 0; run < 500; run++) {
		for (const count of [60, 500]) {
			const waits = Array.from({ length: count }, () => Math.round(1_000 + random() * 4_000));
			expect(judgeSpread(waits)).toEqual([]);
		}
	}
});

test("waits and returns are counted per half second", () => {
	const said = describeSpread({ farewells: [1_000, 1_600, 5_000], returns: [70_000, 70_050, 74_000] });
	expect(said).toContain("3 were told when to come back, per half second 1 1 0 0 0 0 0 1, at most 1 within");
	expect(said).toContain("they came 2 0 0 0 0 0 0 0 1, at most 2 within");
});
