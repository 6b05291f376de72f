import { describe, expect, it } from "vitest";
import { chooseTier } from "./choose-tier";

const day = 86_400_000;
const now = 1_700_000_000_000;
const open = Number.POSITIVE_INFINITY;
const tiers = [
	{ stepMs: 1_000, from: now - day, until: open },
	{ stepMs: 10_000, from: now - 7 * day, until: open },
	{ stepMs: 60_000, from: now - 90 * day, until: open },
	{ stepMs: 900_000, from: now - 1_000 * day, until: open },
	{ stepMs: 14_400_000, from: now - 1_000 * day, until: open },
];
const choose = (from: number, to = now, points = 800) => chooseTier(tiers, { from, to, points })?.stepMs;

describe("chooseTier", () => {
	it("takes a coarser one where the fitting one does not reach back so far", () => {
		expect(choose(now - 3 * day, now - 3 * day + 300_000)).toBe(10_000);
		expect(choose(now - 30 * day, now - 30 * day + 300_000)).toBe(60_000);
		expect(choose(now - 400 * day, now - 400 * day + 300_000)).toBe(900_000);
	});

	it("takes the coarsest that has half as many steps as points are asked for, else the finest", () => {
		expect(choose(now - 300_000)).toBe(1_000);
		expect(choose(now - day / 24)).toBe(1_000);
		expect(choose(now - day / 4)).toBe(10_000);
		expect(choose(now - day)).toBe(60_000);
		expect(choose(now - 7 * day)).toBe(900_000);
		expect(choose(now - 365 * day)).toBe(14_400_000);
	});

	it("does not lose detail to a coarser step that begins earlier and knows no more", () => {
		const young = tiers.map((tier) => ({
			...tier,
			from: Math.floor((now - 600_000) / tier.stepMs) * tier.stepMs,
		}));
		expect(chooseTier(young, { from: now - day / 24, to: now, points: 800 })?.stepMs).toBe(1_000);
	});

	it("takes the one that fits what is asked, however little of it is there", () => {
		const young = tiers.map((tier) => ({ ...tier, from: now - 600_000 }));
		const choose = (from: number) => chooseTier(young, { from, to: now, points: 800 })?.stepMs;
		expect([choose(now - day / 24), choose(now - day), choose(now - 7 * day)]).toEqual([
			1_000, 60_000, 900_000,
		]);
	});

	it("takes one that is no longer written only for what it has", () => {
		const retired = { stepMs: 1_000, from: now - day, until: now - day / 2 };
		const written = { stepMs: 2_000, from: now - day / 2, until: open };
		const both = [retired, written, ...tiers.slice(1)];
		const old = { from: now - day, to: now - day + 300_000, points: 800 };
		expect(chooseTier(both, old)).toBe(retired);
		expect(chooseTier(both, { from: now - 300_000, to: now, points: 800 })).toBe(written);
	});

	it("has none where nothing was kept", () => {
		const empty = tiers.map((tier) => ({ ...tier, from: null }));
		expect(chooseTier(empty, { from: 0, to: now, points: 800 })).toBeNull();
	});
});
