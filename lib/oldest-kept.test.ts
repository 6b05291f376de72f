import { expect, it } from "vitest";
import { oldestKept } from "./oldest-kept";

const hour = 3_600_000;
const started = 3 * hour + 1_000;

it("does not tell of the hours before the first reading that its longest step began with", () => {
	const tiers = [
		{ stepMs: 1_000, from: started },
		{ stepMs: 60_000, from: 3 * hour },
		{ stepMs: 4 * hour, from: 0 },
	];
	expect(oldestKept(tiers)).toBe(started);
});

it("goes back as far as the steps that outlived the finer ones, in whatever order they are told", () => {
	const tiers = [
		{ stepMs: 900_000, from: hour },
		{ stepMs: 4 * hour, from: 0 },
		{ stepMs: 1_000, from: 20 * hour },
		{ stepMs: 10_000, from: null },
	];
	expect(oldestKept(tiers)).toBe(hour);
});

it("is not known while nothing is kept", () => {
	expect(oldestKept([])).toBeNull();
	expect(oldestKept([{ stepMs: 1_000, from: null }])).toBeNull();
});
