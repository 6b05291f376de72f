import { describe, expect, it } from "vitest";
import { differences, elapsedSeconds, reasons, shares } from "./rate";
import { roundShare, roundTo } from "./round";

describe("elapsedSeconds", () => {
	it("gives no time when the reading before is too old for an average to mean anything", () => {
		expect(elapsedSeconds(4_001, 1_000, 1_000)).toBe(reasons.tooLong);
		expect(elapsedSeconds(4_000, 1_000, 1_000)).toBe(3);
	});

	it("gives no time without a reading before, and none when none passed", () => {
		expect(elapsedSeconds(1_000, undefined, 1_000)).toBe(reasons.first);
		expect(elapsedSeconds(1_000, 1_000, 1_000)).toBe(reasons.noTime);
		expect(elapsedSeconds(900, 1_000, 1_000)).toBe(reasons.noTime);
		expect(elapsedSeconds(Number.NaN, 1_000, 1_000)).toBe(reasons.noTime);
	});

	it("gives no time when readings are so close that the kernel's own steps would show", () => {
		expect(elapsedSeconds(1_049, 1_000, 1_000)).toBe(reasons.tooSoon);
		expect(elapsedSeconds(1_050, 1_000, 1_000)).toBe(0.05);
	});

	it("keeps the true time, not the pace", () => {
		expect(elapsedSeconds(2_100.5, 1_000, 1_000)).toBe(1.1005);
	});
});

describe("differences", () => {
	it("gives all up when one counter went back, as a wrap or a new start says nothing of the others", () => {
		expect(differences([5, 100], [4_294_967_295, 90])).toBe(reasons.wentBack);
	});

	it("gives up a counter that leapt by more than is ever counted, as one that fell below zero does", () => {
		expect(differences([Number("18446744073709551615"), 100], [3, 90])).toBe(reasons.leapt);
	});

	it("counts a fall of a counter that is known to fall as nothing", () => {
		expect(differences([5, 100], [7, 90], [0])).toEqual([0, 10]);
	});

	it("stays right to a few bytes with counters beyond 2^53", () => {
		const before = 2 ** 60;
		expect(differences([before + 1_000_000], [before])).toEqual([1_000_000 - (1_000_000 % 256) + 0]);
		expect(differences([Number("18446744073709551615")], [Number("18446744073709551615")])).toEqual([0]);
	});

	it("says what could not be read, before or now", () => {
		expect(differences([], [1])).toBe(reasons.unreadable);
		expect(differences([1], [])).toBe(reasons.first);
		expect(differences([1], undefined)).toBe(reasons.first);
	});

	it("leaves a single unknown counter unknown", () => {
		expect(differences([Number.NaN, 3], [Number.NaN, 1])).toEqual([Number.NaN, 2]);
	});
});

describe("shares", () => {
	it("gives no shares of nothing", () => {
		expect(shares([0, 0])).toBe(reasons.noTime);
	});

	it("splits the whole", () => {
		expect(shares([1, 3])).toEqual([0.25, 0.75]);
	});
});

describe("rounding", () => {
	it("never lets a share leave 0 to 1", () => {
		expect(roundShare(1.002)).toBe(1);
		expect(roundShare(-0.00001)).toBe(0);
		expect(roundShare(Number.NaN)).toBeNaN();
	});

	it("keeps the decimals asked for", () => {
		expect(roundShare(0.123456)).toBe(0.1235);
		expect(roundTo(2.345, 1)).toBe(2.3);
	});
});
