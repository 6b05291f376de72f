import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Disk } from "@/lib/metrics/types";
import { SeriesWindow } from "@/lib/series-window";
import { HistoryFill } from "./history";
import { readHistory } from "./history-request";

const begin = 1_795_143_600_000;
const { signal } = new AbortController();
const asked: URL[] = [];
const answer = vi.fn((query: URLSearchParams): Response => {
	const series = query.getAll("metric").map((metric) => ({ metric, unit: "1", points: [[begin, 1, 1, 1]] }));
	return Response.json({
		from: begin,
		to: begin + 5_000,
		stepMs: 1_000,
		tier: "1 s",
		series,
		gaps: [],
		facts: [],
	});
});
const names = () => asked.map((url) => url.searchParams.getAll("metric"));

function disksNamed(count: number): { disk: Disk } {
	const nothing = {
		readBytesPerSecond: null,
		writtenBytesPerSecond: null,
		readsPerSecond: null,
		writesPerSecond: null,
	};
	const device = { ...nothing, utilization: null, awaitMs: null, queueLength: null };
	return {
		disk: {
			time: begin,
			devices: Array.from({ length: count }, (_, index) => ({ name: `sd${index}`, ...device })),
		},
	};
}

beforeEach(() => {
	vi.useFakeTimers({ now: begin });
	asked.length = 0;
	vi.stubGlobal("fetch", async (path: string) => {
		const url = new URL(path, "http://h");
		asked.push(url);
		return answer(url.searchParams);
	});
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
	answer.mockClear();
});

describe("readHistory", () => {
	it("asks for the series of a large host in several requests, none of which the server refuses for its size", async () => {
		const range = await readHistory(disksNamed(200), { from: begin, points: 3_600 }, signal);
		expect(range.series.length).toBe(new Set(names().flat()).size);
		expect(range.series.length).toBeGreaterThan(400);
		for (const url of asked) {
			expect(url.searchParams.getAll("metric").length * 3_600).toBeLessThanOrEqual(100_000);
			expect(url.href.length).toBeLessThan(8_000);
		}
		expect(asked[0]?.searchParams.get("to"), "up to the newest").toBeNull();
		expect(asked[1]?.searchParams.get("to"), "and then no further").toBe(String(begin + 5_000));
	});

	it("asks for streams of somebody's own apart from the rest, which there is without them as well", async () => {
		const stream = {
			title: null,
			unit: null,
			pushedBy: null,
			everyMs: null,
			isRestored: false,
			notKept: null,
		};
		const fields = [
			{ name: "price", kind: "number" as const },
			{ name: "text", kind: "text" as const },
		];
		const streams = { time: begin, streams: [{ ...stream, name: "stock", fields }] };
		const part = { from: begin, points: 10 };
		const known = await readHistory({ streams }, part, signal);
		expect(names().at(-1)).toEqual(["stock.price"]);
		expect(asked.at(-1)?.searchParams.get("to")).toBe(String(begin + 5_000));
		expect(known.series.at(-1)?.metric).toBe("stock.price");
		answer.mockImplementationOnce(answer.getMockImplementation() as typeof answer);
		answer.mockReturnValueOnce(Response.json({ error: { message: "no such metric" } }, { status: 400 }));
		const { series } = await readHistory({ streams }, part, signal);
		expect(series.length).toBe(known.series.length - 1);
		answer.mockImplementationOnce(answer.getMockImplementation() as typeof answer);
		answer.mockReturnValueOnce(Response.json({}, { status: 503 }));
		await expect(readHistory({ streams }, part, signal)).rejects.toMatchObject({ status: 503 });
	});

	it("tells in the server's words why it does not answer", async () => {
		const refusal = {
			error: { code: "no_history", message: "The history cannot be told: the disk is gone." },
		};
		answer.mockReturnValueOnce(Response.json(refusal, { status: 503 }));
		await expect(readHistory({}, { from: begin, points: 10 }, signal)).rejects.toMatchObject({
			message: refusal.error.message,
			isFinal: false,
		});
	});
});

describe("HistoryFill", () => {
	it("asks again while the server cannot answer, and never again what it has refused", async () => {
		const onFilled = vi.fn();
		const fill = new HistoryFill(new SeriesWindow(900, 1_000), onFilled);
		answer.mockReturnValueOnce(Response.json({}, { status: 503 }));
		answer.mockReturnValueOnce(Response.json({}, { status: 400 }));
		fill.fill(begin - 60_000, begin, {});
		await vi.advanceTimersByTimeAsync(4_999);
		expect(asked).toHaveLength(1);
		await vi.advanceTimersByTimeAsync(60_000);
		expect(asked).toHaveLength(2);
		expect(onFilled).not.toHaveBeenCalled();

		fill.fill(begin - 1_000, begin, {});
		await vi.advanceTimersByTimeAsync(60_000);
		expect(asked).toHaveLength(3);
		expect(onFilled).toHaveBeenCalledTimes(1);
	});
});
