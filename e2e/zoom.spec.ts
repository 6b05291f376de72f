import type { Locator, Page } from "@playwright/test";
import { findViolations } from "./fixtures/axe";
import { expectLive, look } from "./fixtures/page";
import { expect, test } from "./fixtures/test";
import { tellHistory } from "./fixtures/told-history";

const phone = { width: 390, height: 844 };
const HOUR = 3_600_000;

const range = (page: Page) => page.getByRole("region", { name: "Time range" });
const chart = (page: Page) => look(page).panel("CPU time").getByRole("figure");
const plot = (page: Page) => chart(page).getByRole("slider");
const shown = (page: Page) => new URL(page.url()).searchParams;

/** Waits until the picture that was asked for is there, and every chart draws it. */
async function expectShown(page: Page, words: RegExp): Promise<void> {
	await expect(range(page).getByText(words)).toBeVisible();
	await expect(range(page).getByRole("status")).not.toHaveText("Loading …");
	await expect(plot(page)).toBeVisible();
}

/** The places on the screen at shares of a chart's width. */
async function places(element: Locator, ...shares: number[]): Promise<{ x: number; y: number }[]> {
	await element.scrollIntoViewIfNeeded();
	const box = await element.boundingBox();
	if (!box) throw new Error("the chart has no place on the screen");
	return shares.map((share) => ({ x: box.x + box.width * share, y: box.y + box.height / 2 }));
}

async function drag(page: Page, from: number, to: number): Promise<void> {
	const [start, end] = await places(plot(page), from, to);
	if (!start || !end) throw new Error("no places to drag between");
	await page.mouse.move(start.x, start.y);
	await page.mouse.down();
	await page.mouse.move((start.x + end.x) / 2, start.y);
	await page.mouse.move(end.x, end.y);
}

test("one second of full load, seven hours ago, is seen in the picture of a day, told by the pointer, and zoomed into", async ({
	page,
	server,
}) => {
	const told = await tellHistory(page);
	await page.goto(`${server.url}/?range=24h`);
	await expectLive(page);
	await expectShown(page, /Last 24 h · \d+ min steps/);

	const height = await chart(page)
		.locator("[data-peaks]")
		.evaluate((path: SVGPathElement) => path.getBBox().height);
	const whole = (await plot(page).boundingBox())?.height ?? 0;
	expect(height, "the line of the peaks reaches almost to the top").toBeGreaterThan(whole * 0.7);

	const share = 1 - (Date.now() - told.spikeAt) / (24 * HOUR);
	await drag(page, share - 0.05, share + 0.05);
	await expect(chart(page).locator("[data-selection]")).toBeVisible();
	await page.mouse.up();
	await expect(chart(page).locator("[data-selection]")).toBeHidden();
	await expect.poll(() => shown(page).has("from")).toBe(true);
	const [from, to] = ["from", "to"].map((name) => Number(shown(page).get(name)));
	expect(Number(to) - Number(from)).toBeGreaterThan(2 * HOUR);
	expect(Number(to) - Number(from)).toBeLessThan(3 * HOUR);
	expect(told.spikeAt).toBeGreaterThan(Number(from));
	expect(told.spikeAt).toBeLessThan(Number(to));
	await expectShown(page, /\d{2}:\d{2} UTC · \d+ s steps/);
	await expect(range(page).getByRole("status")).toHaveText(
		/Charts show the past; numbers and tables are live/,
	);
	await expect(
		chart(page)
			.getByText(/^mean /)
			.first(),
	).toBeVisible();

	const [spike] = await places(plot(page), (told.spikeAt - Number(from)) / (Number(to) - Number(from)));
	if (!spike) throw new Error("no place to point at");
	await page.mouse.move(spike.x, spike.y);
	const readout = chart(page).locator("[data-whole]");
	await expect(readout).toBeVisible();
	const seen = new Set<string | null>();
	for (let x = spike.x - 3; x <= spike.x + 3; x++) {
		await page.mouse.move(x, spike.y);
		await expect(readout).toBeVisible();
		seen.add(await readout.textContent());
	}
	expect([...seen].join(), "told within three pixels").toContain("98.0 %");

	await page.goBack();
	await expect.poll(() => shown(page).get("range")).toBe("24h");
	await expectShown(page, /Last 24 h/);
	await page.goForward();
	await expectShown(page, /\d{2}:\d{2} UTC/);
	await range(page).getByRole("button", { name: "Live" }).click();
	await expectShown(page, /Last 24 h/);
});

test("a click, and a drag that Escape cancels, change nothing; a double click shows more", async ({
	page,
	server,
}) => {
	await tellHistory(page);
	await page.goto(`${server.url}/?range=6h`);
	await expectLive(page);
	await expectShown(page, /Last 6 h/);
	const address = page.url();
	await plot(page).click();
	await drag(page, 0.2, 0.6);
	await page.keyboard.press("Escape");
	await page.mouse.up();
	await expect(chart(page).locator("[data-selection]")).toBeHidden();
	expect(page.url()).toBe(address);
	await plot(page).dblclick();
	await expect.poll(() => page.url()).not.toBe(address);
	await expect(range(page).getByText(/Last 6 h/)).toHaveCount(0);
});

test("where the server was off is hatched, and says why to the eye and to a screen reader", async ({
	page,
	server,
}) => {
	const told = await tellHistory(page);
	const [from, to] = [told.off.from - HOUR, told.off.to + HOUR];
	await page.goto(`${server.url}/?from=${from}&to=${to}`);
	await expectLive(page);
	await expectShown(page, /UTC · \d+ s steps/);
	const band = await chart(page)
		.locator("[data-bands]")
		.evaluate((path: SVGPathElement) => path.getBBox().width);
	const width = (await plot(page).boundingBox())?.width ?? 0;
	expect(band / width).toBeCloseTo((told.off.to - told.off.from) / (to - from), 1);
	const reason = /Hostbeat was off: it had ended without being told to \(1 h 3\d min\)/;
	const [middle] = await places(plot(page), 0.5);
	if (!middle) throw new Error("no place to point at");
	await page.mouse.move(middle.x, middle.y);
	await expect(chart(page).locator("[data-notes]")).toHaveText(reason);
	await plot(page).focus();
	await page.keyboard.press("ArrowLeft");
	await expect(plot(page)).toHaveAttribute("aria-valuetext", reason);
	await page.keyboard.press("End");
	await expect(plot(page)).not.toHaveAttribute("aria-valuetext", reason);
});

test("keys move the view, unless somebody writes", async ({ page, server }) => {
	await tellHistory(page);
	await page.goto(`${server.url}/?range=6h`);
	await expectLive(page);
	await expectShown(page, /Last 6 h/);
	await page.keyboard.press("ArrowLeft");
	await expect.poll(() => shown(page).has("from")).toBe(true);
	const span = () => Number(shown(page).get("to")) - Number(shown(page).get("from"));
	expect(Math.abs(span() - 6 * HOUR)).toBeLessThan(1_000);
	await page.keyboard.press("+");
	await expect.poll(span).toBeLessThan(3.1 * HOUR);
	await page.keyboard.press("-");
	await expect.poll(span).toBeGreaterThan(5.9 * HOUR);
	await page.getByRole("searchbox").first().focus();
	const address = page.url();
	await page.keyboard.press("ArrowLeft");
	await page.keyboard.press("+");
	await page.keyboard.press("Escape");
	expect(page.url()).toBe(address);
	await page.getByRole("searchbox").first().blur();
	await page.keyboard.press("Escape");
	await expectShown(page, /Last 6 h/);
});

test("what cannot be loaded is said, the old picture stays, and Retry asks again", async ({
	page,
	server,
}) => {
	const told = await tellHistory(page);
	await page.goto(server.url);
	await expectLive(page);
	await expect(plot(page)).toBeVisible();
	told.refuse(true);
	const before = (await range(page).boundingBox())?.height;
	await range(page).getByRole("combobox").selectOption("6h");
	await expect(range(page).getByRole("status")).toHaveText(/Could not be loaded: .*The disk is away/);
	await expect(range(page).getByText(/Last 5 min/)).toBeVisible();
	expect((await range(page).boundingBox())?.height, "nothing moves").toBe(before);
	told.refuse(false);
	await range(page).getByRole("button", { name: "Retry" }).click();
	await expectShown(page, /Last 6 h/);
});

test("on a phone the bar is at hand at any place, nothing is wider than the screen, and everyone can use it", async ({
	page,
	server,
}) => {
	await page.setViewportSize(phone);
	const told = await tellHistory(page);
	await page.goto(`${server.url}/?from=${told.off.from - HOUR}&to=${told.off.to + HOUR}`);
	await expectLive(page);
	await expectShown(page, /UTC · /);
	await plot(page).focus();
	for (const key of ["Home", "ArrowRight", "End"]) {
		await page.keyboard.press(key);
		await expect(chart(page).locator("[data-time]")).toBeVisible();
		const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		expect(wide, `after ${key}`).toBeLessThanOrEqual(0);
	}
	await expect(range(page)).toBeInViewport();
	for (const control of await range(page).locator("button, select").all()) {
		const box = await control.boundingBox();
		expect(Math.min(box?.height ?? 0, box?.width ?? 0)).toBeGreaterThanOrEqual(44);
	}
	expect(await findViolations(page)).toEqual([]);
});
