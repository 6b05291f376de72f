import type { BrowserContext, Page } from "@playwright/test";
import { findViolations } from "./fixtures/axe";
import { expectLive, expectToMove, listen, look, mark, sentence, setVisibility } from "./fixtures/page";
import type { TestServer } from "./fixtures/server";
import { expect, test } from "./fixtures/test";

const password = "correct horse battery staple";
const env = { HOSTBEAT_PASSWORD: password };
const notice = (page: Page) => page.getByRole("complementary", { name: "Connection" });
const signInAgain = (page: Page) => notice(page).getByRole("link", { name: "Sign in again" });

/** Signs the whole browser in. */
async function signIn(context: BrowserContext, { url }: TestServer): Promise<void> {
	const data = { account: "admin", password };
	const answer = await context.request.post(`${url}/api/sign-in`, { data, headers: { Origin: url } });
	expect(answer.status()).toBe(200);
}

/** How many streams are open, as the server says to those who may read. */
async function countStreams(context: BrowserContext, { url }: TestServer): Promise<number> {
	const answer = await context.request.get(`${url}/api/health`);
	return (await answer.json()).sessions;
}

/** Signs out as a page does; gives when the server was asked to. */
function signOut(page: Page): Promise<number> {
	return page.evaluate(async () => {
		const at = Date.now();
		const answer = await fetch("/api/sign-out", { method: "POST" });
		if (!answer.ok) throw new Error(`sign-out: ${answer.status}`);
		return at;
	});
}

async function open(context: BrowserContext, url: string, count: number): Promise<Page[]> {
	const pages = await Promise.all(Array.from({ length: count }, () => context.newPage()));
	await Promise.all(pages.map((page) => page.goto(url)));
	for (const page of pages) await expectLive(page, 20_000);
	return pages;
}

/** Expects a page to say in every place that it is signed out, and to show nothing as if it were live. */
async function expectSignedOut(page: Page): Promise<void> {
	await expect(look(page).word).toHaveText("Signed out");
	await expect(sentence(page)).toHaveText("Signed out");
	await expect(look(page).header).toContainText("Signed out: these are the last readings");
	await expect(page).toHaveTitle(/^Signed out · /);
	for (const name of ["CPU", "Memory"]) {
		await expect(look(page).glance(name)).toHaveAttribute("data-stale", "true");
		await expect(look(page).panel(name)).toHaveAttribute("data-stale", "true");
	}
	await expect(look(page).clock).toHaveAttribute("data-stale", "true");
	await expect(signInAgain(page)).toBeVisible();
}

/** What the pages themselves ask of this server from now on. */
function noteRequests(context: BrowserContext, { url }: TestServer): string[] {
	const asked: string[] = [];
	context.on("request", (request) => {
		const { origin, pathname } = new URL(request.url());
		if (origin === new URL(url).origin && pathname.startsWith("/api/")) asked.push(pathname);
	});
	return asked;
}

for (const way of ["a worker", "no worker"] as const) {
	test.describe(`with ${way}`, () => {
		test.beforeEach(async ({ context }) => {
			if (way === "a worker") return;
			await context.addInitScript(() => {
				Reflect.deleteProperty(window, "SharedWorker");
			});
		});

		test("signing out in one tab ends the stream of every other within a second, and they say so", async ({
			context,
			start,
		}) => {
			const server = await start({ env });
			await signIn(context, server);
			const pages = await open(context, server.url, 3);
			const heard = await Promise.all(pages.map((page) => listen(sentence(page))));
			const at = await signOut(pages[0] as Page);
			for (const [index, page] of pages.entries()) {
				await expectSignedOut(page);
				const said = (await heard[index]?.()) ?? [];
				const tookMs = (said.find(({ text }) => text === "Signed out")?.at ?? Number.NaN) - at;
				console.log(`    "Signed out" ${tookMs} ms after signing out in the first tab`);
				expect(tookMs).toBeLessThan(1_000);
				expect(said.map(({ text }) => text)).toEqual(["Live", "Signed out"]);
				await expect(notice(page)).toContainText("You have signed out, here or in another tab.");
			}
			const asked = noteRequests(context, server);
			await expect(look(pages[1] as Page).panel("CPU")).toContainText(/[4-9] s ago/, { timeout: 10_000 });
			expect(asked, "nothing is asked while nobody does anything").toEqual([]);
			// Where the streams are counted, those that are over are no more.
			await signIn(context, server);
			expect(await countStreams(context, server)).toBe(0);
		});

		test("a session whose time is over ends on a page that is open, which then says why", async ({
			context,
			start,
		}) => {
			const maxMs = 6_000;
			const server = await start({ env: { ...env, HOSTBEAT_SESSION_MAX: `${maxMs / 1_000}s` } });
			await signIn(context, server);
			const at = Date.now();
			const pages = await open(context, server.url, 2);
			const heard = await Promise.all(pages.map((page) => listen(sentence(page))));
			for (const [index, page] of pages.entries()) {
				await expect(look(page).word).toHaveText("Signed out", { timeout: maxMs + 5_000 });
				await expectSignedOut(page);
				const said = (await heard[index]?.()) ?? [];
				const tookMs = (said.find(({ text }) => text === "Signed out")?.at ?? Number.NaN) - at;
				console.log(`    "Signed out" ${tookMs} ms after signing in for ${maxMs} ms`);
				expect(tookMs).toBeGreaterThan(maxMs - 1_000);
				expect(tookMs).toBeLessThan(maxMs + 1_500);
				await expect(notice(page)).toContainText("Your session has ended: its time was over.");
			}
		});

		test("signing in again in any tab brings all of them back, without a reload", async ({
			context,
			start,
		}) => {
			const server = await start({ env });
			await signIn(context, server);
			const [one, other, last] = (await open(context, server.url, 3)) as [Page, Page, Page];
			const marks = await Promise.all([other, last].map(mark));
			await signOut(one);
			for (const page of [one, other, last]) await expect(look(page).word).toHaveText("Signed out");

			// By looking at it.
			await signIn(context, server);
			await setVisibility(last, "hidden");
			await setVisibility(last, "visible");
			await expectLive(last, 3_000);
			await expect(notice(last)).toHaveText("");
			await expect(look(other).word).toHaveText("Signed out");

			// By a page that was loaded, as one is after signing in.
			await one.goto(server.url);
			await expectLive(other, 3_000);
			for (const page of [other, last]) await expectToMove(look(page).clock);
			for (const isMarked of marks) expect(await isMarked()).toBe(true);
		});

		test("Start asks once, and does not bring back who is not signed in", async ({ context, start }) => {
			const server = await start({ env });
			await signIn(context, server);
			const [page] = (await open(context, server.url, 1)) as [Page];
			await signOut(page);
			await expectSignedOut(page);
			const heard = await listen(sentence(page));
			await look(page).start.click();
			await expect.poll(async () => (await heard()).length).toBeGreaterThan(1);
			await expect(sentence(page)).toHaveText("Signed out");
			expect((await heard()).map(({ text }) => text)).not.toContain("Live");
			await expect(notice(page)).toContainText("You are not signed in, or not any more.");
			await signIn(context, server);
			await look(page).start.click();
			await expectLive(page);
		});

		test("a page that was frozen while the session ended says so at once when it is shown again", async ({
			context,
			start,
		}) => {
			const server = await start({ env });
			await signIn(context, server);
			const [page] = (await open(context, server.url, 1)) as [Page];
			const signal = (name: string) =>
				page.evaluate((name) => dispatchEvent(new PageTransitionEvent(name, { persisted: true })), name);
			// Nothing may still be under way that would tell it before.
			await expect(look(page).clock).toContainText("round trip");
			await signal("pagehide");
			await expect.poll(() => countStreams(context, server)).toBe(0);
			const answer = await context.request.post(`${server.url}/api/sign-out`, {
				headers: { Origin: server.url },
			});
			expect(answer.status()).toBe(200);
			await expect(sentence(page)).toHaveText("Paused while hidden");
			const heard = await listen(sentence(page));
			const at = Date.now();
			await signal("pageshow");
			await expectSignedOut(page);
			const said = await heard();
			const tookMs = (said.find(({ text }) => text === "Signed out")?.at ?? Number.NaN) - at;
			console.log(`    "Signed out" ${tookMs} ms after it was shown again`);
			expect(tookMs).toBeLessThan(1_000);
			expect(said.map(({ text }) => text)).not.toContain("Live");
		});
	});
}

test("the way to sign in keeps what is shown, also what was chosen after the session had ended", async ({
	context,
	start,
}) => {
	const server = await start({ env });
	await signIn(context, server);
	const page = await context.newPage();
	await page.goto(`${server.url}/?range=1h`);
	await expectLive(page);
	await signOut(page);
	await expectSignedOut(page);
	const next = async () =>
		new URL((await signInAgain(page).getAttribute("href")) ?? "", server.url).searchParams.get("next");
	expect(await next()).toBe("/?range=1h");
	const range = page.getByRole("combobox", { name: "Shown in the charts" });
	await range.selectOption("6h");
	await expect(page).toHaveURL(/range=6h/);
	const status = page.locator("[data-range]");
	await expect(status).toHaveText("Sign in again to see this time");
	await expect(page.getByRole("region", { name: "Processes" })).toContainText(
		/signed out: as last read|Sign in again to see the processes/,
	);
	const file = page.getByRole("link", { name: "CSV" });
	await expect(file).toHaveAttribute("href", /^\/login\?next=/);
	await expect(file).not.toHaveAttribute("download");
	// What is no longer true is meant to be paler than the rule of contrast allows.
	const violations = await findViolations(page);
	const isPale = (one: string) => one.startsWith("color-contrast") && !one.includes("Sign in again");
	expect(violations.filter((one) => !isPale(one))).toEqual([]);
	await signInAgain(page).click();
	await expect(page).toHaveURL(/\/login\?/);
	expect(new URL(page.url()).searchParams.get("next")).toBe("/?range=6h");
});
