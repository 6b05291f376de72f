import type { Page } from "@playwright/test";
import { findViolations } from "./fixtures/axe";
import { type HttpProxy, type Manner, startHttpProxy } from "./fixtures/http-proxy";
import { expectLive, expectToMove, look, mark, sentence } from "./fixtures/page";
import { readMissingSeconds } from "./fixtures/seconds";
import { StreamReader } from "./fixtures/stream";
import { test as base, expect } from "./fixtures/test";

const test = base.extend<{ proxied: (manner: Manner) => Promise<HttpProxy> }>({
	proxied: async ({ server }, use) => {
		const started: HttpProxy[] = [];
		await use(async (manner) => {
			const proxy = await startHttpProxy(server.port, { manner });
			started.push(proxy);
			return proxy;
		});
		await Promise.all(started.map((proxy) => proxy.stop()));
	},
});

const heldBack = "Updated every 2 s: stream held back";
/** Where the numbers begin: what is said above them must not move them. */
const top = async (page: Page) => (await page.getByRole("main").boundingBox())?.y;
const notice = (page: Page) => page.getByRole("complementary", { name: "Connection" });

for (const [manner, what] of [
	["burst", "lets the stream through only now and then"],
	["hold", "lets nothing of the stream through"],
] as const) {
	test(`a proxy that ${what} is named, and no second is lost until it is cured`, async ({
		page,
		server,
		proxied,
	}) => {
		const proxy = await proxied(manner);
		// Each second has to come by the stream or by polling: none is filled in afterwards.
		await page.route("**/api/history*", (route) => route.abort());
		await page.goto(proxy.url);
		const opened = Date.now();
		const place = await top(page);
		const isMarked = await mark(page);
		await expect(sentence(page)).toHaveText(heldBack, { timeout: 20_000 });
		console.log(`    named after ${Date.now() - opened} ms`);
		await expect(look(page).word).toHaveText("Polling");
		await expect(notice(page)).toContainText("Something between server and browser holds the stream back");
		// The proxy's own name is in its answers: its cure is the first to be read.
		await expect(notice(page).getByText("proxy_buffering off;")).toBeVisible();
		await expect(notice(page).getByText("excludedContentTypes")).toBeHidden();
		expect(await top(page), "nothing moved").toEqual(place);
		expect(await findViolations(page)).toEqual([]);
		await expectToMove(look(page).clock);
		await expect(look(page).panel("CPU")).toHaveAttribute("data-stale", "false");

		proxy.become("pass");
		await look(page).retryNow.click();
		await expectLive(page);
		await expect(notice(page)).toHaveText("");
		await expectToMove(look(page).clock, 2);
		expect(await readMissingSeconds(page, server, { from: opened, to: Date.now() - 1_000 })).toEqual([]);
		expect(await isMarked(), "without a reload").toBe(true);
		await expect.poll(async () => (await server.health()).sessions).toBe(1);
	});
}

test("the page says why the server is not heard, and goes on by itself", async ({ page, proxied }) => {
	const proxy = await proxied("pass");
	await page.goto(proxy.url);
	await expectLive(page);
	const isMarked = await mark(page);
	const place = await top(page);

	// What is soon over is worth a sentence only when it is not.
	proxy.become({ status: 502 });
	await expect(sentence(page)).toHaveText(/^Reconnecting in \d s \(attempt 1\)$/);
	await expect(notice(page)).toHaveText("");
	await expect(notice(page)).toContainText("the server itself does not", { timeout: 20_000 });
	expect(await top(page), "nothing moved").toEqual(place);
	proxy.become("pass");
	await expectLive(page, 20_000);

	const html = { "Content-Type": "text/html" };
	const slowly = /^Reconnecting in [34]\d s/;
	const reasons: [Manner, string, RegExp][] = [
		[{ status: 302, headers: { Location: "/login" } }, "Sign in to see this host", slowly],
		[{ status: 200, headers: html, body: "<h1>Sign in</h1>" }, "A web page answers", slowly],
		[{ status: 403 }, "You are not allowed", slowly],
		[{ status: 404 }, "There is no Hostbeat", slowly],
		[{ status: 421 }, "HOSTBEAT_ALLOWED_HOSTS", slowly],
		[{ status: 503, headers: { "Retry-After": "55" } }, "all the viewers", /^Reconnecting in 5\d s/],
	];
	for (const [manner, text, countdown] of reasons) {
		proxy.become(manner);
		await expect(notice(page), JSON.stringify(manner)).toContainText(text);
		await expect(sentence(page)).toHaveText(countdown);
		expect(await top(page), "nothing moved").toEqual(place);
		proxy.become("pass");
		await look(page).retryNow.click();
		await expectLive(page);
		await expect(notice(page)).toHaveText("");
	}
	expect(await isMarked()).toBe(true);
});

test("a server that says goodbye for good is not asked again, until Start is pressed", async ({
	page,
	proxied,
}) => {
	const proxy = await proxied("pass");
	await page.goto(proxy.url);
	await expectLive(page);
	proxy.become({ status: 204 });
	await expect(sentence(page)).toHaveText("Ended by the server");
	await expect(notice(page)).toContainText("asked not to come back");
	await expect(look(page).header).toContainText("The server has ended the updates");
	await expect(look(page).retryNow).toHaveCount(0);
	const asked: string[] = [];
	page.on("request", (request) => asked.push(request.url()));
	await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
	proxy.become("pass");
	await expect(look(page).panel("CPU")).toContainText(/[4-9] s ago/, { timeout: 10_000 });
	expect(asked.filter((url) => url.includes("/api/stream"))).toEqual([]);
	// What a worker asks is not seen here, but would have been answered by now.
	await expect(sentence(page)).toHaveText("Ended by the server");
	await look(page).start.click();
	await expectLive(page);
	await expect(notice(page)).toHaveText("");
});

test("a viewer for whom there is no place is told so, and comes in when there is one", async ({
	page,
	start,
}) => {
	const server = await start({ env: { HOSTBEAT_MAX_STREAMS: "1" } });
	const other = await StreamReader.open(`${server.url}/api/stream`);
	await page.goto(server.url);
	await expect(notice(page)).toContainText("The server has all the viewers that it allows");
	await expect(sentence(page)).toHaveText(/^Reconnecting in [2-6]\d s \(attempt 1\)$/);
	other.close();
	await expect.poll(async () => (await server.health()).sessions).toBe(0);
	await look(page).retryNow.click();
	await expectLive(page);
});
