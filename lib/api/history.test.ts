import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { admitAll } from "@/lib/access/admit-all";
import { createAnswers } from "@/lib/history/answers";
import { MemoryHistory } from "@/lib/history/memory";
import type { ProcessMinute } from "@/lib/history/types";
import { getHistory, headHistory } from "./history";
import { getFacts, headFacts } from "./history-facts";
import { getKept, headKept } from "./history-kept";
import { getPeaks, headPeaks } from "./history-processes";

const key = Symbol.for("hostbeat.server");
const shared = globalThis as { [key]?: unknown };
const now = Date.UTC(2026, 10, 20, 3, 7);
const hour = 3_600_000;
const metrics = ["cpu.utilization", "memory.usedBytes", "network.eth0.sentBytesPerSecond"];

let store: MemoryHistory;
let runningMinute: ProcessMinute | null;
const ask = vi.fn(async (subject: string, data: unknown) => createAnswers(store)(subject, data));
const request = (path: string, headers: Record<string, string> = {}) =>
	new Request(`http://h${path}`, { headers });
const get = (query = "", headers = {}) => getHistory(request(`/api/history${query}`, headers));
const messageOf = async (answer: Response) => (await answer.json()).error.message;
const seconds = (count: number) => `from=${now - count * 1_000}&to=${now}`;

beforeEach(() => admitAll());
beforeEach(() => {
	vi.useFakeTimers({ now, toFake: ["Date"] });
	store = new MemoryHistory({ windowMs: 2 * hour, stepMs: 1_000 });
	for (let time = now - hour; time <= now; time += 1_000) {
		const value = (time / 1_000) % 60;
		store.append({ time, metrics, values: Float64Array.of(value / 60, value * 1_048_576, Number.NaN) });
	}
	runningMinute = null;
	const kept = { ...store.kept, reason: "the disk is full" };
	const history = {
		ask,
		kept,
		get runningMinute() {
			return runningMinute;
		},
	};
	const access = { hold: () => () => {} };
	shared[key] = { closing: new AbortController().signal, host: "=my host", history, access };
});
afterEach(() => {
	delete shared[key];
	ask.mockClear();
	vi.useRealTimers();
});

describe("GET /api/history", () => {
	it.each([
		[
			"?metric=cpi.utilization",
			/^metric: expected names that begin with cpu, .*; did you mean "cpu.utilization"\?$/,
		],
		["?metric=", "metric: expected names of 1 to 1000 characters each"],
		[`?${"metric=cpu&".repeat(201)}`, /^metric: expected at most 200 names, got 201;/],
		["?from=yesterday", /^from: expected Unix milliseconds or a time with its zone, as .*; got "yesterday"$/],
		["?from=1&from=2", /got "1", "2"$/],
		[`?from=${now}&to=1`, `from: expected a time not after to (1), got ${now}`],
		["?points=0", /^points: expected one whole number from 1 to 5000/],
		["?tier=5s", 'tier: expected one of memory; got "5s"'],
		["?tier=memory&points=9", "points: expected none beside tier, which gives each step; got 9"],
		["?format=xml", 'format: expected one of json, csv; got "xml"'],
		["?step=5", /^expected parameters out of metric, from, to, points, tier, format; got "step"$/],
	])("answers 400 to %s with what was expected", async (query, message) => {
		const answer = await get(query);
		expect([answer.status, answer.headers.get("cache-control")]).toEqual([400, "no-store, no-transform"]);
		expect(await messageOf(answer)).toEqual(
			typeof message === "string" ? message : expect.stringMatching(message),
		);
	});

	it("answers 503 with the reason, and when to come again, where the history cannot answer", async () => {
		ask.mockRejectedValue(new Error("the history did not answer within 30 s"));
		for (const query of ["", "?format=csv"]) {
			const answer = await get(query);
			expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
			expect(await messageOf(answer)).toBe(
				"The history cannot be told: the history did not answer within 30 s.",
			);
		}
		ask.mockImplementation(async (subject, data) => createAnswers(store)(subject, data));
	});

	it("refuses more than a hundred thousand points at once, and says how many points may be had", async () => {
		const many = Array.from({ length: 500 }, (_, index) => `disk.sd${index}.utilization`);
		const values = new Float64Array(many.length);
		for (let time = now - 599_000; time <= now; time += 1_000)
			store.append({ time: time + hour, metrics: many, values });
		const asked = `?metric=disk&from=${now + hour - 599_000}&to=${now + hour}`;
		vi.setSystemTime(now + hour);
		expect(await messageOf(await get(`${asked}&points=600`))).toBe(
			"points: expected at most 200 for 500 series, got 600; ask for fewer metrics or points",
		);
		expect(await messageOf(await get(`${asked}&tier=memory`))).toMatch(
			/^tier: expected a range of at most 200 steps of memory for 500 series, got 600; .* format=csv/,
		);
		const { stepMs, series } = await (await get(asked)).json();
		expect([stepMs, series.length], "unless told otherwise it gives what fits").toEqual([4_000, 500]);
	});

	it("leaves out what is not kept, names it, and answers all the same", async () => {
		const answer = await (await get("?metric=disk.sdz&metric=cpu&points=2")).json();
		expect(answer.missing).toEqual({ "disk.sdz": "nothing of this name is kept" });
		expect(answer.series.map(({ metric }: { metric: string }) => metric)).toEqual(["cpu.utilization"]);
		const none = await (await get("?metric=disk.sdz")).json();
		expect([none.series, Object.keys(none.missing)]).toEqual([[], ["disk.sdz"]]);
	});

	it("gives the last 10 minutes of everything, the step of a point named, unless told otherwise", async () => {
		const answer = await get();
		expect(Object.fromEntries(answer.headers)).toEqual({
			"content-type": "application/json",
			"cache-control": "no-store",
			vary: "Accept",
		});
		const range = await answer.json();
		expect(range).toMatchObject({
			from: now - 600_000,
			to: now,
			stepMs: 1_000,
			tier: "memory",
			gaps: [],
			facts: [],
		});
		expect(range.series.map(({ points }: { points: unknown[] }) => points.length)).toEqual([601, 601, 601]);
		expect(range.missing).toBeUndefined();
	});

	it("gives each step of a tier, and times for people", async () => {
		const { series } = await (
			await get("?metric=cpu&tier=memory&from=2026-11-20T02:10Z&to=2026-11-20T03:06%2B00:00")
		).json();
		expect(series[0].points).toHaveLength(56 * 60 + 1);
	});

	describe("of a closed range", () => {
		const closed = `?metric=cpu&from=${now - 900_000}&to=${now - 300_000}`;

		it("answers 304 to who has it, until what is kept of it is another", async () => {
			const answer = await get(closed);
			const tag = answer.headers.get("etag") ?? "";
			expect(tag).toMatch(/^W\/"[\w-]{43}"$/);
			expect(answer.headers.get("cache-control")).toBe("private, no-cache");
			for (const known of [tag, `"other", ${tag.slice(2)}`, "*"]) {
				const again = await get(closed, { "If-None-Match": known });
				expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", tag]);
			}
			store.note({ kind: "suspended", time: now - 400_000, until: now - 399_000, detail: {} });
			const changed = await get(closed, { "If-None-Match": tag });
			expect(changed.status).toBe(200);
			expect(changed.headers.get("etag")).not.toBe(tag);
		});

		it("has no tag while it may still grow", async () => {
			const answer = await get(`?metric=cpu&from=${now - 900_000}&to=${now - 60_000}`, {
				"If-None-Match": "*",
			});
			expect([answer.status, answer.headers.get("etag"), answer.headers.get("cache-control")]).toEqual([
				200,
				null,
				"no-store",
			]);
		});
	});
});

describe("GET /api/history as CSV", () => {
	it("streams each step of a tier once, over all slices", async () => {
		const answer = await get(`?format=csv&tier=memory&${seconds(3_600)}`);
		expect(Object.fromEntries(answer.headers)).toMatchObject({
			"content-type": "text/csv; charset=utf-8; header=present",
			"content-disposition": 'attachment; filename="hostbeat--my-host-20261120T020700Z-20261120T030700Z.csv"',
			"cache-control": "no-store, no-transform",
		});
		const lines = (await answer.text()).trimEnd().split("\r\n");
		expect(lines[0]).toBe("time,cpu.utilization,memory.usedBytes,network.eth0.sentBytesPerSecond");
		const times = lines.slice(1).map((line) => Date.parse(line.split(",")[0] ?? ""));
		expect(times).toEqual(Array.from({ length: 3_601 }, (_, index) => now - hour + index * 1_000));
		expect(lines.at(-1)).toBe("2026-11-20T03:07:00.000Z,0,0,");
		// 30,000 points of 3 series are 10,000 steps; of 3,601 there is one slice.
		expect(ask).toHaveBeenCalledTimes(1);
	});

	it("asks slice by slice, jumps over what was never there, and keeps its columns", async () => {
		const many = Array.from({ length: 100 }, (_, index) => `disk.sd${index}.utilization`);
		const values = new Float64Array(many.length).fill(0.5);
		for (let time = now + 1_000; time <= now + 700_000; time += 1_000)
			store.append({ time, metrics: many, values });
		vi.setSystemTime(now + 700_000);
		const answer = await get(`?format=csv&tier=memory&metric=disk&from=0&to=${now + 900_000}`);
		const reader = answer.body?.getReader();
		const first = await reader?.read();
		expect(new TextDecoder().decode(first?.value)).toMatch(/^time,disk.sd0.utilization,.*\r\n$/);
		expect(ask).toHaveBeenCalledTimes(1);
		store.append({
			time: now + 701_000,
			metrics: [...many, "disk.new.utilization"],
			values: new Float64Array(101),
		});
		let text = "";
		for (let part = await reader?.read(); !part?.done; part = await reader?.read())
			text += new TextDecoder().decode(part?.value);
		const rows = text
			.trimEnd()
			.split("\r\n")
			.map((line) => line.split(","));
		expect(new Set(rows.map((cells) => cells.length))).toEqual(new Set([101]));
		const times = Array.from({ length: 701 }, (_, index) =>
			new Date(now + 1_000 * (index + 1)).toISOString(),
		);
		expect(rows.map(([time]) => time)).toEqual(times);
		expect(ask.mock.calls.length).toBeGreaterThan(3);
		expect(ask.mock.calls.length).toBeLessThan(20);
	});

	it("gives points with their mean, min and max, or as JSON to who accepts that too", async () => {
		const text = await (
			await get(`?metric=cpu&points=60&from=${now - 3_540_000}&to=${now - 1_000}`, { Accept: "text/csv" })
		).text();
		expect(text.split("\r\n")[0]).toBe("time,cpu.utilization.mean,cpu.utilization.min,cpu.utilization.max");
		expect(text).toContain("2026-11-20T03:05:00.000Z,0.491667,0,0.9833333333333333\r\n");
		const both = await get("", { Accept: "application/json, text/csv;q=0.5" });
		expect(both.headers.get("content-type")).toBe("application/json");
	});

	it("has a header and no lines where nothing is kept, and refuses what JSON refuses", async () => {
		expect(await (await get("?format=csv&tier=memory&metric=disk.sdz")).text()).toBe("time\r\n");
		expect(await (await get("?format=csv&tier=memory&metric=cpu&from=0&to=5")).text()).toBe(
			"time,cpu.utilization\r\n",
		);
		expect((await get("?format=csv&metric=cpi")).status).toBe(400);
	});
});

describe("GET /api/history/processes", () => {
	const peaks = (query = "") => getPeaks(request(`/api/history/processes${query}`));
	const use = {
		name: "cc",
		user: "root",
		container: null,
		residentBytes: 1,
		readBytesPerSecond: 0,
		writtenBytesPerSecond: 0,
	};

	it.each([
		["?sort=threads", 'sort: expected one of utilization, residentBytes, io; got "threads"'],
		[`?from=0&to=${now}`, "from: expected a range of at most 31 days, got 20778"],
		["?limit=101", 'limit: expected one whole number from 1 to 100, got "101"'],
	])("answers 400 to %s", async (query, message) => {
		const answer = await peaks(query);
		expect([answer.status, await messageOf(answer)]).toEqual([400, message]);
	});

	it("names who was greatest in any minute, of several days too, or says why nobody is", async () => {
		store.keepProcesses({ time: now - 180_000, processes: [{ pid: 1, utilization: 1.5, ...use }] });
		store.keepProcesses({
			time: now - 120_000,
			processes: [
				{ pid: 1, utilization: 0.5, ...use },
				{ pid: 2, utilization: 0.7, ...use },
			],
		});
		const culprits = [
			{ time: now - 180_000, pid: 1, utilization: 1.5, ...use },
			{ time: now - 120_000, pid: 2, utilization: 0.7, ...use },
		];
		expect(await (await peaks()).json()).toEqual({ from: now - 600_000, to: now, processes: culprits });
		expect(ask).toHaveBeenCalledTimes(1);
		const days = await (await peaks(`?from=${now - 3 * 24 * hour}&limit=1`)).json();
		expect(days.processes).toEqual(culprits.slice(0, 1));
		expect(await (await peaks(`?from=${now - hour}&to=${now - hour + 1}`)).json()).toMatchObject({
			processes: [],
			missing: "no processes are kept of this range",
		});
	});

	it("names who is greatest in the minute that is not over, too, but not for times before it", async () => {
		runningMinute = { time: now, processes: [{ pid: 3, utilization: 2, ...use }] };
		store.keepProcesses({ time: now - 60_000, processes: [{ pid: 1, utilization: 0.5, ...use }] });
		const pidsOf = async (query: string) =>
			(await (await peaks(query)).json()).processes.map(({ pid }: { pid: number }) => pid);
		expect(await pidsOf("")).toEqual([3, 1]);
		expect(await pidsOf(`?from=${now + 30_000}&to=${now + 31_000}`)).toEqual([3]);
		expect(await pidsOf(`?from=${now - 60_000}&to=${now - 1}`)).toEqual([1]);
	});
});

describe("GET /api/history/facts and /api/history/kept", () => {
	it("tells what happened, and refuses to tell thousands", async () => {
		const fact = { kind: "suspended", time: now - 5_000, until: now - 3_000, detail: {} } as const;
		store.note(fact);
		const facts = () => getFacts(request("/api/history/facts"));
		expect(await (await facts()).json()).toEqual({ from: now - 7 * 24 * hour, to: now, facts: [fact] });
		vi.spyOn(store, "facts").mockReturnValue(new Array(5_001).fill(fact));
		expect(await messageOf(await facts())).toBe(
			"from: expected a range of at most 5000 facts, got one of 5001",
		);
	});

	it("tells what is kept, and why it is no more than it is", async () => {
		const kept = await (await getKept(request("/api/history/kept"))).json();
		expect(kept).toEqual({ time: now, ...store.kept, reason: "the disk is full" });
	});
});

it.each([
	["history", headHistory],
	["history/facts", headFacts],
	["history/kept", headKept],
	["history/processes", headPeaks],
])("HEAD /api/%s has headers alone, refuses what GET refuses, and asks nothing", async (path, head) => {
	const answer = head(request(`/api/${path}`));
	expect([
		answer.status,
		answer.headers.get("content-type"),
		answer.headers.get("cache-control"),
		await answer.text(),
	]).toEqual([200, "application/json", "no-store", ""]);
	expect(head(request(`/api/${path}?nonsense=1`)).status).toBe(400);
	expect(ask).not.toHaveBeenCalled();
});
