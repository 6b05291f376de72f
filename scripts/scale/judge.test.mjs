// @ts-check
import { expect, test } from "vitest";
import { isKept } from "./judge.mjs";

test("what is not a number keeps no promise", () => {
	expect(isKept({ what: "", value: Number.NaN, limit: 1 })).toBe(false);
	expect(isKept({ what: "", value: Number.NaN, limit: 1, atLeast: true })).toBe(false);
	expect(isKept(JSON.parse(JSON.stringify({ what: "", value: Number.NaN, limit: 1 })))).toBe(false);
});

test("a limit is held up to itself, from its own side", () => {
	expect(isKept({ what: "", value: 1, limit: 1 })).toBe(true);
	expect(isKept({ what: "", value: 2, limit: 1 })).toBe(false);
	expect(isKept({ what: "", value: 2, limit: 1, atLeast: true })).toBe(true);
	expect(isKept({ what: "", value: 0, limit: 1, atLeast: true })).toBe(false);
});
