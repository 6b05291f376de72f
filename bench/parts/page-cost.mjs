// @ts-check
import { setTimeout as wait } from "node:timers/promises";
import { readMainThreadMs } from "./process-cost.mjs";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {{ cpu: number, busy: number, script: number, style: number, heapBytes: number }} Metrics all but the heap: ms so far */
/** @typedef {{ dropped: number, frames: number, longestFrame: number, longestTask: number }} Frames */

const MOVE_MS = 16;

/**
 * Makes what reads the work of a page's main thread: `busy` by the clock, `cpu` by the processor, which does not count
 * what other programs took meanwhile. Expects no other page to be open.
 * @param {Page} page
 */
export async function watch(page) {
	const cdp = await page.context().newCDPSession(page);
	const whole = await page.context().browser()?.newBrowserCDPSession();
	await cdp.send("Performance.enable");
	/** @param {boolean} [collect] whether garbage goes first, so that what is left is held */
	return async (collect = false) => {
		if (collect) await cdp.send("HeapProfiler.collectGarbage");
		const { metrics } = await cdp.send("Performance.getMetrics");
		const processes = (await whole?.send("SystemInfo.getProcessInfo"))?.processInfo ?? [];
		const renderers = processes.filter(({ type }) => type === "renderer");
		const read = (/** @type {string} */ name) =>
			metrics.find((one) => one.name === name)?.value ?? Number.NaN;
		return {
			cpu: renderers.reduce((sum, { id }) => sum + readMainThreadMs(id), 0),
			busy: read("TaskDuration") * 1_000,
			script: read("ScriptDuration") * 1_000,
			style: (read("RecalcStyleDuration") + read("LayoutDuration")) * 1_000,
			heapBytes: read("JSHeapUsedSize"),
		};
	};
}

/**
 * What the main thread did per second, which is per tick, while `meanwhile` went on.
 * @param {() => Promise<Metrics>} read
 * @param {() => Promise<unknown>} meanwhile
 */
export async function perSecond(read, meanwhile) {
	const [before, began] = [await read(), performance.now()];
	await meanwhile();
	const [after, seconds] = [await read(), (performance.now() - began) / 1_000];
	return {
		cpu: (after.cpu - before.cpu) / seconds,
		busy: (after.busy - before.busy) / seconds,
		script: (after.script - before.script) / seconds,
		style: (after.style - before.style) / seconds,
	};
}

/**
 * Frames that came more than half a frame late, and the longest task by the browser's own trace.
 * @param {Page} page
 * @param {number} seconds
 * @returns {Promise<Frames>}
 */
export async function watchFrames(page, seconds) {
	const browser = page.context().browser();
	const categories = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"];
	await browser?.startTracing(page, { categories });
	const gaps = await page.evaluate(
		(ms) =>
			new Promise((/** @type {(gaps: number[]) => void} */ resolve) => {
				/** @type {number[]} */
				const gaps = [];
				const [began, mark] = [performance.now(), { last: 0 }];
				const frame = (/** @type {number} */ now) => {
					if (mark.last > 0) gaps.push(now - mark.last);
					mark.last = now;
					if (now - began < ms) requestAnimationFrame(frame);
					else resolve(gaps);
				};
				requestAnimationFrame(frame);
			}),
		seconds * 1_000,
	);
	const trace = await browser?.stopTracing();
	/** @type {{ traceEvents: { name: string, pid: number, tid: number, dur?: number, args: any }[] }} */
	const { traceEvents } = JSON.parse(String(trace));
	const scripted = traceEvents.find(({ name }) => name === "FireAnimationFrame");
	const tasks = traceEvents.filter(
		({ name, pid, tid }) => name === "RunTask" && pid === scripted?.pid && tid === scripted.tid,
	);
	return {
		dropped: gaps.reduce((sum, gap) => sum + Math.max(0, Math.round((gap * 60) / 1_000) - 1), 0),
		frames: gaps.length,
		longestFrame: Math.max(...gaps),
		longestTask: tasks.reduce((longest, { dur = 0 }) => Math.max(longest, dur), 0) / 1_000,
	};
}

/**
 * Moves the pointer to and fro over these boxes, one after the other.
 * @param {Page} page
 * @param {{ x: number, y: number, width: number, height: number }[]} boxes
 * @param {number} seconds
 */
export async function hover(page, boxes, seconds) {
	const began = performance.now();
	for (let ms = 0; ms < seconds * 1_000; ms = performance.now() - began) {
		const box = boxes[Math.floor(ms / 2_000) % boxes.length];
		if (!box) return;
		const share = Math.abs((ms % 2_000) / 1_000 - 1);
		await page.mouse.move(box.x + box.width * (0.05 + 0.9 * share), box.y + box.height / 2);
		await wait(MOVE_MS);
	}
}
