import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createAnswers } from "@/lib/history/answers";
import { MemoryHistory } from "@/lib/history/memory";
import { speak, type Words } from "@/lib/job-words";
import type { Language } from "@/lib/language";
import { readPdf } from "./read-pdf.fixture";
import { report } from "./report";

const minute = 60_000;
const now = Date.UTC(2026, 10, 21, 4, 0, 0);
const metrics = ["cpu.utilization", "memory.usedBytes", "memory.totalBytes", "load.one", "stock.ACME"];
const GiB = 2 ** 30;

let directory: string;
let store: MemoryHistory;
let told: { progress: number | null; words: Words | undefined }[];

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "hostbeat-report-"));
	store = new MemoryHistory({ windowMs: 3 * 60 * minute, stepMs: 1_000 });
	told = [];
	vi.useFakeTimers({ toFake: ["Date"], now });
});

afterEach(() => {
	vi.useRealTimers();
	rmSync(directory, { recursive: true });
});

/** Half an hour up to now, at 25 % but for one second of 98 %; between minutes 10 and 12 the server was off. */
function fill() {
	const start = now - 30 * minute;
	for (let time = start; time <= now; time += 1_000) {
		const into = time - start;
		if (into >= 10 * minute && into < 12 * minute) continue;
		const cpu = into === 17 * minute ? 0.98 : 0.25;
		store.append({ time, metrics, values: Float64Array.of(cpu, 4 * GiB, 16 * GiB, 1.5, 103.25) });
	}
	const off = { time: start + 10 * minute, until: start + 12 * minute - 1_000 };
	store.note({ kind: "off", ...off, detail: { clean: false } });
	store.note({ kind: "rebooted", time: start + 12 * minute, until: null, detail: {} });
}

interface Run {
	language?: Language;
	from?: number;
	to?: number;
	signal?: AbortSignal;
	onProgress?: () => void;
}

async function run({ language = "en", from = now - 30 * minute, to = now, ...more }: Run = {}) {
	const answers = createAnswers(store);
	const result = await report({
		parameters: { from, to },
		language,
		directory,
		signal: more.signal ?? new AbortController().signal,
		log: () => {},
		progress: (progress, words) => {
			told.push({ progress, words });
			more.onProgress?.();
		},
		ask: async (subject, data) =>
			subject === "server"
				? { host: "web 01/ă", version: "1.2.3", timezone: "Europe/Bucharest" }
				: answers(subject, data),
	});
	const [file] = result.files;
	const bytes = readFileSync(join(directory, file?.name ?? ""));
	return { result, bytes, ...readPdf(bytes) };
}

const textOf = (pages: { texts: string[] }[]) => pages.flatMap(({ texts }) => texts).join("\n");

describe("report", () => {
	it("says what is missing and why, and takes it for no 0", async () => {
		fill();
		const { pages } = await run({ from: now - 60 * minute, to: now + 20 * minute });
		const text = textOf(pages);
		// Half an hour before anything, two minutes off, and what is to come.
		expect(text).toContain("Nothing is kept of this time");
		expect(text).toContain("Hostbeat was off: it had ended without being");
		expect(text).toContain("There was no reading yet");
		expect(text).toContain("21 Nov 2026, 05:29:59");
		expect(text).toContain("25.0 %\n25.0 %\n98.0 %\n21 Nov 2026, 05:47:00");
		expect(text).not.toMatch(/^0(\.0)? %$/m);
	});

	it("tells the numbers of the history, and its own series among them", async () => {
		fill();
		const { pages, result } = await run();
		const text = textOf(pages);
		// 1,680 readings of 25 % and one of 98 %; the 95 % level is known, as each reading is.
		expect(text).toContain("CPU time in use\n25.0 %\n25.0 %\n25.0 %\n98.0 %\n21 Nov 2026, 05:47:00");
		expect(text).toContain("Memory used\n4.0 GiB\n4.0 GiB\n4.0 GiB\n4.0 GiB\nall the time");
		expect(text).toContain("stock.ACME\n103.3\n103.3\n103.3\n103.3\nall the time");
		expect(text).toContain("No processes are kept of this time.");
		expect(pages.length).toBe(result.facts.pages);
		expect(pages.map(({ texts }) => texts.at(-1))).toEqual(
			pages.map((_, index) => `${index + 1} / ${pages.length}`),
		);
	});

	it("is a page that says so where nothing is known", async () => {
		const { pages, result } = await run();
		expect(result.facts.pages).toBe(1);
		const text = textOf(pages);
		expect(text).toContain("Nothing is known of this range");
		expect(text).toContain("100 % of the range");
	});

	it.each([
		["fr", "Rapport", "Mémoire utilisée", "25,0 %", "L’hôte a démarré", "Réseau", "21 nov. 2026, 05:47:00"],
		["ro", "Raport", "Încărcare pe 1 min", "25,0 %", "Gazda a pornit", "Rețea", "21 nov. 2026, 05:47:00"],
	] as const)("speaks %s with its letters, numbers and months", async (language, ...expected) => {
		fill();
		const eth = ["cpu.utilization", "network.eth0.receivedBytesPerSecond"];
		store.append({ time: now + 1_000, metrics: eth, values: Float64Array.of(0.25, 1e6) });
		const { pages, source } = await run({ language, to: now + 1_000 });
		const text = textOf(pages);
		for (const word of expected) expect(text).toContain(word);
		expect(text).not.toContain("?");
		expect(source).toContain(`/Lang (${language})`);
	});

	it("is found its way through: title, chapters, marks for those who hear it read", async () => {
		fill();
		const { source, result } = await run();
		expect(source).toContain("/Marked true");
		expect(source).toContain("/DisplayDocTitle true");
		expect(source.match(/\/S \/Figure/g)?.length).toBe(4);
		expect(source.match(/\/Title \(/g)?.length).toBeGreaterThanOrEqual(7);
		expect(result.files).toEqual([
			{
				name: "hostbeat-web-01---20261121T033000Z-20261121T040000Z.pdf",
				type: "application/pdf",
				bytes: expect.any(Number),
			},
		]);
	});

	it("draws a line that ends where a gap begins", async () => {
		fill();
		const whole = new MemoryHistory({ windowMs: 3 * 60 * minute, stepMs: 1_000 });
		const broken = await run();
		store = whole;
		for (let time = now - 30 * minute; time <= now; time += 1_000)
			whole.append({ time, metrics, values: Float64Array.of(0.25, 4 * GiB, 16 * GiB, 1.5, 103.25) });
		const unbroken = await run();
		const paths = ({ pages }: typeof broken) => pages.reduce((sum, page) => sum + page.paths, 0);
		expect(paths(broken)).toBeGreaterThan(paths(unbroken));
	});

	it("is the same, byte for byte, of the same history at the same time", async () => {
		fill();
		const [one, other] = [await run(), await run()];
		expect(one.bytes.equals(other.bytes)).toBe(true);
	});

	it("tells how far it is, up to the last page, and names it in any language", async () => {
		fill();
		await run({ language: "ro" });
		const shares = told.map(({ progress }) => progress as number);
		expect(shares).toEqual([...shares].sort((one, other) => one - other));
		expect(shares.at(-1)).toBe(1);
		const spoken = told.flatMap(({ words }) => (words ? [speak(words, "en")] : []));
		expect(spoken).toContain("Reading: Memory");
		expect(spoken).toContain("Page 2 of 3: CPU, Memory, Load");
	});

	it("ends between two pages when it is cancelled", async () => {
		fill();
		const controller = new AbortController();
		const onProgress = () => {
			if (told.at(-1)?.words && speak(told.at(-1)?.words as Words, "en").startsWith("Page 2"))
				controller.abort();
		};
		await expect(run({ signal: controller.signal, onProgress })).rejects.toThrow("aborted");
		expect(told.at(-1)?.progress).toBeLessThan(1);
		expect(readdirSync(directory)).toEqual([]);
	});

	it("tells names that were made to do harm as one line of text", async () => {
		fill();
		const use = { pid: 7, user: null, container: "a\r\nb", residentBytes: 1, readBytesPerSecond: null };
		const process = { ...use, name: `x\n\u0007(\\) Tj${"w".repeat(3_000)}`, writtenBytesPerSecond: null };
		const time = now - 13 * minute;
		store.keepProcesses({ time, processes: [{ ...process, utilization: 0.5 }] });
		const { pages } = await run();
		expect(textOf(pages)).toMatch(/\nx {2}\(\\\)\nTjw+…\n7\n–\na {2}b\n/);
	});

	it("refuses a range that ends before it begins", async () => {
		const reason = `from: expected a time not after to (${now - 1}), got ${now}`;
		const words = { key: "refused", parameters: { reason } };
		await expect(run({ from: now, to: now - 1 })).rejects.toMatchObject({ words });
	});
});
