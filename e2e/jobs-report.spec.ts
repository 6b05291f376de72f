import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HistoryRange } from "../lib/history/types";
import type { JobView } from "../lib/jobs/types";
import { CULPRIT } from "../scripts/history/seed.mjs";
import { makePast, type Past } from "./fixtures/past";
import type { TestServer } from "./fixtures/server";
import { expect, test } from "./fixtures/test";

const dayMs = 86_400_000;
const pdftotext = process.env.HOSTBEAT_TEST_PDFTOTEXT ?? "";
const zone = { TZ: "Europe/Bucharest" };

let past: Past;
let directory: string;
test.beforeAll(async () => {
	past = await makePast();
	directory = mkdtempSync(join(tmpdir(), "hostbeat-report-"));
});
test.afterAll(() => {
	past.remove();
	rmSync(directory, { recursive: true, force: true });
});

const get = (server: TestServer, path: string) =>
	fetch(`${server.url}${path}`, { headers: { Connection: "close" } });

async function startReport(server: TestServer, parameters: object, language: string): Promise<JobView> {
	const headers = { "Content-Type": "application/json", "Accept-Language": language, Connection: "close" };
	const body = JSON.stringify({ task: "report", parameters });
	const answer = await fetch(`${server.url}/api/jobs`, { method: "POST", headers, body });
	expect(answer.status, await answer.clone().text()).toBe(201);
	return (await answer.json()) as JobView;
}

/** Waits for its end; gives the job with its pages, each as the lines of its text. */
async function readReport(server: TestServer, parameters: object, language = "en") {
	const { id } = await startReport(server, parameters, language);
	const look = async () => (await (await get(server, `/api/jobs/${id}`)).json()) as JobView;
	await expect.poll(async () => (await look()).endedAt, { timeout: 30_000 }).not.toBeNull();
	const job = await look();
	expect(job).toMatchObject({ status: "succeeded", progress: 1 });
	const [file] = job.result?.files ?? [];
	const answer = await get(server, `/api/jobs/${id}/files/${file?.name}`);
	expect(answer.headers.get("content-type")).toBe("application/pdf");
	const bytes = Buffer.from(await answer.arrayBuffer());
	expect(bytes.length).toBe(file?.bytes);
	const path = join(directory, `${id}.pdf`);
	writeFileSync(path, bytes);
	const text = execFileSync(pdftotext, ["-layout", path, "-"], { encoding: "utf8" });
	const pages = text.split("\f").slice(0, -1);
	return { job, pages, text };
}

/** What a row of a table says, without what it is of. */
function rowOf(text: string, name: string): string[] {
	const line = text.split("\n").find((line) => line.trim().startsWith(`${name} `)) ?? "";
	return line
		.trim()
		.slice(name.length)
		.trim()
		.split(/\s{2,}|(?<=\S) (?=\d+ \w+ \d{4},)/);
}

/** The mean of an hour and more by the API: each step as long as it was measured, which here is all of it. */
async function numbersOf(server: TestServer, metric: string, { from, to }: { from: number; to: number }) {
	const query = `metric=${metric}&from=${from}&to=${to}&points=720`;
	const range = (await (await get(server, `/api/history?${query}`)).json()) as HistoryRange;
	const points = range.series[0]?.points ?? [];
	let [sum, ms, min, max] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (const [time, mean, least, greatest] of points) {
		if (mean === null || least === null || greatest === null) continue;
		const weight = Math.min(time + range.stepMs, to + 1_000) - Math.max(time, from);
		sum += mean * weight;
		ms += weight;
		min = Math.min(min, least);
		max = Math.max(max, greatest);
	}
	return { mean: sum / ms, min, max };
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

test.describe("a report", () => {
	test.skip(pdftotext === "", "there is no pdftotext here");

	test("tells the numbers of the history, the worst second and its culprit, page by page", async ({
		start,
	}) => {
		const { peak, end } = past;
		const server = await start({ env: { ...zone, HOSTBEAT_DATA_DIR: past.directory } });
		// Whole quarters of an hour, so that no step is cut.
		const to = Math.floor(end / 900_000) * 900_000 - 1_000;
		const range = { from: to + 1_000 - 8 * 3_600_000, to };
		expect(peak).toBeGreaterThan(range.from);
		const { job, pages, text } = await readReport(server, range);

		expect(job.result?.facts.pages).toBe(pages.length);
		for (const [index, page] of pages.entries())
			expect(page).toMatch(new RegExp(`\\s${index + 1} ?/ ?${pages.length}\\s*$`));
		expect(pages[0]).toContain("Europe/Bucharest");
		expect(pages[0]).toContain("There is a reading of the whole range.");

		const cpu = await numbersOf(server, "cpu.utilization", range);
		const when = new Date(peak).toLocaleTimeString("en-GB", { timeZone: "Europe/Bucharest" });
		const row = rowOf(pages[0] ?? "", "CPU time in use");
		expect(row.slice(0, 3)).toEqual([percent(cpu.mean), percent(cpu.min), percent(cpu.max)]);
		expect(row[3]).toContain(when);
		const memory = await numbersOf(server, "memory.usedBytes", range);
		const gibibytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
		expect(rowOf(pages[0] ?? "", "Memory used").slice(0, 3)).toEqual(
			[memory.mean, memory.min, memory.max].map(gibibytes),
		);
		expect(text.slice(text.indexOf("Who used most"))).toContain(CULPRIT);
	});

	test("says in the language of who asked what is missing and why, and that there is nothing where nothing is", async ({
		start,
	}) => {
		const server = await start({ env: { ...zone, HOSTBEAT_DATA_DIR: past.directory } });
		const { end } = past;
		const partly = await readReport(server, { from: end - 2 * dayMs, to: end }, "fr");
		expect(partly.pages[0]).toContain("Mémoire utilisée");
		expect(partly.pages[0]).toContain("Rien n’est conservé de ce temps");
		const empty = await readReport(server, { from: end - 9 * dayMs, to: end - 8 * dayMs }, "ro");
		expect(empty.pages).toHaveLength(1);
		expect(empty.text).toContain("Nu se știe nimic despre această perioadă");
	});
});
