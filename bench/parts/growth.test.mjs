// @ts-check
import { expect, test } from "vitest";
import { slopeOf } from "./growth.mjs";

test("one high value does not make a slope, and a steady growth does", () => {
	expect(
		slopeOf([
			[0, 5],
			[1, 9],
			[2, 5],
		]),
	).toBe(0);
	expect(
		slopeOf([
			[0, 1],
			[1, 3],
			[2, 5],
		]),
	).toBe(2);
	expect(slopeOf([[0, 1]])).toBeNaN();
});
