import { describe, expect, it } from "vitest";
import { csvHeader, csvRows, csvText } from "./csv";
import type { Point } from "./types";

const single = { columns: ["a.x", "a.y"], single: true };
const rows = (series: Record<string, Point[]>, table = single, empty = true) =>
	csvRows(
		table,
		{
			from: 0,
			stepMs: 1_000,
			series: Object.entries(series).map(([metric, points]) => ({ metric, unit: "1", points })),
		},
		empty,
	);
const at = (second: number, value: number | null): Point => [second * 1_000, value, value, value];

describe("csvText", () => {
	it.each([
		["=HYPERLINK(1)", "'=HYPERLINK(1)"],
		["+1", "'+1"],
		["-1", "'-1"],
		["@SUM(A1)", "'@SUM(A1)"],
		["\t=1", "'\t=1"],
		['network.=cmd|"a",b.x', '"network.=cmd|""a"",b.x"'],
		["a\r\nb", '"a\r\nb"'],
		["plain", "plain"],
	])("keeps %j from being a formula, or two cells", (text, cell) => {
		expect(csvText(text)).toBe(cell);
	});
});

describe("csvHeader", () => {
	it("has a column for a reading, and three where a step is several", () => {
		expect(csvHeader(single)).toBe("time,a.x,a.y\r\n");
		expect(csvHeader({ columns: ["a.x"], single: false })).toBe("time,a.x.mean,a.x.min,a.x.max\r\n");
	});
});

describe("csvRows", () => {
	it("tells a stretch without readings by one line, also where slices meet in it", () => {
		const first = rows({
			"a.x": [at(0, 1), at(1, null), at(2, null)],
			"a.y": [at(0, 2), at(1, null), at(2, null)],
		});
		expect(first).toEqual({
			text: "1970-01-01T00:00:00.000Z,1,2\r\n1970-01-01T00:00:01.000Z,,\r\n",
			empty: true,
		});
		expect(rows({ "a.x": [at(3, null), at(4, 3)] }, single, first.empty)).toEqual({
			text: "1970-01-01T00:00:04.000Z,3,\r\n",
			empty: false,
		});
		expect(rows({}, single, false)).toEqual({ text: "1970-01-01T00:00:00.000Z,,\r\n", empty: true });
		expect(rows({}, single, true)).toEqual({ text: "", empty: true });
	});

	it("joins series of which each knows other steps by their times, in the order of the columns", () => {
		expect(rows({ "a.y": [at(1, 5), at(2, 6)], "a.x": [at(0, 1), at(2, 0)] }).text).toBe(
			"1970-01-01T00:00:00.000Z,1,\r\n1970-01-01T00:00:01.000Z,,5\r\n1970-01-01T00:00:02.000Z,0,6\r\n",
		);
	});

	it("tells mean, min and max, a negative one as a number", () => {
		const table = { columns: ["a.x", "a.y"], single: false };
		expect(rows({ "a.x": [[0, 1 / 3, -4, 5]] }, table).text).toBe(
			"1970-01-01T00:00:00.000Z,0.333333,-4,5,,,\r\n",
		);
	});
});
