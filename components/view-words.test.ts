import { describe, expect, it } from "vitest";
import type { Picture } from "@/lib/live/picture";
import { exportAddress } from "./export-address";
import { pictureText } from "./view-words";

const now = Date.parse("2026-11-20T21:52:25Z");
const picture = (parts: object) => parts as Picture;

describe("what is shown, in words", () => {
	it("names a past stretch by the server's clocks and day, with its steps", () => {
		const view = { from: Date.parse("2026-11-20T02:00Z"), to: Date.parse("2026-11-20T02:30Z") };
		const text = pictureText(picture({ view, windowMs: 1_800_000, stepMs: 60_000 }), "Europe/Berlin", now);
		expect(text).toBe("20 Nov, 03:00–03:30 Europe/Berlin · 1 min steps · server's time");
	});

	it("says of all there is how far that goes back", () => {
		const parts = { view: { range: "all" }, windowMs: 26 * 3_600_000, stepMs: 120_000 };
		expect(pictureText(picture(parts), "UTC", now)).toBe("Last 1 d 2 h · 2 min steps · server's time");
	});
});

describe("the file of what is shown", () => {
	it("is asked for in absolute times, and only of what the host has", () => {
		const parts = { window: { newest: 5_000_000.5 }, windowMs: 1_000_000 };
		const address = exportAddress(picture(parts), { cpu: {}, disk: {}, process: {} } as never);
		expect(address).toBe("/api/history?format=csv&from=4000000&to=5000000&metric=cpu&metric=disk");
	});

	it("is asked for without times while nothing is known", () => {
		const parts = { window: { newest: Number.NEGATIVE_INFINITY }, windowMs: 1_000 };
		expect(exportAddress(picture(parts), {})).toBe("/api/history?format=csv");
	});
});
