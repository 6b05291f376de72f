import { expect, it } from "vitest";
import { measureClockOffset } from "./clock-offset";

function answers(roundTrips: (number | null)[], ahead: number) {
	let now = 1_000;
	const ask = async () => {
		const roundTrip = roundTrips.shift() ?? null;
		if (roundTrip === null) throw new Error("no answer");
		now += roundTrip;
		return now - roundTrip / 2 + ahead;
	};
	return measureClockOffset(ask, () => now);
}

it("takes the quickest answer, and half of its round trip for the way", async () => {
	expect(await answers([100, 10, 50], 5_000)).toEqual({ offsetMs: 5_000, roundTripMs: 10 });
});

it("keeps what it has when a question is not answered", async () => {
	expect(await answers([100, null], -70)).toEqual({ offsetMs: -70, roundTripMs: 100 });
	expect(await answers([null], 0)).toBeNull();
	expect(await measureClockOffset(async () => Number.NaN)).toBeNull();
});
