import type { Browser, Page } from "@playwright/test";
import { startHttpProxy } from "../fixtures/http-proxy";
import { expectChartsLoaded, expectLive, expectToMove, look, mark } from "../fixtures/page";
import { test as base, expect } from "../fixtures/test";
import { describeNative, describePage, note } from "./cells";
import { type Fault, faults } from "./faults";
import { prepareMeeting, type Row } from "./meeting";
import { nativePages, nativePath, readLog } from "./native";
import { sleepBrowser } from "./sleep";

interface Options {
	/** Whether the browser's own EventSource is looked at too, for the table: it is no promise of ours. */
	withNative: boolean;
}

const test = base.extend<Options>({ withNative: [false, { option: true }] });

const nameOf = (browser: Browser) => {
	const name = browser.browserType().name();
	return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${browser.version()}`;
};

test("each fault is named within three seconds, and the page is live again by itself, without a reload or a hole", async ({
	browser,
	server,
	start,
	withNative,
}, info) => {
	test.setTimeout(600_000);
	const prepare = async (fault: Fault) => {
		const own = fault.stopsServer ? await start() : server;
		const context = await browser.newContext();
		const meet = await prepareMeeting(context, fault, { server: own, start, withNative });
		return async () => {
			const row = await meet();
			await context.close();
			return row;
		};
	};
	const rows: Row[] = [];
	if (withNative) {
		for (const fault of faults) rows.push(await (await prepare(fault))());
	} else {
		// All at once it is soon over, but for the opening: that would leave nothing of the machine to others.
		const meetings: (() => Promise<Row>)[] = [];
		for (const fault of faults) meetings.push(await prepare(fault));
		rows.push(...(await Promise.all(meetings.map((meet) => meet()))));
	}
	for (const { fault, client, native } of rows) {
		note(info, {
			browser: nameOf(browser),
			what: fault.title,
			native: native && describeNative(native),
			page: describePage(client),
		});
		expect.soft(client.namedMs ?? Number.NaN, `${fault.title}: named`).toBeLessThan(3_000);
		if (fault.notice) expect.soft(client.notices, fault.title).toContain(fault.notice);
		judge({ fault, client, native });
	}
});

test("a browser that slept for 20 s is live again at once, with what it slept through", async ({
	browser,
	context,
	server,
	start,
	withNative,
}, info) => {
	test.setTimeout(120_000);
	const fault: Fault = { title: "20 s of sleep", notice: null, happen: () => sleepBrowser(20_000) };
	const meet = await prepareMeeting(context, fault, { server, start, withNative });
	const { client, native } = await meet();
	note(info, {
		browser: nameOf(browser),
		what: fault.title,
		native: native && describeNative(native),
		page: describePage(client),
	});
	expect.soft(client.liveMs ?? 0).toBeLessThan(3_000);
	judge({ fault, client, native });
});

test("a page that is returned to is as it was left, and live again", async ({
	browser,
	context,
	server,
	withNative,
}, info) => {
	const proxy = await startHttpProxy(server.port, { pages: { ...nativePages, "/elsewhere": "Elsewhere" } });
	const page = await context.newPage();
	await page.goto(proxy.url);
	await expectLive(page);
	// What is still being loaded keeps a browser from keeping the page.
	await expectChartsLoaded(page);
	const { returnedAt, isKept } = await leaveAndReturn(page, `${proxy.url}/elsewhere`);
	// Not by locators: over WebDriver BiDi Playwright waits for ever for a page to be loaded that was kept.
	const read = (selector: string) =>
		page.evaluate((one) => document.querySelector(one)?.textContent, selector);
	await expect.poll(() => read("header [role=status]"), { intervals: [50] }).toBe("Live");
	const liveMs = Date.now() - returnedAt;
	const seen = new Set<string | null | undefined>();
	await expect
		.poll(async () => seen.add(await read("[data-panel=clock] [data-reading]")).size)
		.toBeGreaterThan(2);

	let native: string | null = null;
	if (withNative) {
		const other = await context.newPage();
		await other.goto(proxy.url + nativePath);
		await expect.poll(async () => (await readLog(other)).readings.length).toBeGreaterThan(1);
		await leaveAndReturn(other, `${proxy.url}/elsewhere`);
		await other.waitForTimeout(3_000);
		const { persisted, readings } = await readLog(other);
		native = `${describeReturn(persisted === true)}; ${readings.at(-1) ? "readings again" : "**no reading in 3 s**"}`;
	}
	note(info, {
		browser: nameOf(browser),
		what: "back to a page that was left",
		native,
		page: `${describeReturn(isKept)}; Live ${(liveMs / 1_000).toFixed(1)} s after`,
	});
	expect(isKept, "the browser kept the page").toBe(true);
	expect(liveMs).toBeLessThan(3_000);
	await proxy.stop();
});

test("ten tabs are live over plain http, with one connection and nothing to complain of", async ({
	browser,
	context,
	start,
	withNative,
}, info) => {
	test.skip(
		browser.browserType().name() === "chromium" && !withNative,
		"the tabs have tests of their own there",
	);
	test.setTimeout(120_000);
	// Not an address of this machine: to a browser it is the open network, where much is not allowed.
	const env = { HOSTBEAT_ALLOWED_HOSTS: "status.example", HOSTBEAT_UNSAFE_NO_LOGIN: "1" };
	const server = await start({ env });
	const url = `http://status.example:${server.port}`;
	const complaints: string[] = [];
	context.on("console", (message) => {
		if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
	});
	context.on("weberror", (error) => complaints.push(String(error.error())));
	await context.addInitScript(() => {
		document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
			console.error(`against the policy: ${violatedDirective} ${blockedURI}`),
		);
	});
	const pages: Page[] = [];
	for (let tab = 0; tab < 10; tab++) {
		const page = await context.newPage();
		await page.goto(url, { waitUntil: "commit" });
		pages.push(page);
	}
	for (const page of pages) await expectLive(page);
	expect(await pages[0]?.evaluate(() => isSecureContext)).toBe(false);
	const { sessions } = await server.health();
	await Promise.all(pages.map((page) => expectToMove(look(page).clock, 2)));
	await context.close();

	let native: string | null = null;
	if (withNative) {
		const proxy = await startHttpProxy(server.port, { pages: nativePages });
		const others = await browser.newContext();
		const tabs = await Promise.all(Array.from({ length: 10 }, () => others.newPage()));
		const opened = tabs.map((tab) =>
			tab.goto(proxy.url + nativePath, { timeout: 10_000 }).then(
				() => tab.waitForTimeout(5_000).then(() => readLog(tab)),
				() => null,
			),
		);
		const logs = await Promise.all(opened);
		const fed = logs.filter((log) => log !== null && log.readings.length > 0).length;
		native = `${fed} of 10 tabs receive anything; ${proxy.asked.filter(({ what }) => what.endsWith("/api/stream")).length} connections`;
		await others.close();
		await proxy.stop();
	}
	note(info, {
		browser: nameOf(browser),
		what: "ten tabs, plain http under a name",
		native,
		page: `10 of 10 Live; ${sessions === 1 ? "1 connection" : `${sessions} connections`}; ${complaints.length} errors in the console`,
	});
	expect(complaints).toEqual([]);
	expect(sessions).toBe(1);
});

test("a compressed stream arrives tick by tick", async ({ browser, page, server }, info) => {
	const proxy = await startHttpProxy(server.port, { pages: nativePages });
	await page.goto(proxy.url + nativePath);
	await expect
		.poll(async () => (await readLog(page)).readings.length, { timeout: 15_000 })
		.toBeGreaterThan(3);
	const delays = (await readLog(page)).readings.map(({ delayMs }) => delayMs).sort((a, b) => a - b);
	const median = delays[Math.floor(delays.length / 2)] ?? Number.NaN;
	const encoding = proxy.asked.find(({ what }) => what === "GET /api/stream")?.encoding;
	const line = `${encoding ?? "not compressed"}; ${median} ms from reading to page (median of ${delays.length})`;
	note(info, { browser: nameOf(browser), what: "compressed stream", native: line, page: null });
	expect(encoding).toBe("gzip");
	expect(median).toBeLessThan(500);
	await proxy.stop();
});

/** Goes elsewhere and back, and tells whether the browser had kept the page as it was. */
async function leaveAndReturn(
	page: Page,
	elsewhere: string,
): Promise<{ returnedAt: number; isKept: boolean }> {
	const isMarked = await mark(page);
	const from = page.url();
	await page.goto(elsewhere);
	const returnedAt = Date.now();
	await page.evaluate(() => setTimeout(() => history.back()));
	await expect(async () => expect(await page.evaluate(() => location.href)).toBe(from)).toPass();
	return { returnedAt, isKept: await isMarked() };
}

const describeReturn = (isKept: boolean) => (isKept ? "kept as it was (bfcache)" : "loaded anew");

function judge({ fault: { title }, client }: Row): void {
	expect.soft(client.isLive, `${title}: live again`).toBe(true);
	const attempts = client.asked.filter((one) => one.startsWith("GET /api/stream"));
	expect.soft(attempts.length, `${title}: ${client.asked.join()}`).toBeLessThanOrEqual(6);
	expect.soft(client.isReloaded, `${title}: reloaded`).toBe(false);
	expect.soft(client.missing, title).toEqual([]);
}
