import { expect, test } from "vitest";
import { Seldom } from "./seldom";

test("a flood is told ten times a minute, and then how many there were", () => {
	let now = 0;
	const seldom = new Seldom(() => now);
	const flood = () => Array.from({ length: 1_000 }, () => seldom.ask()).filter((untold) => untold !== null);
	expect(flood()).toEqual(Array(10).fill(0));
	now = 59_999;
	expect(seldom.ask()).toBeNull();
	now = 60_000;
	expect(flood()).toEqual([991, ...Array(9).fill(0)]);
});
