// @ts-check
// Takes the pictures of docs/screenshots: node e2e/screenshots.mjs [seconds] [url]
// After so many seconds of history (300 unless told, which fills the charts), from a server of its own unless a url is given.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium, devices } from "@playwright/test";
import { findBrowser } from "../scripts/checks/find-browser.mjs";
import { Failure } from "../scripts/failure.mjs";
import { ROOT } from "../scripts/project.mjs";
import { startHostbeat } from "../scripts/server/spawn.mjs";

const directory = join(ROOT, "docs", "screenshots");
const screens = {
	desktop: { viewport: { width: 1440, height: 1450 } },
	phone: {
		...devices["iPhone 13"],
		defaultBrowserType: undefined,
		viewport: { width: 390, height: 1560 },
		deviceScaleFactor: 2,
	},
};

const [seconds = "300", givenUrl] = process.argv.slice(2);
if (!/^\d+$/.test(seconds)) throw new Failure(`Expected a whole number of seconds, got "${seconds}".`);
const server = givenUrl ? null : await startHostbeat();
try {
	const url = givenUrl ?? server?.url ?? "";
	await waitForHistory(url, Number(seconds));
	await takePictures(url);
} finally {
	await server?.stop();
}

/**
 * @param {string} url
 * @param {number} wanted
 */
async function waitForHistory(url, wanted) {
	const response = await fetch(`${url}/api/health`);
	const { startedAt } = await response.json();
	const rest = startedAt + wanted * 1_000 - Date.now();
	if (rest <= 0) return;
	console.log(`Waiting ${Math.ceil(rest / 1_000)} s for ${wanted} s of history …`);
	await new Promise((resolve) => setTimeout(resolve, rest));
}

/** @param {string} url */
async function takePictures(url) {
	mkdirSync(directory, { recursive: true });
	const browser = await chromium.launch({
		executablePath: await findBrowser(),
		args: ["--disable-gpu", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
	});
	for (const [device, screen] of Object.entries(screens)) {
		for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
			const page = await browser.newPage({ ...screen, colorScheme });
			await page.goto(url);
			await page.getByRole("status").getByText("Live", { exact: true }).waitFor();
			// Each chart offers its readings once it is drawn.
			const charts = page.getByRole("figure");
			const drawn = charts.filter({ has: page.getByText("Last readings") });
			await drawn.nth((await charts.count()) - 1).waitFor();
			await page.getByText(/round trip \d+ ms/).waitFor();
			const path = join(directory, `${device}-${colorScheme}.png`);
			await page.screenshot({ path });
			console.log(path);
			await page.close();
		}
	}
	await browser.close();
}
