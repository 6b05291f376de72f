// @ts-check
import { expect, test } from "vitest";
import { formatNumber, formatRows, judge, summarize } from "./rows.mjs";

const row = { metric: "cpu", program: "mpstat", unit: /** @type {const} */ ("points"), limit: 0.5 };

test("a value that is not a number is never within its limit", () => {
	expect(judge({ ...row, hostbeat: Number.NaN, oracle: 1 }).ok).toBe(false);
	expect(judge({ ...row, hostbeat: 1, oracle: Number.NaN }).ok).toBe(false);
});

test("a limit is held up to itself", () => {
	expect(judge({ ...row, hostbeat: 1.5, oracle: 1 }).ok).toBe(true);
	expect(judge({ ...row, hostbeat: 1.51, oracle: 1 }).ok).toBe(false);
	expect(judge({ ...row, hostbeat: 7, oracle: 1, difference: 0 }).ok).toBe(true);
});

test("what could not be compared is neither right nor left out", () => {
	const rows = [
		judge({ ...row, hostbeat: 1, oracle: 1 }),
		judge({ ...row, hostbeat: 9, oracle: 1 }),
		{ metric: "disk", skipped: "fio is not here" },
		{ metric: "load", broken: "Hostbeat tells no load" },
	];
	expect(summarize(rows).text).toBe("1 within their limits, 2 not, 1 skipped");
	expect(formatRows(rows).split("\n").slice(2)).toEqual([
		expect.stringMatching(/^\| cpu +\| 1\.00 % +\| 1\.00 % +\| mpstat +\| 0\.00 % +\| 0\.50 % +\| ok \|$/),
		expect.stringMatching(/\| BROKEN \|$/),
		expect.stringMatching(/\| skipped: fio is not here \|$/),
		expect.stringMatching(/\| BROKEN: Hostbeat tells no load \|$/),
	]);
});

test("numbers carry their units", () => {
	expect(formatNumber(3 * 2 ** 30, "bytes")).toBe("3 GiB");
	expect(formatNumber(1536, "bytes/s")).toBe("1.5 KiB/s");
	expect(formatNumber(12, "/s")).toBe("12/s");
	expect(formatNumber(0.25, "ms")).toBe("0.25 ms");
	expect(formatNumber(2, "")).toBe("2");
});
