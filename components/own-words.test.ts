import { describe, expect, it } from "vitest";
import type { LiveStore } from "@/lib/live/store";
import type { OwnEvent, OwnStream } from "@/lib/streams/types";
import { ownAge, ownExplanation, ownNumber, ownTick } from "./own-words";

const stream: OwnStream = {
	...{ name: "stock", title: null, unit: null, pushedBy: null, isRestored: false, notKept: null },
	...{ fields: [{ name: "price", kind: "number" }], everyMs: 1_000 },
};
const now = 1_800_000_000_000;

function ageOf(ageMs: number | null, more: Partial<OwnStream> = {}, trusted = true) {
	const newest: OwnEvent | undefined = ageMs === null ? undefined : { time: now - ageMs };
	return ownAge({ now, trusted, own: () => newest } as unknown as LiveStore, { ...stream, ...more });
}

describe("the age of a stream", () => {
	it("makes it old after three of its own distances, and never before ten seconds", () => {
		expect(ageOf(9_000)).toEqual({ stale: false, text: "last pushed 9 s ago" });
		expect(ageOf(11_000)).toEqual({ stale: true, text: "last pushed 11 s ago" });
		expect(ageOf(150_000, { everyMs: 60_000 }).stale).toBe(false);
		expect(ageOf(190_000, { everyMs: 60_000 })).toEqual({ stale: true, text: "last pushed 3 min 10 s ago" });
	});

	it("makes nothing live that was pushed before this server began, or that a server says which is not heard", () => {
		expect(ageOf(0, { isRestored: true }).stale).toBe(true);
		expect(ageOf(0, {}, false).stale).toBe(true);
		expect(ageOf(null)).toEqual({ stale: true, text: "" });
	});

	it("says of what came once only how long ago that was", () => {
		expect(ageOf(86_400_000, { everyMs: null })).toEqual({ stale: false, text: "last pushed 1 d ago" });
		expect(ageOf(-50, { everyMs: null })).toEqual({ stale: false, text: "pushed just now" });
	});
});

it("says where a stream comes from and when it counts as old", () => {
	expect(ownExplanation({ ...stream, everyMs: 4_000 })).toBe(
		"Not measured here, but pushed to /api/streams/stock. That comes about each 4 s: it counts as old when there was nothing for 12 s.",
	);
	expect(ownExplanation({ ...stream, everyMs: null, isRestored: true })).toContain(
		"How often is not known yet.",
	);
});

it.each([
	[null, "–"],
	[0, "0"],
	[-0.5, "−0.5"],
	[101.55, "101.55"],
	[20.9, "20.9"],
	[1 / 3, "0.333333"],
	[1234567.891, "1,234,568"],
	[1_000_000, "1,000,000"],
	[1.5e-7, "1.50e−7"],
	[-2e15, "−2.00e+15"],
])("writes the number %s as %s", (value, text) => {
	expect(ownNumber(value)).toBe(text);
});

it.each([
	[2, 0.5, "2.0"],
	[-40, 20, "−40"],
	[0.0002, 0.0001, "0.0002"],
	[100.25, 0.05, "100.25"],
])("writes the tick %d of steps of %d as %s", (value, step, text) => {
	expect(ownTick(value, step)).toBe(text);
});
