import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { csvHeader, csvRows } from "@/lib/history/csv";
import type { OwnReading, Point } from "@/lib/history/types";
import { speak, type Words } from "@/lib/job-words";
import { importSeries } from "./import";

let directory = "";
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "hostbeat-import-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

interface Told {
	kept: OwnReading[];
	batches: number[];
	opened: OwnReading[][];
	logs: string[];
	progress: number[];
	forgotten: unknown[];
}

function begin(
	content: string | Uint8Array,
	{ onBatch = (_batch: number): unknown => null, signal = new AbortController().signal } = {},
) {
	const path = join(directory, "file.csv");
	writeFileSync(path, content);
	const told: Told = { kept: [], batches: [], opened: [], logs: [], progress: [], forgotten: [] };
	const done = importSeries({
		...{ parameters: { upload: "u1" }, language: "en", directory, signal },
		log: (words) => told.logs.push(speak(words, "en")),
		progress: (share) => told.progress.push(share ?? Number.NaN),
		ask: async (subject, data) => {
			if (subject === "upload") return (data as { id: string }).id === "u1" ? path : null;
			if (subject === "forgetUpload") return told.forgotten.push(data);
			expect(subject).toBe("keepOwn");
			const readings = data as OwnReading[];
			// The first of each series come before all else.
			if (told.opened.push(readings) > 1) {
				told.kept.push(...readings);
				told.batches.push(readings.length);
			}
			const answer = onBatch(told.opened.length - 1);
			return { kept: readings.length, reason: null, ...(answer as object) };
		},
	});
	return { told, done };
}

/** What it says of a file that it refuses. */
async function refusal(content: string | Uint8Array) {
	const { told, done } = begin(content);
	const error = (await done.catch((error) => error)) as Error & { words: Words };
	expect(error.name, JSON.stringify(error)).toBe("TaskFailure");
	expect([told.kept, told.forgotten]).toEqual([[], []]);
	return { logs: told.logs, said: speak(error.words, "en") };
}

const time = Date.UTC(2026, 10, 20, 3);
const at = (seconds: number) => new Date(time + seconds * 1_000).toISOString();

describe("a file with a mistake changes nothing", () => {
	it("nor does it write to a terminal in which its mistakes are read", async () => {
		const { logs } = await refusal(
			'time,stock.price\n2026-11-20T03:00:00Z,"1\u001b]52;c;eA==\u0007\n\u202e2"',
		);
		expect(logs.join()).toContain('"1\ufffd]52;c;eA==\ufffd\ufffd\ufffd2"');
		const header = await refusal('time,"stock.\u001b[2J"\n1,1');
		expect(header.logs.join()).toContain("stock.\ufffd[2J");
	});

	it("not even where the mistake is in its last of many lines", async () => {
		const lines = Array.from({ length: 30_000 }, (_, second) => `${at(second)},${second}`);
		const { logs, said } = await refusal(["time,stock.price", ...lines, "never,1"].join("\n"));
		expect(logs).toEqual([
			'Line 30002: expected a time like 2026-11-20T03:00:00Z, or Unix milliseconds or seconds; got "never".',
		]);
		expect(said).toBe("Nothing was imported: the file has 1 mistake.");
	});

	it("and twenty of many mistakes are told", async () => {
		const lines = Array.from({ length: 100 }, () => "2026-11-20T03:00:00,1");
		const { logs, said } = await refusal(["time,stock.price", ...lines].join("\n"));
		expect(logs).toHaveLength(20);
		expect(logs[19]).toMatch(/^Line 21: expected a time with its zone/);
		expect(said).toBe("Nothing was imported: the file has at least 20 mistakes.");
	});

	it.each([
		["", /^Line 1: expected time and names .* got ""/],
		["time\n1\n", /^Line 1: expected time and names/],
		["metric,value\nstock.price,1", /^Line 1: .*got "metric,value"/],
		["time,cpu.utilization\n", /^Line 1: "cpu.utilization" is a name of what is measured here/],
		["time,clock.uptimeSeconds\n", /measured here/],
		["time,price\n", /^Line 1: expected the name of a series like stock.price, got "price"/],
		["time,stock.price.high\n", /name of a series/],
		["time,__proto__.x\n", /name of a series/],
		["time,constructor.name\n", /measured here/],
		["time,stock.time\n", /name of a series/],
		["time,=cmd|' /C calc'!A0\n", /name of a series/],
		["time,a.b,a.b\n", /^Line 1: expected each series once, got "a.b" again/],
		["time,a.b\n2026-11-20 03:00:00,1", /^Line 2: expected a time with its zone.*got "2026-11-20 03:00:00"/],
		["time,a.b\n2026-02-30T03:00:00Z,1", /^Line 2: expected a time like/],
		["time,a.b\n,1", /^Line 2: expected a time like/],
		["time,a.b\n2126-11-20T03:00:00Z,1", /^Line 2: expected a time that is over/],
		["time,a.b\n1795143600,one", /^Line 2: expected a number, got "one"/],
		["time,a.b\n1795143600,0x10", /expected a number/],
		["time,a.b\n1795143600,1e999", /expected a number/],
		["time,a.b\n1795143600,NaN", /expected a number/],
		["time;a.b\n1795143600;1,5", /^Line 2: expected a decimal point, got a comma: "1,5"/],
		['time,a.b\n1795143600,"1,5"', /decimal point/],
		["time,a.b\n1795143600,1,5", /^Line 2: expected 2 cells, got 3. A decimal comma would be one cell more/],
		['time,a.b\n\n1795143600,"1', /^Line \d: expected CSV/],
		['time,a.b\n1795143600,1"2"', /^Line 2: expected CSV/],
		["time,metric,value\n1795143600,cpu.utilization,1", /^Line 2: "cpu.utilization" is a name of what/],
		["time,metric,value\n1795143600,price,1", /^Line 2: expected the name of a series/],
	])("%j", async (content, sentence) => {
		const { logs } = await refusal(content);
		expect(logs).toEqual([expect.stringMatching(sentence)]);
	});

	it("and neither does one of an endless line", async () => {
		const { logs } = await refusal(`time,a.b\n1795143600,${"9".repeat(400_000)}`);
		expect(logs).toEqual([expect.stringMatching(/^Line \d: expected CSV/)]);
		expect(logs[0]?.length).toBeLessThan(300);
	});

	it("and neither does one without readings, of too many series, or that is gone", async () => {
		expect((await refusal("time,a.b\n1795143600,\n")).said).toMatch(/no readings/);
		const many = Array.from({ length: 201 }, (_, index) => `1795143600,a.b${index},1`);
		expect((await refusal(["time,metric,value", ...many].join("\n"))).said).toMatch(/at most 200 series/);
		const { done } = begin("");
		rmSync(join(directory, "file.csv"));
		await expect(done).rejects.toThrow("ENOENT");
	});
});

it("says how much was imported where it is stopped, and does not forget the file", async () => {
	const stop = new AbortController();
	const lines = Array.from({ length: 12_000 }, (_, second) => `${at(second)},${second}`);
	const { told, done } = begin(["time,stock.price", ...lines].join("\n"), {
		signal: stop.signal,
		onBatch: (batch) => {
			if (batch === 1) stop.abort(new Error("enough"));
		},
	});
	await expect(done).rejects.toThrow("enough");
	expect(told.logs).toEqual(["It ended early: 5,000 of 12,000 readings were imported, and stay."]);
	expect([told.batches, told.forgotten]).toEqual([[5_000], []]);
});

it("imports nothing where the history has no room for one of its series", async () => {
	const { told, done } = begin(`time,a.b,c.d\n${time},1,2\n${time + 1},3,4`, {
		onBatch: () => {
			throw new Error("metric: expected at most 200 series of your own");
		},
	});
	const error = (await done.catch((error) => error)) as { words: Words };
	expect(speak(error.words, "en")).toBe(
		"The history refuses it: metric: expected at most 200 series of your own.",
	);
	expect(told.opened).toEqual([
		[
			{ metric: "a.b", time, value: 1 },
			{ metric: "c.d", time, value: 2 },
		],
	]);
	expect([told.logs, told.forgotten]).toEqual([[], []]);
});

it.each([
	[0, "2 readings were left out: they are older than what is kept."],
	[1, null],
])("says how many are too old to be kept, of which %i are left", async (kept, failure) => {
	const reason = "they are older than what is kept";
	const { told, done } = begin(`time,a.b\n${time - 10},1\n${time},2`, { onBatch: () => ({ kept, reason }) });
	if (failure !== null) {
		const error = (await done.catch((error) => error)) as { words: Words };
		expect(speak(error.words, "en")).toBe(failure);
		return;
	}
	expect((await done).facts).toMatchObject({ readings: 1, leftOut: 1 });
	expect(told.logs[0]).toBe("1 reading was left out: they are older than what is kept.");
});

it("imports in batches, tells what it did, and forgets the file", async () => {
	const lines = Array.from({ length: 6_001 }, (_, second) => `${at(second)},${second},${-second / 7}`);
	const { told, done } = begin(["time,stock.price,stock.change", ...lines].join("\r\n"));
	const { files, facts } = await done;
	expect(files).toEqual([]);
	expect(facts).toEqual({
		lines: 6_001,
		readings: 12_002,
		leftOut: 0,
		series: 2,
		from: time,
		to: time + 6_000_000,
	});
	expect(told.batches).toEqual([5_000, 5_000, 2_002]);
	expect(told.kept[3]).toEqual({ metric: "stock.change", time: time + 1_000, value: -1 / 7 });
	expect(told.progress).toEqual(told.progress.toSorted((a, b) => a - b));
	expect(told.progress.at(-1)).toBe(1);
	expect(told.forgotten).toEqual([{ id: "u1" }]);
	expect(told.logs).toEqual([
		"12,002 readings of 2 series imported, from 2026-11-20 03:00 UTC to 2026-11-20 04:40 UTC.",
	]);
});

it.each([
	["wide", `time,a.b,c.d\n${time},1,2\n`],
	["seconds", `time,a.b,c.d\n${time / 1_000},1,2`],
	["a fraction of a second", `time,a.b,c.d\n${time / 1_000}.000,1,2`],
	["a byte order mark and CRLF", `\ufefftime,a.b,c.d\r\n${at(0)},1,2\r\n`],
	["the same as UTF-16", new Uint8Array(Buffer.from(`\ufefftime,a.b,c.d\r\n${at(0)},1,2\r\n`, "utf16le"))],
	["semicolons", `time;a.b;c.d\n${at(0)};1;2`],
	["tabs", `Time\ta.b\tc.d\n${at(0)}\t1\t2`],
	["quotes and blanks", `"time" ,"a.b", c.d\n"2026-11-20 04:00:00+01:00"," 1",2 `.replace('" ,', '",')],
	["more of a second than milliseconds", "time,a.b,c.d\n2026-11-20T03:00:00.000123+00:00,1,2"],
	["long", `time,metric,value\n${time},a.b,1\n${time},c.d,2`],
	["long, in another order", `metric;value;time\na.b;1.0;${time}\nc.d;2e0;${time}`],
	["empty lines and cells", `time,a.b,c.d\n\n${at(0)},1,\n\n${at(0)},,2\n\n`],
])("reads a file that is %s", async (_, content) => {
	const { told, done } = begin(content);
	await done;
	expect(told.kept).toEqual([
		{ metric: "a.b", time, value: 1 },
		{ metric: "c.d", time, value: 2 },
	]);
});

it("reads an export as what it was, and of a coarser one the means", async () => {
	const values = [1.25, -0.000123, 1e21, 1 / 3, 0, 123_456_789.125];
	const columns = ["stock.price"];
	for (const single of [true, false]) {
		const points = values.map((value, second): Point => [time + second * 1_000, value, value - 1, value + 1]);
		const table = { columns, single };
		const series = [{ metric: "stock.price", unit: "", points }];
		const { text } = csvRows(table, { series, stepMs: 1_000, from: time }, true);
		const { told, done } = begin(csvHeader(table) + text);
		await done;
		expect(told.kept.map(({ metric, time }) => [metric, time])).toEqual(
			values.map((_, second) => ["stock.price", time + second * 1_000]),
		);
		for (const [index, { value }] of told.kept.entries()) {
			if (single) expect(value).toBe(values[index]);
			else expect(value).toBeCloseTo(values[index] as number, 0);
		}
	}
});
