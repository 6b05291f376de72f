import type { Locator, Page } from "@playwright/test";
import { messages } from "../lib/messages";
import { panelMessages } from "../lib/panel-messages";
import { CULPRIT } from "../scripts/history/seed.mjs";
import { expectLive } from "./fixtures/page";
import { makePast, type Past } from "./fixtures/past";
import { expect, test } from "./fixtures/test";

const dayMs = 86_400_000;
const oneStepMs = 1_100;
/** What the peak was: all together, where a step holds several readings, and the largest part of it. */
const all = "98.0 %";
const user = "93.0 %";

let past: Past;
test.beforeAll(async () => {
	past = await makePast();
});
test.afterAll(() => past.remove());

const chart = (page: Page) => page.getByRole("figure", { name: messages.panels.cpuTime, exact: true });
const plot = (page: Page) => chart(page).getByRole("slider");
const range = (page: Page) => page.getByRole("region", { name: panelMessages.view.label });

/** The stretch that the address asks for. */
function span(page: Page): { from: number; to: number } {
	const query = new URL(page.url()).searchParams;
	if (query.get("range") === "24h") return { from: Date.now() - dayMs, to: Date.now() };
	return { from: Number(query.get("from")), to: Number(query.get("to")) };
}

/** Where a time lies on a plot that shows this stretch. */
async function placeOf(target: Locator, time: number, { from, to }: { from: number; to: number }) {
	await target.scrollIntoViewIfNeeded();
	const box = await target.boundingBox();
	if (!box) throw new Error("the plot is not drawn");
	return { x: box.x + (box.width * (time - from)) / (to - from), y: box.y + box.height / 2, box };
}

/** Marks a stretch of so many pixels around a time by dragging, and waits until the charts show it. */
async function zoomTo(page: Page, time: number, pixels: number): Promise<void> {
	// Views that follow each other within a second are one step back: see lib/live/view-address.ts.
	await page.waitForTimeout(oneStepMs);
	const before = page.url();
	const { x, y, box } = await placeOf(plot(page), time, span(page));
	await page.mouse.move(Math.max(box.x + 1, x - pixels / 2), y);
	await page.mouse.down();
	await page.mouse.move(x, y);
	await page.mouse.move(Math.min(box.x + box.width - 1, x + pixels / 2), y);
	await page.mouse.up();
	await expect.poll(() => page.url()).not.toBe(before);
	await expect(range(page).getByRole("status")).toHaveText(panelMessages.view.past);
	expect(span(page).from).toBeLessThanOrEqual(time);
	expect(span(page).to).toBeGreaterThanOrEqual(time);
}

/** One view back or forward, as the browser's own buttons do. */
async function go(page: Page, by: 1 | -1): Promise<void> {
	const before = page.url();
	await (by === 1 ? page.goForward({ waitUntil: "commit" }) : page.goBack({ waitUntil: "commit" }));
	await expect.poll(() => page.url()).not.toBe(before);
	await expect(plot(page)).toBeVisible({ timeout: 15_000 });
}

/** Until what the pointer has changed is drawn. */
const nextFrames = (page: Page) =>
	page.evaluate(
		() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))),
	);

/** In pixels, the nearest first: a step lies on the grid of its tier, and where there are few it is wide. */
const offsets = [0, 1, -1, 2, -2, 4, -4, 8, -8, 13, -13, 18, -18];

/** Moves the pointer over the pixels around a time until the chart says what is looked for, and rests there for what else it says. */
async function findByHovering(page: Page, time: number, wanted: string, rest?: string): Promise<void> {
	const says = (text: string) => chart(page).getByText(text).first();
	const look = async () => {
		const { x, y } = await placeOf(plot(page), time, span(page));
		for (const offset of offsets) {
			await page.mouse.move(x + offset, y);
			await nextFrames(page);
			if (await says(wanted).isVisible()) return true;
		}
		return false;
	};
	await expect.poll(look, { message: `${wanted} at ${new Date(time).toISOString()}` }).toBe(true);
	if (rest !== undefined) await expect(says(rest)).toBeVisible();
}

test("a second that was bad hours ago is seen in the picture of its day, zoomed into, and its culprit is named, also after a restart", async ({
	page,
	start,
}) => {
	test.setTimeout(120_000);
	const { directory, peak } = past;
	const env = { HOSTBEAT_DATA_DIR: directory };
	const server = await start({ env });
	await page.goto(`${server.url}/?range=24h`);
	await expectLive(page);
	await expect(plot(page)).toBeVisible({ timeout: 15_000 });

	// One second of 86,400 is less than a hundredth of a pixel wide, and stands there as high as it was.
	await findByHovering(page, peak, all);

	await zoomTo(page, peak, 40);
	const wide = page.url();
	await zoomTo(page, peak, 40);
	await findByHovering(page, peak, user, CULPRIT);
	while (span(page).to - span(page).from > 60_000) await zoomTo(page, peak, 40);
	await findByHovering(page, peak, user, CULPRIT);
	const close = page.url();

	while (page.url() !== wide) await go(page, -1);
	await findByHovering(page, peak, all);
	await go(page, -1);
	await expect(page).toHaveURL(/\?range=24h$/);
	while (page.url() !== close) await go(page, 1);
	await findByHovering(page, peak, user, CULPRIT);

	await server.crash();
	const again = await start({ port: server.port, env });
	expect(again.url).toBe(server.url);
	await expectLive(page, 30_000);
	await findByHovering(page, peak, user, CULPRIT);
	await page.reload();
	await expectLive(page);
	await expect(plot(page)).toBeVisible({ timeout: 15_000 });
	expect(page.url()).toBe(close);
	await findByHovering(page, peak, user, CULPRIT);

	await range(page).getByRole("button", { name: panelMessages.view.live, exact: true }).click();
	await expect(page).toHaveURL(`${server.url}/`);
});

test("the line goes on over a restart, and where the server was off it says so and why", async ({
	page,
	start,
}) => {
	const { directory, end } = past;
	const server = await start({ env: { HOSTBEAT_DATA_DIR: directory } });
	const [from, to] = [end - 10 * 60_000, end + 8 * 60_000];
	await page.goto(`${server.url}/?from=${from}&to=${to}`);
	await expectLive(page);
	await expect(plot(page)).toBeVisible({ timeout: 15_000 });
	await findByHovering(page, end + 4 * 60_000, panelMessages.facts.offClean);
	const answer = await page.request.get(
		`${server.url}/api/history?metric=cpu.utilization&from=${from}&to=${to}&points=800`,
	);
	const { gaps, series } = await answer.json();
	expect(gaps).toEqual([expect.objectContaining({ reason: panelMessages.facts.offClean })]);
	const times = series[0].points.map(([time]: [number]) => time);
	expect(times).toEqual([...new Set(times)].sort((one, other) => Number(one) - Number(other)));
});
