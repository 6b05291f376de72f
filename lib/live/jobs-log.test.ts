import { describe, expect, it } from "vitest";
import { chunkLines, JobLog } from "./jobs-log";
import { findInLog, mostFound, stepFound } from "./jobs-search";

const said = (seq: number, text: string, source: "stdout" | "stderr" | "hostbeat" = "stdout") =>
	({ seq, time: seq * 1_000, source, text }) as const;
const texts = (log: JobLog) => log.chunks.flat().map(({ text }) => text);

describe("JobLog", () => {
	it("has each message once, however often it comes", () => {
		const log = new JobLog();
		for (const seq of [1, 2, 2, 1, 3]) log.add(said(seq, `line ${seq}`));
		expect(texts(log)).toEqual(["line 1", "line 2", "line 3"]);
	});

	it("leaves the lines of a message as they were, empty ones and blanks too", () => {
		const log = new JobLog();
		log.add(said(1, "a\n\n  b\r\nc"));
		expect(texts(log)).toEqual(["a", "", "  b", "c"]);
		expect(log.chunks.flat().map(({ isFirst }) => isFirst)).toEqual([true, false, false, false]);
	});

	it("never changes a part that is full, and gives the one that grows anew", () => {
		const log = new JobLog();
		for (let seq = 1; seq <= chunkLines + 1; seq++) log.add(said(seq, "x"));
		const [full, open] = log.chunks;
		log.add(said(chunkLines + 2, "y"));
		expect(log.chunks[0]).toBe(full);
		expect(log.chunks[1]).not.toBe(open);
		expect(log.lines).toBe(chunkLines + 2);
	});

	it("lets the oldest go where there are more than a page can hold, and counts them", () => {
		const log = new JobLog();
		log.add(said(1, Array.from({ length: 50_300 }, (_, line) => line).join("\n")));
		expect(log.lines + log.dropped).toBe(50_300);
		expect(log.dropped).toBeGreaterThan(0);
		expect(texts(log).at(-1)).toBe("50299");
	});

	it("takes in ten thousand messages within the blink of an eye", () => {
		const log = new JobLog();
		const startedAt = performance.now();
		for (let seq = 1; seq <= 10_000; seq++) log.add(said(seq, `\x1b[32mline\x1b[0m ${seq}`));
		expect(performance.now() - startedAt).toBeLessThan(1_000);
	});

	it("keeps the colours of its two outputs apart", () => {
		const log = new JobLog();
		log.add(said(1, "\x1b[31mred", "stdout"));
		log.add(said(2, "plain", "stderr"));
		expect(log.chunks.flat().map(({ pieces }) => pieces[0]?.color)).toEqual(["red", null]);
	});

	it("marks what stands in place of lines that were left out", () => {
		const log = new JobLog();
		log.add({ ...said(1, "5 lines left out", "hostbeat"), key: "linesLeftOut" });
		log.add(said(2, "on it goes"));
		expect(log.chunks.flat().map(({ isGap }) => isGap)).toEqual([true, false]);
	});
});

describe("findInLog", () => {
	const log = new JobLog();
	log.add(said(1, "Error: one\nno\n\x1b[31mer\x1b[0mror error"));

	it("finds whatever the case, across colours, and as often as it stands there", () => {
		expect(findInLog(log.chunks, "ERROR").map(({ from, to }) => [from, to])).toEqual([
			[0, 5],
			[0, 5],
			[6, 11],
		]);
	});

	it("finds nothing for nothing, and ends where there is too much", () => {
		expect(findInLog(log.chunks, "")).toEqual([]);
		const many = new JobLog();
		many.add(said(1, "a".repeat(20_000)));
		expect(findInLog(many.chunks, "a")).toHaveLength(mostFound);
	});

	it("is not led astray by letters that grow with their case", () => {
		const odd = new JobLog();
		odd.add(said(1, "İİİ end"));
		expect(findInLog(odd.chunks, "end")[0]).toMatchObject({ from: 4, to: 7 });
	});

	it("goes around the end, both ways", () => {
		expect([stepFound(3, null, 1), stepFound(3, null, -1), stepFound(3, 2, 1), stepFound(3, 0, -1)]).toEqual([
			0, 2, 0, 2,
		]);
		expect(stepFound(0, 4, 1)).toBeNull();
	});
});
