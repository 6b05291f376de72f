import { describe, expect, it } from "vitest";
import { readClock } from "./clock";

const clock = (timezone: string | undefined, utcOffsetMinutes: number) =>
	readClock(1_000, () => ({ timezone, utcOffsetMinutes }));

describe("readClock", () => {
	it.each([
		[120, "Etc/GMT-2"],
		[-300, "Etc/GMT+5"],
		[840, "Etc/GMT-14"],
		[0, "UTC"],
	])(
		"names a zone of whole hours, %i minutes, by its offset where the system has no name for it",
		(offset, name) => {
			for (const unknown of [undefined, "", "Etc/Unknown"]) {
				expect(clock(unknown, offset)).toMatchObject({ timezone: name, utcOffsetMinutes: offset });
			}
			// The sign of these names is the other way round: what is shown must be what was meant.
			const shown = new Date(0).toLocaleString("sv", { timeZone: name });
			expect(Date.parse(`${shown}Z`)).toBe(offset * 60_000);
		},
	);

	it.each([330, -210, 900])("says UTC, offset and all, where %i minutes have no name", (offset) => {
		expect(clock(undefined, offset)).toMatchObject({ timezone: "UTC", utcOffsetMinutes: 0 });
	});

	it("leaves a known zone as it is", () => {
		expect(clock("Asia/Kolkata", 330)).toMatchObject({
			time: 1_000,
			timezone: "Asia/Kolkata",
			utcOffsetMinutes: 330,
		});
	});

	it("reads the zone of this system", () => {
		expect(readClock().timezone).toBeTruthy();
	});
});
