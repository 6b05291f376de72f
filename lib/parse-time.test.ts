import { expect, it } from "vitest";
import { parseTime } from "./parse-time";

it.each([
	"",
	"now",
	"-1",
	"1e12",
	"99999999999999999",
	"2026-11-20",
	"2026-11-20T03:00",
	"2026-02-30T03:00Z",
	"2026-13-01T03:00Z",
	"2026-11-20T24:01Z",
	"2026-11-20T03:60Z",
	"1969-12-31T23:59Z",
	"2026-11-20T03:00+25:00",
	"2026-11-20T03:00+01:75",
])("takes %j for no time: which one is meant would be a guess", (text) => {
	expect(parseTime(text)).toBeNull();
});

it.each([
	["0", "1970-01-01T00:00:00.000Z"],
	["1795143600000", "2026-11-20T03:00:00.000Z"],
	["2026-11-20T03:00Z", "2026-11-20T03:00:00.000Z"],
	["2026-11-20T03:07:09.5Z", "2026-11-20T03:07:09.500Z"],
	["2026-11-20T03:00+01:00", "2026-11-20T02:00:00.000Z"],
	["2026-11-20T03:00-0330", "2026-11-20T06:30:00.000Z"],
	["2028-02-29T00:00:00Z", "2028-02-29T00:00:00.000Z"],
])("reads %s", (text, time) => {
	expect(new Date(parseTime(text) ?? Number.NaN).toISOString()).toBe(time);
});

it("reads a plus that a query made a space", () => {
	const { searchParams } = new URL("http://h/?from=2026-11-20T03:00+01:00");
	expect(parseTime(searchParams.get("from") ?? "")).toBe(Date.UTC(2026, 10, 20, 2));
});
