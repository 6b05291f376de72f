import { expectChartsLoaded, expectLive, expectToMove, listen, look, mark, sentence } from "./fixtures/page";
import { startProxy } from "./fixtures/proxy";
import { readMissingSeconds } from "./fixtures/seconds";
import { expect, test } from "./fixtures/test";

const countdown = /^Reconnecting in (\d+) s \(attempt (\d+)\)$/;

test("a killed server is named within three seconds, and a new one is live without a reload", async ({
	page,
	start,
}) => {
	test.setTimeout(120_000);
	const server = await start();
	await page.goto(server.url);
	await expectLive(page);
	const { clock, panels, retryNow } = look(page);
	await expectToMove(clock);
	await expectToMove(page.getByRole("main"), 2);
	const isMarked = await mark(page);
	const read = await listen(sentence(page));

	const killed = Date.now();
	server.kill("SIGKILL");
	await expect(sentence(page)).toHaveText(countdown, { timeout: 3_000 });
	await expect(retryNow).toBeVisible();
	await server.exited;
	const said = await read();
	const reconnecting = said.find(({ text }) => countdown.test(text));
	console.log(`    Reconnecting after ${(reconnecting?.at ?? 0) - killed} ms`);

	// Every number is dimmed and dated.
	for (const name of ["CPU", "Memory", "Network", "Disk", "Load"]) {
		await expect(look(page).panel(name)).toHaveAttribute("data-stale", "true");
		await expect(look(page).panel(name)).toContainText(/\d+ s ago/);
	}
	await expect(clock).toHaveAttribute("data-stale", "true");
	expect(await panels.count()).toBeGreaterThan(5);
	await expect
		.poll(async () => countsDown(await read()), { timeout: 20_000, message: "it counts down" })
		.toBe(true);
	await expect(look(page).header).toContainText(/No data from the server for \d+ s/);

	const again = await start({ port: server.port });
	const back = Date.now();
	await expectLive(page, 35_000);
	console.log(`    Live ${Date.now() - back} ms after the new server was up`);
	expect(await isMarked(), "without a reload").toBe(true);
	await expectToMove(clock);
	await expect(look(page).panel("CPU")).toHaveAttribute("data-stale", "false");
	expect((await again.health()).sessions).toBe(1);
});

test("every second of a cut of twenty is in the chart afterwards", async ({ page, server }) => {
	test.setTimeout(120_000);
	const proxy = await startProxy(server.port);
	await page.goto(proxy.url);
	await expectLive(page);
	await expectToMove(look(page).clock);
	const isMarked = await mark(page);
	const cutAt = Date.now();
	await proxy.cut();
	await expect(look(page).word).toHaveText("Reconnecting", { timeout: 3_000 });
	await new Promise((resolve) => setTimeout(resolve, cutAt + 20_000 - Date.now()));
	await expect(look(page).word).toHaveText("Reconnecting");
	await proxy.restore();
	const restoredAt = Date.now();
	const retryNow = look(page).retryNow;
	// Between two waits an attempt may be under way, and there is nothing to press.
	await expect(async () => {
		if ((await look(page).word.textContent()) !== "Live") await retryNow.click({ timeout: 1_000 });
	}).toPass();
	await expectLive(page, 3_000);
	console.log(`    Live ${Date.now() - restoredAt} ms after the cut, with Retry now`);
	await expectToMove(look(page).clock);

	const cut = { from: cutAt, to: restoredAt };
	expect(await readMissingSeconds(page, server, cut)).toEqual([]);
	expect(await isMarked()).toBe(true);
	await proxy.stop();
});

test("a server that freezes is called delayed in under two and a half seconds, and live when it goes on", async ({
	page,
	start,
}) => {
	const server = await start();
	await page.goto(server.url);
	await expectLive(page);
	await expectToMove(look(page).clock);
	const read = await listen(sentence(page));
	const stopped = Date.now();
	server.kill("SIGSTOP");
	await expect(sentence(page)).toHaveText(/^Delayed: last update \d+ s ago$/, { timeout: 5_000 });
	const delayed = (await read()).find(({ text }) => text.startsWith("Delayed"))?.at ?? Number.NaN;
	console.log(`    Delayed ${delayed - stopped} ms after the server froze`);
	expect(delayed - stopped).toBeLessThan(2_500);
	await expect(look(page).panel("CPU")).toHaveAttribute("data-stale", "true");
	const thawed = Date.now();
	server.kill("SIGCONT");
	await expectLive(page, 5_000);
	console.log(`    Live ${Date.now() - thawed} ms after it went on`);
	await expectToMove(look(page).clock);
});

test("Stop ends the stream, and Start pressed twice opens one", async ({ page, start }) => {
	const server = await start();
	const sessions = async () => (await server.health()).sessions;
	await page.goto(server.url);
	await expectLive(page);
	expect(await sessions()).toBe(1);
	const { stop, start: startButton, clock, word } = look(page);
	await stop.click();
	await expect(sentence(page)).toHaveText("Stopped");
	await expect(word).toHaveText("Stopped");
	await expect.poll(sessions).toBe(0);
	await expect(stop).toHaveAttribute("aria-pressed", "true");
	await expect(look(page).header).toContainText("Updates are stopped");
	await expect(clock).toHaveAttribute("data-stale", "true");

	await startButton.dblclick();
	await expectLive(page);
	const counts: number[] = [];
	await expect
		.poll(async () => counts.push(await sessions()), { intervals: [100], timeout: 10_000 })
		.toBeGreaterThan(15);
	expect(Math.max(...counts)).toBe(1);
	expect(counts.at(-1)).toBe(1);
	await startButton.click();
	await expectToMove(clock);
	expect(await sessions()).toBe(1);
});

test("a browser without EventSource says so, and its numbers still change", async ({ page, server }) => {
	await page.addInitScript(() => {
		Reflect.deleteProperty(window, "EventSource");
	});
	await page.goto(server.url);
	await expect(sentence(page)).toHaveText("Updated every 2 s: this browser cannot receive live events");
	await expectToMove(look(page).clock);
	await expect(look(page).panel("CPU")).toHaveAttribute("data-stale", "false");
});

test("a computer without a network is told so, and is live when it has one again", async ({
	page,
	context,
	server,
}) => {
	// Chromium's switch alone leaves open connections be, as no lost network would.
	const proxy = await startProxy(server.port);
	await page.goto(proxy.url);
	await expectLive(page);
	await expectChartsLoaded(page);
	const isMarked = await mark(page);
	await context.setOffline(true);
	await proxy.cut();
	await expect(sentence(page)).toHaveText(/^Offline: next attempt in \d+ s$/, { timeout: 3_000 });
	await expect(look(page).word).toHaveText("Offline");
	await proxy.restore();
	const back = Date.now();
	await context.setOffline(false);
	await expectLive(page, 3_000);
	console.log(`    Live ${Date.now() - back} ms after the network was back`);
	await expectToMove(look(page).clock);
	expect(await isMarked()).toBe(true);
	await proxy.stop();
});

for (const which of ["first", "second"] as const) {
	test(`a network that goes away at the ${which} script of the charts leaves the rest as it is`, async ({
		page,
		server,
	}) => {
		const html = await (await fetch(server.url)).text();
		const asked = new Set<string>();
		await page.route("**/_next/static/chunks/*.js", (route) => {
			const { pathname } = new URL(route.request().url());
			if (html.includes(pathname)) return route.continue();
			const isGone = which === "first" || [...asked].some((one) => one !== pathname);
			asked.add(pathname);
			return isGone ? route.abort("internetdisconnected") : route.continue();
		});
		await page.goto(server.url);
		// Where the charts are one script, they all have come.
		await expect.poll(() => asked.size).toBeGreaterThan(0);
		await expectToMove(look(page).clock, 5);
		await expect(look(page).word).toHaveText("Live");
		await expect(look(page).panel("CPU").getByRole("img", { name: "CPU" })).toBeVisible();
	});
}

function countsDown(said: { text: string }[]): boolean {
	return said.some(({ text }, index) => {
		const [now, before] = [countdown.exec(text), countdown.exec(said[index - 1]?.text ?? "")];
		return now && before && now[2] === before[2] && Number(now[1]) < Number(before[1]);
	});
}
