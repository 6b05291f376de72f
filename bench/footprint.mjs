// @ts-check
// What Hostbeat costs before anyone looks much: bytes on the wire, a server at rest, the first load of its page.
// With --hours only how the memory of a server without viewers grows, looked at each minute.
// node bench/footprint.mjs [--seconds=60 | --minutes=10 | --hours=1]
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { chromium } from "@playwright/test";
import { findBrowser } from "../scripts/checks/find-browser.mjs";
import { startHostbeat } from "../scripts/server/spawn.mjs";
import { readFamilyMs } from "./parts/family-cost.mjs";
import { watchGrowth } from "./parts/growth.mjs";
import { readCost } from "./parts/process-cost.mjs";
import { describeMachine, digits, median, printTable } from "./parts/summary.mjs";
import { readTicks } from "./parts/ticks.mjs";

const { values } = parseArgs({
	options: {
		seconds: { type: "string", default: "60" },
		minutes: { type: "string" },
		hours: { type: "string" },
	},
});
const seconds = values.minutes === undefined ? Number(values.seconds) : Number(values.minutes) * 60;
// Who has just looked counts as a viewer for ten seconds.
const SETTLE_MS = 15_000;
const TICKS = 11;

if (values.hours !== undefined) {
	console.log(`${describeMachine()}\n`);
	await watchGrowth(Number(values.hours));
	process.exit();
}

const server = await startHostbeat();
const ticks = (await readTicks(server.url, TICKS)).map((tick) => Buffer.from(tick));
const load = await measureFirstLoad();
await wait(SETTLE_MS);
const { pid, samplerPid } = server;
if (samplerPid === null) throw new Error("the sampler does not run");
// What the sampler starts is its own; the server starts nothing else.
const read = () => ({ web: readCost(pid).cpuMs, sampler: readFamilyMs(samplerPid) });
const [began, before] = [performance.now(), read()];
await wait(seconds * 1_000);
const [after, took] = [read(), performance.now() - began];
const cost = (/** @type {number} */ one, /** @type {"web" | "sampler"} */ name) => {
	const { rssKib, pssKib } = readCost(one);
	return {
		percent: ((after[name] - before[name]) * 100) / took,
		mib: rssKib / 1_024,
		pssMib: pssKib / 1_024,
	};
};
const [web, sampler] = [cost(pid, "web"), cost(samplerPid, "sampler")];
await server.stop();

/** Gzipped bytes of script, as a browser asks for it: until the page stands, and with the charts that come after. */
async function measureFirstLoad() {
	const browser = await chromium.launch({ executablePath: await findBrowser() });
	const page = await browser.newPage();
	/** @type {Map<string, number>} */
	const scripts = new Map();
	page.on("response", async (response) => {
		if (response.request().resourceType() !== "script") return;
		scripts.set(response.url(), gzipSync(await response.body()).length);
	});
	const answer = await page.goto(server.url);
	const html = (await answer?.text()) ?? "";
	await page.waitForFunction(
		() =>
			document.querySelectorAll("figure svg.recharts-surface").length ===
			document.querySelectorAll("figure").length,
	);
	await browser.close();
	const all = [...scripts];
	// What the page itself names; the charts are asked for by script.
	const first = all.filter(([url]) => html.includes(`src="${new URL(url).pathname}`));
	const kib = (/** @type {[string, number][]} */ some) =>
		some.reduce((sum, [, bytes]) => sum + bytes, 0) / 1_024;
	return { first: kib(first), all: kib(all), page: gzipSync(html).length / 1_024 };
}

const bytes = (/** @type {(tick: Buffer) => Buffer} */ encode) =>
	digits(median(ticks.map((tick) => encode(tick).length)));
console.log(`${describeMachine()}; at rest for ${digits(seconds / 60)} minutes\n`);
printTable([
	["", "Hostbeat", "target"],
	["one tick of all events, bytes", bytes((tick) => tick), "≤ 1,500"],
	["the same by gzip alone, bytes", bytes((tick) => gzipSync(tick)), "≤ 500"],
	["the same by brotli alone, bytes", bytes((tick) => brotliCompressSync(tick)), "≤ 500"],
	["server at rest, % of a core", digits(web.percent), "≤ 0.6 together"],
	["sampler at rest, % of a core", digits(sampler.percent), "≤ 0.25"],
	["both at rest, % of a core", digits(web.percent + sampler.percent), "≤ 0.6"],
	["server at rest, MiB (RSS)", digits(web.mib), "≤ 180 together"],
	["sampler at rest, MiB (RSS)", digits(sampler.mib), ""],
	["both at rest, MiB (PSS)", digits(web.pssMib + sampler.pssMib), "≤ 180 together"],
	["script before the charts, KiB gzipped", digits(load.first), "≤ 160"],
	["script with the charts, KiB gzipped", digits(load.all), ""],
	["the page itself, KiB gzipped", digits(load.page), ""],
]);
