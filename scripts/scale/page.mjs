// @ts-check
import { setTimeout as wait } from "node:timers/promises";
import { chromium } from "@playwright/test";
import { perSecond, watch, watchFrames } from "../../bench/parts/page-cost.mjs";
import { findBrowser } from "../checks/find-browser.mjs";

const SETTLE_MS = 6_000;
const SECONDS = 10;
const SCROLLS = 30;

/**
 * How the page does in a real browser: what it holds, what a tick costs it, and whether one can scroll meanwhile.
 * @param {string} url
 */
export async function tryPage(url) {
	const browser = await chromium.launch({
		executablePath: await findBrowser(),
		args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
	});
	try {
		const context = await browser.newContext({ viewport: { width: 1_440, height: 900 } });
		const page = await context.newPage();
		/** @type {string[]} */
		const errors = [];
		page.on("pageerror", (error) => errors.push(String(error)));
		await page.addInitScript(() => {
			const shifts = /** @type {any} */ (window);
			shifts.shifted = 0;
			new PerformanceObserver((list) => {
				for (const entry of /** @type {any[]} */ (list.getEntries())) {
					if (!entry.hadRecentInput) shifts.shifted += entry.value;
				}
			}).observe({ type: "layout-shift", buffered: true });
		});
		const began = performance.now();
		const answer = await page.goto(url);
		const htmlBytes = Buffer.byteLength((await answer?.text()) ?? "");
		await page.waitForFunction(() => {
			const figures = document.querySelectorAll("figure").length;
			return figures > 0 && document.querySelectorAll("figure svg.recharts-surface").length >= figures;
		});
		const drawnMs = performance.now() - began;
		// All rows of the long tables, which are folded at first.
		for (const button of await page.getByRole("button", { name: /^and \d+ more$/ }).all())
			await button.click();
		await wait(SETTLE_MS);
		const read = await watch(page);
		const tick = await perSecond(read, () => wait(SECONDS * 1_000));
		const frames = await watchFrames(page, SECONDS);
		const height = await page.evaluate(() => document.documentElement.scrollHeight);
		await page.mouse.move(720, 450);
		for (let scrolls = 0; scrolls < SCROLLS; scrolls++) {
			await page.mouse.wheel(0, height / SCROLLS + 100);
			await wait(50);
		}
		await wait(500);
		const scrolled = await page.evaluate(
			() => window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 2,
		);
		const { elements, shifted, rows } = await page.evaluate(() => ({
			elements: document.querySelectorAll("*").length,
			shifted: /** @type {any} */ (window).shifted,
			rows: document.querySelectorAll("tbody tr").length,
		}));
		return { htmlBytes, drawnMs, elements, rows, shifted, scrolled, errors, cpuMs: tick.cpu, ...frames };
	} finally {
		await browser.close();
	}
}
