import { describe, expect, it } from "vitest";
import { readingTime, stretchText } from "./time-words";

const now = Date.parse("2026-11-20T21:52:25Z");
const at = (text: string) => Date.parse(text);
const seen = { windowMs: 3_600_000, stepMs: 1_000, timezone: "UTC", now };

describe("the time of a reading", () => {
	it("carries its day where it is not today in the server's zone", () => {
		expect(readingTime(at("2026-11-20T03:07:12Z"), seen)).toBe("03:07:12");
		expect(readingTime(at("2026-11-19T03:07:12Z"), seen)).toBe("19 Nov, 03:07:12");
		// In Auckland it is the 21st already, and was the 20th then.
		expect(readingTime(at("2026-11-20T03:07:12Z"), { ...seen, timezone: "Pacific/Auckland" })).toBe(
			"20 Nov, 16:07:12",
		);
	});

	it("carries its day where more than a day is shown, and its year where that is another", () => {
		expect(readingTime(at("2026-11-20T03:07Z"), { ...seen, windowMs: 8e8, stepMs: 60_000 })).toBe(
			"20 Nov, 03:07",
		);
		expect(readingTime(at("2025-11-20T03:07Z"), { ...seen, stepMs: 60_000 })).toBe("20 Nov 2025, 03:07");
	});
});

describe("a stretch in words", () => {
	it("names each day once", () => {
		expect(stretchText(at("2026-11-20T03:00Z"), at("2026-11-20T03:30Z"), "UTC", now)).toBe(
			"20 Nov, 03:00–03:30",
		);
		expect(stretchText(at("2026-11-19T22:00Z"), at("2026-11-20T02:00Z"), "UTC", now)).toBe(
			"19 Nov, 22:00 – 20 Nov, 02:00",
		);
	});

	it("counts seconds where a minute is too coarse", () => {
		expect(stretchText(at("2026-11-20T03:07:05Z"), at("2026-11-20T03:07:35Z"), "UTC", now)).toBe(
			"20 Nov, 03:07:05–03:07:35",
		);
	});
});
