// @ts-check
// What a tick costs the browser's main thread: the dashboard beside the same charts drawn by uPlot, in turn.
// node bench/render.mjs [--quick] [--rounds=3] [--seconds=60]
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { findBrowser } from "../scripts/checks/find-browser.mjs";
import { startHostbeat } from "../scripts/server/spawn.mjs";
import { hover, perSecond, watch, watchFrames } from "./parts/page-cost.mjs";
import { describeMachine, digits, medianOf, printTable } from "./parts/summary.mjs";
import { serveUplot } from "./parts/uplot-site.mjs";

const { values } = parseArgs({
	options: {
		quick: { type: "boolean", default: false },
		rounds: { type: "string" },
		seconds: { type: "string" },
	},
});
const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
const seconds = Number(values.seconds ?? (values.quick ? 15 : 60));
const FILL_MS = values.quick ? 10_000 : 305_000;
const SETTLE_MS = 8_000;
const PART_SECONDS = values.quick ? 10 : 20;
const LEAST_SCRIPT_MS = 0.2;
const VIEWPORT = { width: 1600, height: 2000 };

/** @typedef {{ url: string, ready: string, charts: string, plots: string }} Side selectors: a sign that all is drawn live, the charts, and where a pointer moves in them */

/**
 * @param {import("@playwright/test").Browser} browser
 * @param {Side} side
 */
async function measure(browser, { url, ready, charts, plots }) {
	// A context of its own is a process of its own; the policy would refuse the style that hides the charts.
	const context = await browser.newContext({ viewport: VIEWPORT, bypassCSP: true });
	const page = await context.newPage();
	await page.goto(url);
	await page.waitForFunction(
		([ready = "", charts = ""]) =>
			document.querySelectorAll(ready).length >= Math.max(1, document.querySelectorAll(charts).length),
		[ready, charts],
	);
	await wait(SETTLE_MS);
	const read = await watch(page);
	const heapBefore = (await read(true)).heapBytes;
	const whole = await perSecond(read, () => wait(seconds * 1_000));
	if (whole.script < LEAST_SCRIPT_MS) throw new Error(`${url} drew no ticks`);
	const heapAfter = (await read(true)).heapBytes;
	const boxes = await page.$$eval(plots, (found) => found.map((one) => one.getBoundingClientRect().toJSON()));
	const hovered = await perSecond(read, () => hover(page, boxes, PART_SECONDS));
	await page.mouse.move(0, 0);
	const frames = await watchFrames(page, PART_SECONDS);
	await page.addStyleTag({ content: `${charts} { display: none }` });
	await page.evaluate(() => {
		document.body.dataset.only = "small";
	});
	await wait(2_000);
	const rest = await perSecond(read, () => wait(PART_SECONDS * 1_000));
	await context.close();
	return {
		whole: whole.busy,
		cpu: whole.cpu,
		script: whole.script,
		style: whole.style,
		charts: whole.busy - rest.busy,
		chartsCpu: whole.cpu - rest.cpu,
		hovered: hovered.busy,
		hoveredCpu: hovered.cpu,
		longestTask: frames.longestTask,
		longestFrame: frames.longestFrame,
		dropped: frames.dropped,
		frames: frames.frames,
		heapMib: heapAfter / 2 ** 20,
		grownKib: (heapAfter - heapBefore) / 1_024,
	};
}

const server = await startHostbeat();
const site = await serveUplot(server.url);
await wait(FILL_MS);
const browser = await chromium.launch({ executablePath: await findBrowser() });
/** @type {Side} */
const dashboard = {
	url: server.url,
	ready: "figure svg.recharts-surface",
	charts: "figure",
	plots: "figure [role=slider]",
};
/** @type {Side} */
const uplot = {
	url: site.url,
	ready: "body[data-live] .chart canvas",
	charts: ".chart",
	plots: ".chart .u-over",
};

/** @typedef {Awaited<ReturnType<typeof measure>>} Result */
/** @type {Result[]} */
const ours = [];
/** @type {Result[]} */
const theirs = [];
for (let round = 0; round < rounds; round++) {
	ours.push(await measure(browser, dashboard));
	theirs.push(await measure(browser, uplot));
}
const version = browser.version();
await browser.close();
site.close();
await server.stop();

const [a, b] = [medianOf(ours), medianOf(theirs)];
console.log(`1 tick a second, charts of five minutes; Chromium ${version}, headless; ${describeMachine()}`);
console.log(`median of ${rounds} rounds of ${seconds} s, in turn\n`);
const row = (/** @type {string} */ name, /** @type {keyof Result} */ key, target = "") => [
	name,
	digits(a[key]),
	digits(b[key]),
	digits(a[key] / b[key]),
	target,
];
printTable([
	["main thread", "Hostbeat", "uPlot", "ratio", "target"],
	row("whole page, ms per tick", "whole"),
	row("the same in processor time", "cpu"),
	row("– of it script", "script"),
	row("– of it style and layout", "style"),
	row("charts alone, ms per tick", "charts", "≤ 8 ms, ≤ 2 × uPlot"),
	row("the same in processor time", "chartsCpu"),
	row("pointer over the charts, ms per second", "hovered", "≤ 200 ms"),
	row("the same in processor time", "hoveredCpu"),
	row("longest task, ms", "longestTask", "≤ 50 ms"),
	row("longest frame, ms", "longestFrame", "≤ 50 ms"),
	row("frames dropped", "dropped"),
	row("frames watched", "frames"),
	row("heap, MiB", "heapMib"),
	row("heap grown in a round, KiB", "grownKib"),
]);
