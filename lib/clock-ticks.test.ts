import { describe, expect, it } from "vitest";
import { clockTicks, ticksThatFit } from "./clock-ticks";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const texts = (from: string, to: string, zone: string, most = 6) =>
	clockTicks(Date.parse(from), Date.parse(to), zone, most).map(({ text }) => text);

describe("clockTicks", () => {
	it("leaves out the hour that the clocks skip, and goes on at round times", () => {
		// 29 March 2026, 01:00 UTC: 02:00 becomes 03:00.
		const ticks = clockTicks(
			Date.parse("2026-03-28T23:00Z"),
			Date.parse("2026-03-29T04:00Z"),
			"Europe/Berlin",
			8,
		);
		expect(ticks.map(({ text }) => text)).toEqual(["29 Mar", "01:00", "03:00", "04:00", "05:00", "06:00"]);
		expect(ticks.map(({ time }) => new Date(time).toISOString().slice(11, 16))).toEqual([
			"23:00",
			"00:00",
			"01:00",
			"02:00",
			"03:00",
			"04:00",
		]);
	});

	it("keeps times in order where an hour comes twice", () => {
		// 25 October 2026, 01:00 UTC: 03:00 becomes 02:00.
		const ticks = clockTicks(
			Date.parse("2026-10-24T22:00Z"),
			Date.parse("2026-10-25T04:00Z"),
			"Europe/Berlin",
			8,
		);
		expect(ticks.map(({ text }) => text)).toEqual(["25 Oct", "01:00", "02:00", "03:00", "04:00", "05:00"]);
		const times = ticks.map(({ time }) => time);
		expect(times).toEqual(times.toSorted((one, other) => one - other));
	});

	it("names the day with its hour where the clocks jump over midnight", () => {
		// 29 March 2026, 22:00 UTC the day before: Beirut goes from 00:00 to 01:00.
		const found = texts("2026-03-28T20:00Z", "2026-03-29T00:00Z", "Asia/Beirut", 6);
		expect(found).toEqual(["22:00", "23:00", "29 Mar 01:00", "02:00", "03:00"]);
	});

	it("stands at round times of the server's zone, not of UTC", () => {
		const found = texts("2026-11-20T03:03Z", "2026-11-20T03:33Z", "Asia/Kathmandu");
		expect(found).toEqual(["08:50", "08:55", "09:00", "09:05", "09:10", "09:15"]);
	});

	it("shows seconds only where the steps are shorter than a minute", () => {
		expect(texts("2026-11-20T03:06:56Z", "2026-11-20T03:07:25Z", "UTC", 4)).toEqual([
			"03:07:00",
			"03:07:10",
			"03:07:20",
		]);
		expect(texts("2026-11-20T03:01Z", "2026-11-20T03:14Z", "UTC", 4)).toEqual(["03:05", "03:10"]);
	});

	it("names the day where it changes", () => {
		expect(texts("2026-11-20T17:00Z", "2026-11-21T08:00Z", "UTC")).toEqual([
			"18:00",
			"21:00",
			"21 Nov",
			"03:00",
			"06:00",
		]);
	});

	it("counts in days, months and years where the stretch is long", () => {
		expect(texts("2026-11-01T12:00Z", "2026-11-07T12:00Z", "UTC")).toEqual([
			"2 Nov",
			"3 Nov",
			"4 Nov",
			"5 Nov",
			"6 Nov",
			"7 Nov",
		]);
		expect(texts("2026-05-10T00:00Z", "2027-01-10T00:00Z", "Europe/Berlin", 5)).toEqual([
			"Jul 2026",
			"Sep 2026",
			"Nov 2026",
			"Jan 2027",
		]);
		expect(texts("2023-11-20T00:00Z", "2026-11-20T00:00Z", "UTC", 4)).toEqual([
			"Jan 2024",
			"Jan 2025",
			"Jan 2026",
		]);
	});

	it("never has more words than there is room for, however long the stretch", () => {
		for (const width of [180, 260, 500, 1_200]) {
			for (let windowMs = 10_000; windowMs < 4_000 * DAY; windowMs *= 1.7) {
				const to = Date.parse("2026-11-20T21:52:25Z");
				const most = ticksThatFit(width, windowMs);
				const ticks = clockTicks(to - windowMs, to, "America/St_Johns", most);
				const places = ticks.map(({ time }) => ((time - to + windowMs) / windowMs) * width);
				for (const [index, place] of places.entries()) {
					const before = places[index - 1];
					if (before === undefined) continue;
					const halves = ((ticks[index - 1]?.text.length ?? 0) + (ticks[index]?.text.length ?? 0)) / 2;
					expect(place - before, `${width} px, ${windowMs / HOUR} h`).toBeGreaterThan(halves * 5.6);
				}
				expect(ticks.length).toBeLessThanOrEqual(most);
			}
		}
	});
});
