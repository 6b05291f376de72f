import { describe, expect, it } from "vitest";
import { Counters, type Growth } from "./counters";
import { reasons } from "./rate";

const grow = (counters: Counters, nowMs: number, values: Record<string, number[]>) =>
	counters.grow(nowMs, new Map(Object.entries(values)));

describe("Counters", () => {
	it("gives no rate to a device that vanished and came back, though its counters went on", () => {
		const counters = new Counters(1_000);
		grow(counters, 0, { sda: [100] });
		grow(counters, 1_000, {});
		const back = grow(counters, 2_000, { sda: [900] }) as Growth;
		expect(back.differences.get("sda")).toBe(reasons.first);
		expect((grow(counters, 3_000, { sda: [950] }) as Growth).differences.get("sda")).toEqual([50]);
	});

	it("measures anew after too long a time", () => {
		const counters = new Counters(1_000);
		grow(counters, 0, { sda: [0] });
		expect(grow(counters, 60_000, { sda: [9_000] })).toBe(reasons.tooLong);
		expect(grow(counters, 61_000, { sda: [9_010] })).toEqual({
			seconds: 1,
			differences: new Map([["sda", [10]]]),
		});
	});

	it("adds the time of a reading that came too soon to the next", () => {
		const counters = new Counters(1_000);
		grow(counters, 0, { sda: [0] });
		expect(grow(counters, 10, { sda: [5] })).toBe(reasons.tooSoon);
		expect(grow(counters, 1_000, { sda: [20] })).toEqual({
			seconds: 1,
			differences: new Map([["sda", [20]]]),
		});
	});

	it("starts with no rate at all", () => {
		expect(grow(new Counters(1_000), 0, { sda: [1] })).toBe(reasons.first);
	});
});
