import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { frame } from "@/lib/framed";
import type { Words } from "@/lib/job-words";
import type { Parameters } from "../types";
import { exportRange } from "./export";

const begin = Date.UTC(2026, 10, 20);
const day = 86_400_000;
const encoder = new TextEncoder();
const tiers = [
	{ name: "1 s", stepMs: 1_000, from: begin - day },
	{ name: "1 min", stepMs: 60_000, from: begin - 90 * day },
	{ name: "15 min", stepMs: 900_000, from: begin - 400 * day },
];
const body = (text: string) => encoder.encode(text);
const kept = frame({}, body(JSON.stringify({ tiers })));

let directory = "";
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "hostbeat-export-"));
	vi.useFakeTimers({ now: begin, toFake: ["Date"] });
});
afterEach(() => {
	vi.useRealTimers();
	rmSync(directory, { recursive: true, force: true });
});

type Ask = (subject: string, data: Question) => Uint8Array;

async function run(parameters: Parameters, ask: Ask, signal = new AbortController().signal) {
	const logs: Words[] = [];
	const progress: (number | null)[] = [];
	const result = await exportRange({
		...{ parameters, language: "en", directory, signal },
		log: (words) => logs.push(words),
		progress: (done) => progress.push(done),
		ask: async (subject, data) => (subject === "kept" ? kept : ask(subject, data as Question)),
	});
	return { ...result, logs, progress };
}
type Question = { tier: string; place: { from: number } | null };

/** A month for each slice. */
const slices: Ask = (_, { tier, place }) => {
	const from = place?.from ?? begin - 365 * day;
	const next = from + 30 * day;
	const text = `${place ? "" : "time,cpu.utilization\r\n"}${tier} ${from},1\r\n`;
	return frame(next < begin ? { next: { from: next } } : {}, body(text));
};

it("leaves nothing of an export that is stopped in the middle", async () => {
	const stop = new AbortController();
	const stopped = run(
		{ from: begin - 365 * day, to: begin, metrics: [], tier: "auto" },
		(subject, question) => {
			if (question.place) stop.abort(new Error("enough"));
			return slices(subject, question);
		},
		stop.signal,
	);
	await expect(stopped).rejects.toThrow("enough");
	expect(readdirSync(directory)).toEqual([]);
});

it("leaves nothing of one that is refused, and says why", async () => {
	const refused = run({ from: 0, to: begin, metrics: ["cpuu"], tier: "auto" }, () =>
		frame({ refused: 'expected names, got "cpuu"' }, body("")),
	);
	await expect(refused).rejects.toMatchObject({
		name: "TaskFailure",
		words: { key: "refused", parameters: { reason: 'expected names, got "cpuu"' } },
	});
	expect(readdirSync(directory)).toEqual([]);
});

it("puts the slices of a year into one file, of the finest tier that reaches back so far", async () => {
	const { files, facts, progress, logs } = await run(
		{ from: begin - 365 * day, to: begin + day, metrics: [], tier: "auto" },
		slices,
	);
	const [file] = files;
	expect(file).toMatchObject({ name: "hostbeat-20251120T000000Z-20261121T000000Z.csv", type: "text/csv" });
	const path = join(directory, file?.name ?? "");
	const lines = readFileSync(path, "utf8").trimEnd().split("\r\n");
	expect(lines).toHaveLength(14);
	expect(lines.slice(0, 2)).toEqual(["time,cpu.utilization", `15 min ${begin - 365 * day},1`]);
	expect(facts).toMatchObject({ lines: 13, tier: "15 min", bytes: statSync(path).size });
	expect(statSync(path).mode & 0o777).toBe(0o600);
	expect(progress).toEqual([...progress].sort((a, b) => (a ?? 0) - (b ?? 0)));
	expect(progress[5]).toBeCloseTo((6 * 30) / 365);
	expect(logs.map((words) => "key" in words && words.key)).toEqual(["exported"]);
});

it.each([
	[{ from: begin - day / 2, tier: "auto" }, "1 s"],
	[{ from: begin - 30 * day, tier: "auto" }, "1 min"],
	// Nothing reaches back so far.
	[{ from: 0, tier: "auto" }, "15 min"],
	[{ from: begin - day / 2, tier: "15 min" }, "15 min"],
])("takes of %j the tier of %s", async (parameters, name) => {
	const asked: string[] = [];
	await run({ to: begin, ...parameters }, (_, { tier }) => {
		asked.push(tier);
		return frame({}, body("time\r\n"));
	});
	expect(asked).toEqual([name]);
});

it("asks again where the history is busy", async () => {
	let busy = 1;
	const { facts } = await run({ from: begin - day / 2, to: begin }, (subject, question) => {
		if (busy-- > 0) throw new Error("too many questions wait for it already");
		return frame({}, body(subject === "csv" && question ? "time\r\n1,2\r\n" : ""));
	});
	expect(facts.lines).toBe(1);
});
