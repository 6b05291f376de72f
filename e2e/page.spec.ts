import { findViolations } from "./fixtures/axe";
import { expectChartsLoaded, expectLive, expectToMove, look, sentence } from "./fixtures/page";
import { StreamReader } from "./fixtures/stream";
import { expect, test } from "./fixtures/test";

const phone = { width: 390, height: 844 };
const desktop = { width: 1440, height: 900 };

test.describe("with scripts off", () => {
	test.use({ javaScriptEnabled: false });

	test("the page shows the numbers of this moment, draws its charts and does not promise to move", async ({
		page,
		server,
	}) => {
		const reader = await StreamReader.open(`${server.url}/api/stream?events=cpu,memory`, {
			// Not of this life: it begins with what is true now.
			"Last-Event-ID": "elsewhere-1",
		});
		await reader.until("readings of three seconds in a row, for a line", () => {
			const [first, , third] = reader
				.of("cpu")
				.slice(-3)
				.map(({ data }) => Math.floor(data.time / 1_000));
			return first !== undefined && third === first + 2;
		});
		await page.goto(server.url);
		const shown = {
			cpu: await look(page).glance("CPU").locator("p").first().textContent(),
			memory: await look(page).glance("Memory").locator("p").first().textContent(),
		};
		const known = reader.of("cpu").length;
		await reader.until("a tick after the page", () => reader.of("cpu").length > known);
		reader.close();
		const percents = reader
			.of("cpu")
			.map(({ data }) => `${((data.utilization ?? Number.NaN) * 100).toFixed(1)} %`.replace("100.0", "100"));
		expect(percents, "the processor").toContain(plain(shown.cpu));
		const gibibytes = reader.events
			.filter(({ event }) => event === "memory")
			.map(({ data }) => Number((data as unknown as { usedBytes: number }).usedBytes) / 1024 ** 3);
		const [value, unit] = plain(shown.memory).split(" ");
		const inGibibytes = Number(value) / (unit === "MiB" ? 1024 : 1);
		expect(Math.min(...gibibytes.map((one) => Math.abs(one - inGibibytes)))).toBeLessThan(0.06);

		for (const name of ["CPU", "Memory", "Network", "Disk", "Load"]) {
			const lines = look(page).panel(name).getByRole("img", { name }).locator("g path");
			await expect(lines.first(), name).toHaveAttribute("d", /^M[\d.]+ [\d.]+L/);
		}
		await expect(page.getByText("Still picture: the readings move once scripts run")).toBeVisible();
		for (const promise of [
			look(page).start,
			look(page).stop,
			page.getByText("Live", { exact: true }),
			page.getByText("Connecting", { exact: true }),
		]) {
			await expect(promise.filter({ visible: true })).toHaveCount(0);
		}
		await expect(page.getByText("Last readings")).toHaveCount(0);
	});
});

test("nothing is wrong in the console, and no rule of the page's policy is broken", async ({
	page,
	server,
}) => {
	const wrong: string[] = [];
	page.on("console", (message) => {
		if (["error", "warning"].includes(message.type())) wrong.push(message.text());
	});
	page.on("pageerror", (error) => wrong.push(String(error)));
	page.on("requestfailed", (request) => wrong.push(`${request.url()}: ${request.failure()?.errorText}`));
	page.on("response", (response) => {
		if (response.status() >= 400) wrong.push(`${response.url()}: ${response.status()}`);
	});
	await page.addInitScript(() => {
		document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
			console.error(`policy: ${violatedDirective} ${blockedURI}`),
		);
	});
	const response = await page.goto(server.url);
	expect(response?.headers()["content-security-policy"]).toContain("default-src 'none'");
	await expectLive(page);
	await expectChartsLoaded(page);
	await page.getByText("Last readings").first().click();
	await expectToMove(look(page).clock);
	expect(wrong).toEqual([]);
});

for (const [device, viewport] of Object.entries({ desktop, phone })) {
	for (const colorScheme of ["light", "dark"] as const) {
		test(`everyone can read it: ${device}, ${colorScheme}`, async ({ page, server }) => {
			await page.setViewportSize(viewport);
			await page.emulateMedia({ colorScheme });
			await page.goto(server.url);
			await expectLive(page);
			await expectChartsLoaded(page);
			await page.getByText("Last readings").first().click();
			expect(await findViolations(page)).toEqual([]);
			await look(page).stop.click();
			await expect(sentence(page)).toHaveText("Stopped");
			// What is no longer true is meant to be paler than the rule of contrast allows.
			const violations = await findViolations(page);
			expect(
				violations.filter((one) => !one.startsWith("color-contrast")),
				"also when stopped",
			).toEqual([]);
		});
	}
}

test("nothing moves out of its place while numbers change", async ({ page, server }) => {
	await page.setViewportSize(desktop);
	await page.goto(server.url);
	await expectLive(page);
	await expectChartsLoaded(page);
	const shifts = await page.evaluate(
		() =>
			new Promise<{ value: number; what: string[] }[]>((resolve) => {
				type Shift = PerformanceEntry & {
					value: number;
					hadRecentInput: boolean;
					sources: { node?: Node }[];
				};
				const seen: { value: number; what: string[] }[] = [];
				new PerformanceObserver((list) => {
					for (const { value, hadRecentInput, sources } of list.getEntries() as Shift[]) {
						if (hadRecentInput) continue;
						seen.push({
							value,
							what: sources.map(({ node }) => `${node?.nodeName} ${node?.textContent?.slice(0, 60)}`),
						});
					}
				}).observe({ type: "layout-shift", buffered: false });
				setTimeout(() => resolve(seen), 10_000);
			}),
	);
	expect(shifts).toEqual([]);
	await expectToMove(look(page).clock);
});

test("the tab says how the host is, and by word and picture when that is not known", async ({
	page,
	server,
}) => {
	await page.goto(server.url);
	await expectLive(page);
	const { host } = await (await fetch(`${server.url}/api/snapshot?events=clock`)).json();
	const icon = () => page.locator('link[rel="icon"]').getAttribute("href");
	await expect(page.locator('link[rel="icon"]')).toHaveCount(1);
	const headline = look(page).header.locator("p[data-level]").locator("span").first();
	// Its numbers may change between two looks.
	await expect
		.poll(async () => (await page.title()) === `${await headline.textContent()} · ${host} · Hostbeat`)
		.toBe(true);
	const live = await icon();
	await look(page).stop.click();
	await expect(page).toHaveTitle(`Stopped · ${host} · Hostbeat`);
	await expect.poll(icon).not.toBe(live);
	await look(page).start.click();
	await expect(page).toHaveTitle(new RegExp(` · ${host} · Hostbeat$`));
	await expect.poll(icon).toBe(live);
});

test("what explains a slow host stands beside the common numbers, and each panel says what it means", async ({
	page,
	server,
}) => {
	await page.goto(server.url);
	await expectLive(page);
	await expectChartsLoaded(page);
	const shown = {
		Pressure: /CPU.+?\d+\.\d %.+Memory, all.+?\d+\.\d %.+I\/O, all.+?\d+\.\d %/,
		"Kernel and TCP":
			/Segments sent again\d.+TCP connections\d.+Killed for want of memory\d.+Open files[\d,]+/,
		"Hostbeat itself": /CPU, both\d+\.\d %.+Memory, sampler[\d.]+ MiB.+Viewers[1-9]/,
		"Disk traffic": /Wait.*Queue.*Busy/,
		"Memory use": /Swap used.+To be written\d/,
		Load: /For each core\d/,
	};
	for (const [name, words] of Object.entries(shown)) {
		await expect(look(page).panel(name), name).toHaveText(words, { timeout: 15_000 });
	}
	const [unexplained] = await page
		.getByRole("main")
		.locator("section:has(h2):not([aria-labelledby=absent])")
		.evaluateAll((panels) =>
			panels
				// The four large numbers are explained by the panels that follow.
				.slice(4)
				.filter((panel) => !/ .+\.$/.test(panel.lastElementChild?.textContent ?? ""))
				.map((panel) => panel.textContent),
		);
	expect(unexplained, "a panel that does not say what it means").toBeUndefined();
});

test("a panel whose script cannot be had is not shown as a live one, and comes when it can", async ({
	page,
	server,
}) => {
	const load = async () => (await (await fetch(`${server.url}/api/snapshot?events=load`)).json()).events.load;
	await expect.poll(load).toBeDefined();
	const answer = await (await fetch(server.url)).text();
	const first = (url: URL) => answer.includes(`src="${url.pathname}"`);
	await page.route(/_next.*\.js$/, (route) =>
		first(new URL(route.request().url())) ? route.continue() : route.abort(),
	);
	await page.goto(server.url);
	await expectLive(page);
	await expect(look(page).panel("Load")).toContainText(/15 min\s*\d.+\d+ s ago|\d+ s ago.+15 min\s*\d/);
	await expect(look(page).panel("Load")).toHaveAttribute("data-stale", "true");
	await page.unroute(/_next.*\.js$/);
	await expectChartsLoaded(page);
	await expect(look(page).panel("Load")).toHaveAttribute("data-stale", "false");
	await expect(look(page).panel("Load")).not.toContainText("s ago");
});

test("the keyboard alone can stop and start it", async ({ page, server }) => {
	await page.goto(server.url);
	await expectLive(page);
	await page.keyboard.press("Tab");
	await expect(page.getByRole("link", { name: "Jobs" })).toBeFocused();
	await page.keyboard.press("Tab");
	await expect(page.getByRole("link", { name: "Settings" })).toBeFocused();
	await page.keyboard.press("Tab");
	await expect(look(page).start).toBeFocused();
	await page.keyboard.press("Tab");
	await expect(look(page).stop).toBeFocused();
	await page.keyboard.press("Enter");
	await expect(sentence(page)).toHaveText("Stopped");
	await page.keyboard.press("Shift+Tab");
	await expect(look(page).start).toBeFocused();
	await page.keyboard.press("Space");
	await expectLive(page);
});

test("a phone needs no sideways scrolling", async ({ page, server }) => {
	await page.setViewportSize(phone);
	await page.goto(server.url);
	await expectLive(page);
	await expectChartsLoaded(page);
	const widths = await page.evaluate(() => ({
		page: document.documentElement.scrollWidth,
		screen: document.documentElement.clientWidth,
	}));
	expect(widths.page).toBeLessThanOrEqual(widths.screen);
});

/** A text with every kind of space as a plain one. */
function plain(text: string | null): string {
	return (text ?? "")
		.replaceAll(/\s+/g, " ")
		.replace(/(\d)([%A-Za-z])/, "$1 $2")
		.trim();
}
