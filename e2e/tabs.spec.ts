import { networkInterfaces } from "node:os";
import type { BrowserContext, Page } from "@playwright/test";
import { expectLive, expectToMove, listen, look, sentence, setVisibility } from "./fixtures/page";
import { readMissingSeconds } from "./fixtures/seconds";
import type { TestServer } from "./fixtures/server";
import { findSharedWorker } from "./fixtures/shared-worker";
import { expect, test } from "./fixtures/test";

const expectSessions = (server: TestServer, count: number) =>
	expect.poll(async () => (await server.health()).sessions, { timeout: 10_000 }).toBe(count);

async function open(context: BrowserContext, url: string, count: number): Promise<Page[]> {
	const pages = await Promise.all(Array.from({ length: count }, () => context.newPage()));
	await Promise.all(pages.map((page) => page.goto(url)));
	for (const page of pages) await expectLive(page, 20_000);
	return pages;
}

const expectAllToMove = (pages: Page[]) =>
	Promise.all(pages.map((page) => expectToMove(look(page).clock, 2)));

/** Ten tabs, of which a browser over HTTP/1.1 could serve only six if each had a stream of its own. */
async function expectOneForTen(context: BrowserContext, server: TestServer, url: string): Promise<void> {
	const pages = await open(context, url, 10);
	await expectSessions(server, 1);
	const statuses = await Promise.all(
		pages.map((page) =>
			page.evaluate(async () => {
				const response = await fetch("/api/snapshot", { signal: AbortSignal.timeout(5_000) });
				return response.status;
			}),
		),
	);
	expect(statuses).toEqual(Array(10).fill(200));
	await expectAllToMove(pages);
	const [last, ...others] = pages;
	await Promise.all(others.map((page) => page.close()));
	await expectToMove(look(last as Page).clock, 2);
	await expectSessions(server, 1);
	await last?.close();
	await expectSessions(server, 0);
}

test("ten tabs hold one connection, and every one of them can still ask for more", async ({
	context,
	start,
}) => {
	const server = await start();
	await expectOneForTen(context, server, server.url);
});

test("so they do at an address of the network, where a browser allows less", async ({ context, start }) => {
	const address = Object.values(networkInterfaces())
		.flat()
		.find((one) => one?.family === "IPv4" && !one.internal)?.address;
	test.skip(!address, "this machine has no address but the loopback");
	const server = await start({ env: { HOST: "0.0.0.0", HOSTBEAT_UNSAFE_NO_LOGIN: "1" } });
	const url = `http://${address}:${server.port}`;
	const page = await context.newPage();
	await page.goto(url);
	expect(await page.evaluate(() => isSecureContext)).toBe(false);
	await page.close();
	await expectOneForTen(context, server, url);
});

test("a worker that is killed is noticed in each tab, and they share a new one", async ({
	browser,
	context,
	start,
}) => {
	const server = await start();
	const pages = await open(context, server.url, 3);
	const heard = await Promise.all(pages.map((page) => listen(sentence(page))));
	const worker = await findSharedWorker(browser, server.url);
	const killed = Date.now();
	await worker.kill();
	for (const [index, page] of pages.entries()) {
		await expect(look(page).word).toHaveText("Delayed", { timeout: 5_000 });
		const said = await heard[index]?.();
		const noticed = (said?.find(({ text }) => text.startsWith("Delayed"))?.at ?? Number.NaN) - killed;
		console.log(`    Delayed ${noticed} ms after the worker was killed`);
		expect(noticed).toBeLessThan(2_500);
	}
	for (const page of pages) await expectLive(page, 10_000);
	console.log(`    Live again in all tabs within ${Date.now() - killed} ms`);
	await expectSessions(server, 1);
	await findSharedWorker(browser, server.url);
	await expectAllToMove(pages);
});

test("Stop in one tab is nothing to the other", async ({ context, start }) => {
	const server = await start();
	const [one, other] = (await open(context, server.url, 2)) as [Page, Page];
	await look(one).stop.click();
	await expect(sentence(one)).toHaveText("Stopped");
	const stopped = await look(one).clock.textContent();
	await expectToMove(look(other).clock);
	await expect(look(other).word).toHaveText("Live");
	expect(await look(one).clock.textContent()).toContain(stopped?.slice(0, 8));
	await expectSessions(server, 1);
	await look(other).stop.click();
	await expectSessions(server, 0);
	await look(one).start.click();
	await expectLive(one);
	await expectToMove(look(one).clock);
	await expect(sentence(other)).toHaveText("Stopped");
	await expectSessions(server, 1);
});

test("a page that was left holds nothing, and goes on when the browser brings it back as it was", async ({
	context,
	start,
}) => {
	const server = await start();
	const [page] = (await open(context, server.url, 1)) as [Page];
	// No browser keeps a page that must not be stored; some keep it all the same.
	const signal = (name: string) =>
		page.evaluate((name) => dispatchEvent(new PageTransitionEvent(name, { persisted: true })), name);
	await signal("pagehide");
	await expectSessions(server, 0);
	await expect(page).toHaveTitle(/^Paused · /);
	await signal("pageshow");
	await expectLive(page, 3_000);
	await expectSessions(server, 1);
	await expectToMove(look(page).clock, 2);
});

test("after a new server one press of Retry now brings all tabs back, over one connection", async ({
	context,
	start,
}) => {
	const server = await start();
	const pages = await open(context, server.url, 3);
	server.kill("SIGKILL");
	for (const page of pages) await expect(look(page).word).toHaveText("Reconnecting", { timeout: 5_000 });
	await server.exited;
	const again = await start({ port: server.port });
	await expect(async () => {
		if ((await look(pages[0] as Page).word.textContent()) !== "Live") {
			await look(pages[0] as Page).retryNow.click({ timeout: 1_000 });
		}
	}).toPass();
	for (const page of pages) await expectLive(page, 3_000);
	await expectAllToMove(pages);
	await expectSessions(again, 1);
});

/** Lets the page's intervals be ended from outside, which stand for all that a browser slows down in a hidden page. */
const holdIntervals = `{
	const begin = setInterval;
	globalThis.setInterval = (...call) => {
		const id = begin(...call);
		addEventListener("stop-intervals", () => clearInterval(id));
		return id;
	};
}`;

test("the tab of a hidden page, whose timers stand still, does not claim that a frozen server is live", async ({
	context,
	start,
}) => {
	const server = await start();
	await context.addInitScript(holdIntervals);
	const [page] = (await open(context, server.url, 1)) as [Page];
	await setVisibility(page, "hidden");
	await expect(page).toHaveTitle(/^(All well|Disk |Memory |Load )/);
	await page.evaluate(() => dispatchEvent(new Event("stop-intervals")));
	const icon = await page.locator('link[rel="icon"]').getAttribute("href");
	server.kill("SIGSTOP");
	await expect(page).toHaveTitle(/^Delayed · /, { timeout: 3_000 });
	await expect(page.locator('link[rel="icon"]')).not.toHaveAttribute("href", icon ?? "");
	server.kill("SIGCONT");
	await expect(page).toHaveTitle(/^(All well|Disk |Memory |Load )/, { timeout: 5_000 });
	// That readings come again is told before the first of them.
	process.kill(server.samplerPid() as number, "SIGSTOP");
	await expect(page).toHaveTitle(/^No readings: /, { timeout: 5_000 });
	await expect(page).toHaveTitle(/^(All well|Disk |Memory |Load )/, { timeout: 10_000 });
});

// Five minutes are too long to wait for; what is waited for is all that is changed.
const soon = `{
	const later = setTimeout;
	globalThis.setTimeout = (call, ms, ...rest) => later(call, ms === 300_000 ? 500 : ms, ...rest);
}`;

for (const way of ["a worker", "no worker"] as const) {
	test(`hidden tabs let go and come back without a hole, with ${way}`, async ({
		browser,
		context,
		start,
	}) => {
		const server = await start();
		if (way === "no worker") {
			await context.addInitScript(() => {
				Reflect.deleteProperty(window, "SharedWorker");
			});
			await context.addInitScript(soon);
		}
		const pages = await open(context, server.url, 2);
		const connections = way === "a worker" ? 1 : 2;
		await expectSessions(server, connections);
		if (way === "a worker") await (await findSharedWorker(browser, server.url)).run(soon);
		const [one, other] = pages as [Page, Page];
		if (way === "a worker") {
			await setVisibility(one, "hidden");
			await expectToMove(look(one).clock, 3);
		}
		for (const page of pages) await setVisibility(page, "hidden");
		await expectSessions(server, 0);
		const hiddenAt = Date.now();
		for (const page of pages) {
			await expect(page).toHaveTitle(/^Paused · /);
			await expect(sentence(page)).toHaveText("Paused while hidden");
			await expect(look(page).panel("CPU")).toHaveAttribute("data-stale", "true");
		}
		const serverTime = async () =>
			(await (await fetch(`${server.url}/api/snapshot?events=clock`)).json()).time as number;
		const before = await serverTime();
		await expect.poll(serverTime, { timeout: 15_000 }).toBeGreaterThan(before + 4_000);
		const backAt = Date.now();
		await setVisibility(one, "visible");
		await expectLive(one, 3_000);
		if (way === "no worker") await setVisibility(other, "visible");
		await expectLive(other, 3_000);
		await expectSessions(server, connections);
		await expectAllToMove(pages);
		const span = { from: hiddenAt, to: backAt };
		for (const page of pages) expect(await readMissingSeconds(page, server, span)).toEqual([]);
	});
}
