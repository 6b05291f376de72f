import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { bothAccounts, enter, listenForTrouble, viewerPassword } from "./fixtures/sign-in";
import { expect, test } from "./fixtures/test";

let directory: string;
test.beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "hostbeat-page-built-ins-"));
});
test.afterEach(() => rmSync(directory, { recursive: true }));

function write(name: string, content: string): string {
	const path = join(directory, name);
	writeFileSync(path, content, { mode: 0o600 });
	return path;
}

const card = (page: Page, id: string) => page.locator(`[data-task=${id}]`);

/** Starts a task from its card, and goes to the page of its job. */
async function start(page: Page, id: string): Promise<void> {
	await card(page, id).getByRole("button", { name: "Start" }).click();
	await card(page, id).getByRole("link", { name: "Follow it" }).click();
}

async function download(page: Page, name: RegExp): Promise<Buffer> {
	const begun = page.waitForEvent("download");
	await page.getByRole("link", { name }).click();
	return readFileSync(await (await begun).path());
}

test("a viewer imports a file, is told what is wrong with another, and exports what was imported", async ({
	page,
	start: serve,
}) => {
	const config = "builtIn: { import: { mayRun: viewer }, export: { mayRun: viewer } }\n";
	const server = await serve({ env: { ...bothAccounts, HOSTBEAT_CONFIG: write("hostbeat.yaml", config) } });
	const wrong = await listenForTrouble(page);
	const from = Math.floor(Date.now() / 60_000) * 60_000 - 7_200_000;
	const lines = Array.from(
		{ length: 3_000 },
		(_, second) => `${new Date(from + second * 1_000).toISOString()},${second / 8}`,
	);
	// Larger than any other body may be.
	const right = write("orders.csv", `${["time,shop.orders", ...lines].join("\n")}\n`);
	const mistaken = write("mistaken.csv", "time,shop.orders\n2026-11-20T03:00:00,1\n");

	await page.goto(`${server.url}/jobs`);
	await enter(page, viewerPassword, "viewer");
	await expect(page.locator("[data-task]")).toHaveCount(2);
	await card(page, "import").locator("summary").click();
	await card(page, "import").getByLabel("CSV file").setInputFiles(mistaken);
	await expect(card(page, "import")).toContainText("mistaken.csv, ");
	await start(page, "import");
	await expect(page.getByText("Nothing was imported: the file has 1 mistake.")).toBeVisible();
	await expect(page.getByRole("group", { name: "Log" })).toContainText(
		"Line 2: expected a time with its zone",
	);

	await page.getByRole("link", { name: "All jobs" }).click();
	await card(page, "import").locator("summary").click();
	await card(page, "import").getByLabel("CSV file").setInputFiles(right);
	await expect(card(page, "import")).toContainText("orders.csv, ");
	await start(page, "import");
	await expect(page.getByRole("region", { name: "Progress" })).toContainText("Done");

	await page.getByRole("link", { name: "All jobs" }).click();
	await card(page, "export").locator("summary").click();
	await card(page, "export").getByLabel("Metrics").fill("shop");
	await start(page, "export");
	await expect(page.getByRole("region", { name: "Progress" })).toContainText("Done");
	const [header = "", ...rows] = String(await download(page, /^Download .+\.csv, /)).split("\r\n");
	const at = header.split(",").indexOf("shop.orders.mean");
	const values = new Map(rows.map((row) => row.split(",")).map((row) => [row[0], row[at]]));
	expect(values.get(new Date(from + 8_000).toISOString())).toBe("1");
	expect(wrong).toEqual([]);
});

test("a report is made page by page and downloaded; what fills a disk is a tree to look into", async ({
	page,
	start: serve,
}) => {
	mkdirSync(join(directory, "large/inside"), { recursive: true });
	writeFileSync(join(directory, "large/inside/file"), Buffer.alloc(3_000_000, 1));
	const config = `builtIn: { diskUsage: { directories: [${directory}] } }\n`;
	const server = await serve({ env: { HOSTBEAT_CONFIG: write("hostbeat.yaml", config) } });
	const wrong = await listenForTrouble(page);
	await page.goto(`${server.url}/jobs`);
	await card(page, "report").locator("summary").click();
	await start(page, "report");
	await expect(page.getByRole("region", { name: "Progress" })).toContainText("Done", { timeout: 30_000 });
	expect(String((await download(page, /^Download .+\.pdf, /)).subarray(0, 5))).toBe("%PDF-");

	await page.getByRole("link", { name: "All jobs" }).click();
	await card(page, "disk-usage").locator("summary").click();
	const field = card(page, "disk-usage").getByLabel("Directory");
	await field.fill(`${directory}/../..`);
	await card(page, "disk-usage").getByRole("button", { name: "Start" }).click();
	await expect(field).toHaveAttribute("aria-invalid", "true");
	await field.fill(directory);
	await start(page, "disk-usage");
	const result = page.getByRole("region", { name: "Result" });
	await result.getByText("large/").click();
	await result.getByText("inside/").click();
	await expect(result.getByText("file", { exact: true })).toBeVisible();
	expect(wrong.filter((text) => !/Failed to load resource/.test(text))).toEqual([]);
});
