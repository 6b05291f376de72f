import { describe, expect, it } from "vitest";
import { fitView, scaleSpan, spanOf, viewOf } from "./span";

const now = 1_800_000_000_000;
const hour = 3_600_000;
const bounds = { oldest: now - 48 * hour, now };
const unknown = { oldest: Number.NEGATIVE_INFINITY, now };

describe("fitView", () => {
	it.each([
		["what is partly to come", { from: now - hour, to: now + hour }, { from: now - hour, to: now }],
		["what is all to come", { from: now + hour, to: now + 2 * hour }, { from: now - hour, to: now }],
		["what is no longer kept", { from: 0, to: hour }, { from: bounds.oldest, to: bounds.oldest + hour }],
		["what is partly kept", { from: 0, to: now - hour }, { from: bounds.oldest, to: now - hour }],
		[
			"what is too short",
			{ from: now - hour, to: now - hour + 2_000 },
			{ from: now - hour - 4_000, to: now - hour + 6_000 },
		],
		["what is too short and ends now", { from: now - 2_000, to: now }, { from: now - 10_000, to: now }],
	])("moves %s to where there is something", (_, view, expected) => {
		expect(fitView(view, bounds)).toEqual(expected);
	});

	it("believes an address where it is not known what is kept", () => {
		const view = { from: now - 900 * hour, to: now - 800 * hour };
		expect(fitView(view, unknown)).toEqual(view);
	});
});

describe("viewOf", () => {
	it.each([
		["6h", now - 6 * hour, now],
		["6h", now - 6 * hour + 60_000, now - 30_000],
		["all", now - 900 * hour, now + hour],
	])("is the live view of %s", (range, from, to) => {
		expect(viewOf({ from, to }, bounds)).toEqual({ range });
	});

	it("is a past view of a round stretch that ended some time ago", () => {
		const span = { from: now - 2 * hour, to: now - hour };
		expect(viewOf(span, bounds)).toEqual(span);
	});
});

describe("scaleSpan", () => {
	it("keeps the time under the pointer where it is", () => {
		const span = { from: now - 4 * hour, to: now - 2 * hour };
		expect(scaleSpan(span, 0.5, now - 3.5 * hour, now)).toEqual({
			from: now - 3.75 * hour,
			to: now - 2.75 * hour,
		});
	});

	it("grows to the left where there is nothing to the right", () => {
		expect(scaleSpan({ from: now - hour, to: now }, 2, now - hour / 2, now)).toEqual({
			from: now - 2 * hour,
			to: now,
		});
	});

	it("never becomes too short to see anything", () => {
		const { from, to } = scaleSpan({ from: now - 12_000, to: now }, 0.1, now - 6_000, now);
		expect(to - from).toBe(10_000);
	});
});

describe("spanOf", () => {
	it("shows the last minutes when all there is, is less or not known", () => {
		for (const oldest of [now - 5_000, Number.NEGATIVE_INFINITY]) {
			expect(spanOf({ range: "all" }, { oldest, now })).toEqual({ from: now - 300_000, to: now });
		}
	});
});
