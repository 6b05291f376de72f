import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAnswers } from "@/lib/history/answers";
import { type DiskHistory, openDiskHistory } from "@/lib/history/disk-history";
import { parseTiers } from "@/lib/history/tiers";
import { readReport } from "./read-report";

const second = 1_000;
const hour = 3_600_000;
const end = Date.UTC(2026, 10, 21, 4, 0, 17);
const start = end - 12 * hour + second;
/** In the middle of steps, and of no round length. */
const off = { from: start + 3 * hour + 123 * second, to: start + 4 * hour + 4_567 * second };
const metrics = ["cpu.utilization", "memory.usedBytes", "load.one"];

let directory: string;
let store: DiskHistory;

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "hostbeat-report-"));
	store = openDiskHistory({
		file: join(directory, "hostbeat.db"),
		intervalMs: second,
		tiers: parseTiers("1s:1d,10s:7d,1m:90d,15m:3y"),
		maxBytes: 2 ** 30,
		version: "0.0.1",
		bootId: "one",
		recentMs: 60_000,
	});
	store.import(ticks());
	store.note({ kind: "off", time: off.from, until: off.to, detail: { clean: true } });
});

afterEach(() => {
	store.close();
	rmSync(directory, { recursive: true });
});

/** What was measured at a time, `null` while the server was off. */
function valuesAt(time: number): number[] | null {
	if (time < start || time > end || (time >= off.from && time <= off.to)) return null;
	const into = (time - start) / second;
	const isPeak = time === start + 9 * hour + 1_234 * second;
	const cpu = isPeak ? 0.97 : 0.3 + 0.2 * Math.sin(into / 700) + 0.05 * Math.sin(into);
	return [cpu, 2 ** 32 + into * 10_000, into < 5_000 ? Number.NaN : (into % 977) / 100];
}

function* ticks() {
	for (let time = start; time <= end; time += second) {
		const values = valuesAt(time);
		if (values) yield { time, metrics, values: Float64Array.from(values) };
	}
}

/** Each reading looked at by itself. */
function bruteForce(at: number, from: number, to: number) {
	let [sum, count, min, max, maxAt] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
	const values: number[] = [];
	for (let time = Math.ceil(from / second) * second; time <= to; time += second) {
		const value = valuesAt(time)?.[at] ?? Number.NaN;
		if (Number.isNaN(value)) continue;
		sum += value;
		count++;
		min = Math.min(min, value);
		if (value > max) [max, maxAt] = [value, time];
		values.push(value);
	}
	values.sort((one, other) => one - other);
	return {
		mean: sum / count,
		min,
		max,
		maxAt,
		knownMs: count * second,
		p95: values[Math.ceil(count * 0.95) - 1],
	};
}

async function read(from: number, to: number) {
	const answers = createAnswers(store);
	const ask = async (subject: string, data: unknown) =>
		subject === "server" ? { host: "one", version: "0.0.1", timezone: "UTC" } : answers(subject, data);
	const { signal } = new AbortController();
	return readReport({ ask, signal }, { from, to, madeAt: end, metrics: [] }, () => {});
}

describe("readReport", () => {
	it.each([
		["12 h with a server that was off", start, end],
		["a day of which half is before the first reading", end - 24 * hour, end],
		["a range that reaches into the future", end - 2 * hour, end + 3 * hour],
		["an odd stretch around the gap", off.from - 4_321 * second, off.to + 9_876 * second],
		["a week that begins long before", end - 7 * 24 * hour, end],
	])("knows of %s what each reading says", async (_, from, to) => {
		const { families, missingMs } = await read(from, to);
		for (const [at, metric] of metrics.entries()) {
			const rows = families.flatMap(({ rows }) => rows);
			const { series, statistics } = rows.find(({ series }) => series.metric === metric) ?? {};
			const { stepMs = 0, tierStepMs = 0, from: first = 0, until = 0 } = series ?? {};
			// Whole steps of the range, and nothing from outside it.
			expect([first >= from, first - from < tierStepMs, until <= to + second]).toEqual([true, true, true]);
			const { mean, min, max, maxAt, knownMs } = bruteForce(at, first, until - 1);
			expect(statistics).toMatchObject({ min, max, maxAt, maxAtMs: second, p95: null });
			// The step in which something became known is known in part.
			expect(Math.abs((statistics?.mean ?? 0) / mean - 1)).toBeLessThan(0.01);
			expect(Math.abs((statistics?.knownMs ?? 0) - knownMs)).toBeLessThan(stepMs * 2);
		}
		const brute = bruteForce(0, from, to);
		expect(Math.abs(missingMs - (to - from - brute.knownMs))).toBeLessThanOrEqual(15 * 60_000);
	});

	it("knows the mean of a swell over a gap as exactly as it is told, and not that of its steps", async () => {
		const { families } = await read(start, end);
		const statistics = families.find(({ id }) => id === "cpu")?.rows[0]?.statistics;
		const { mean, knownMs } = bruteForce(0, families[0]?.from ?? 0, end);
		expect(statistics?.mean).toBeCloseTo(mean, 5);
		expect(statistics?.knownMs).toBe(knownMs);
	});

	it("knows all of an hour in which each reading is known, its 95 % level too", async () => {
		const [from, to] = [start + 9 * hour, start + 9 * hour + 3_000 * second];
		const { families, gaps } = await read(from, to);
		const statistics = families.find(({ id }) => id === "cpu")?.rows[0]?.statistics;
		const { mean, ...exact } = bruteForce(0, from, to);
		expect(statistics).toMatchObject(exact);
		expect(statistics?.mean).toBeCloseTo(mean, 12);
		expect(gaps).toEqual([]);
	});

	it("names each gap with its ends and why", async () => {
		const { gaps } = await read(start - hour, end + hour);
		expect(gaps.map(({ why }) => why.kind)).toEqual(["before", "fact", "later"]);
		const [before, whileOff, later] = gaps;
		expect(before?.from).toBe(start - hour);
		expect(Math.abs((before?.to ?? 0) - start)).toBeLessThanOrEqual(60_000);
		expect(whileOff).toMatchObject(off);
		expect(later).toMatchObject({ from: end + second, to: end + hour });
	});

	it("knows nothing of a range without readings, and why", async () => {
		const gone = await read(start - 5 * hour, start - 4 * hour);
		const coming = await read(end + hour, end + 2 * hour);
		expect([gone.families, coming.families]).toEqual([[], []]);
		expect(gone.gaps).toEqual([{ from: start - 5 * hour, to: start - 4 * hour, why: { kind: "before" } }]);
		expect(coming.gaps).toEqual([{ from: end + hour, to: end + 2 * hour, why: { kind: "later" } }]);
	});
});
