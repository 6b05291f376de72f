import type { Browser, Page } from "@playwright/test";
import { findViolations } from "./fixtures/axe";
import { expectLive } from "./fixtures/page";
import type { TestServer } from "./fixtures/server";
import { bothAccounts, enter, listenForTrouble, viewerPassword } from "./fixtures/sign-in";
import { writeTasks } from "./fixtures/tasks";
import { expect, test } from "./fixtures/test";

let tasks: ReturnType<typeof writeTasks>;
test.beforeEach(() => {
	tasks = writeTasks();
});
test.afterEach(() => tasks.remove());

const card = (page: Page, id: string) => page.locator(`[data-task=${id}]`);
const active = (page: Page) => page.getByRole("region", { name: "Running and waiting" });
const finished = (page: Page) => page.getByRole("region", { name: "Finished" });
const log = (page: Page) => page.getByRole("group", { name: "Log" });

async function startTask(
	server: TestServer,
	task: string,
	parameters = {},
	language = "en",
): Promise<string> {
	const answer = await fetch(`${server.url}/api/jobs`, {
		method: "POST",
		headers: { "Content-Type": "application/json", "Accept-Language": language },
		body: JSON.stringify({ task, parameters }),
	});
	expect(answer.status).toBe(201);
	return (await answer.json()).id;
}

test("a job is started from its form, followed, left, found again, and ends with all that it said", async ({
	page,
	start,
}) => {
	const server = await start({ env: tasks.env });
	const wrong = await listenForTrouble(page);
	await page.goto(`${server.url}/jobs`);
	await expect(active(page)).toContainText("Nothing has been run yet.");
	await card(page, "walk").locator("summary").click();
	await card(page, "walk").getByLabel("Name").fill("Ana");
	await card(page, "walk").getByRole("button", { name: "Start" }).click();
	await expect(card(page, "walk").getByText("Walk is started.")).toBeVisible();
	await expect(active(page).getByRole("progressbar", { name: "Walk" })).toHaveAttribute(
		"aria-valuenow",
		"50",
	);
	await expect(active(page)).toContainText("Step 5");
	await expect(page).toHaveTitle("50% · Walk · Jobs · Hostbeat");

	await card(page, "walk").getByRole("link", { name: "Follow it" }).click();
	// What it said before anybody looked is there, in order and as it was.
	await expect(log(page)).toContainText("hello Ana");
	await expect(log(page)).toContainText("line 5");
	const lines = await log(page).locator("[data-source]").allInnerTexts();
	expect(lines.map((line) => line.replace(/\n$/, "")).slice(0, 5)).toEqual([
		"hello Ana",
		"  indented",
		"",
		"red and bold <b>not bold</b>",
		"line 1",
	]);
	await expect(log(page).getByText("red", { exact: true })).toHaveClass(/ansi-red/);

	await page.goto(server.url);
	await expectLive(page);
	await expect(page.getByRole("link", { name: "Jobs 1 job running, 50%" })).toBeVisible();
	await expect(page).toHaveTitle(/^50% · Walk · .+ · Hostbeat$/);
	tasks.go();
	await expect(page).not.toHaveTitle(/Walk/);
	await expect(page.getByRole("link", { name: "Jobs", exact: true })).toBeVisible();

	await page.getByRole("link", { name: "Jobs" }).click();
	await expect(finished(page)).toContainText("Done");
	await finished(page).getByRole("link", { name: "Walk: log and result" }).click();
	await expect(page.getByText("Complete: the job has ended").first()).toBeVisible();
	await expect(log(page).locator("[data-source]")).toHaveCount(14);
	await expect(log(page)).toContainText("line 10");
	expect(wrong).toEqual([]);
});

test("one press stops a job, and what really happened is said", async ({ page, start }) => {
	const server = await start({ env: tasks.env });
	await page.goto(`${server.url}/jobs`);
	await startTask(server, "wait");
	await expect(active(page).getByRole("progressbar", { name: "Wait" })).not.toHaveAttribute("aria-valuenow");
	await page.getByRole("button", { name: "Stop Wait" }).click();
	await expect(finished(page)).toContainText("Stopped");
	await expect(active(page).getByRole("status")).toContainText("Wait: Stopped");
	await expect(active(page)).toContainText("Nothing is running.");
});

test("an error is said with what the job wrote of it, and not by colour alone", async ({ page, start }) => {
	const server = await start({ env: tasks.env });
	await startTask(server, "fail");
	await page.goto(`${server.url}/jobs`);
	await expect(finished(page)).toContainText("It ended with exit code 3.");
	await finished(page).getByRole("link", { name: "Fail: log and result" }).click();
	await expect(log(page).locator("[data-source=stderr]")).toHaveText(/stderr: .*cannot connect/);
	await expect(page.getByText("Failed")).toBeVisible();
});

test("what waits says its place in the queue, and what the server refuses is said at its field", async ({
	page,
	start,
}) => {
	const server = await start({ env: tasks.env });
	for (let job = 0; job < 4; job++) await startTask(server, "wait");
	await page.goto(`${server.url}/jobs`);
	await expect(active(page)).toContainText("Number 1 in the queue");
	await expect(active(page)).toContainText("Number 2 in the queue");
	await card(page, "walk").locator("summary").click();
	const name = card(page, "walk").getByLabel("Name");
	await name.fill("-rf");
	await card(page, "walk").getByRole("button", { name: "Start" }).click();
	await expect(name).toBeFocused();
	await expect(name).toHaveAttribute("aria-invalid", "true");
	await expect(card(page, "walk")).toContainText("expected text that does not begin with -");
	await expect(name).toHaveValue("-rf");
});

test("ten thousand lines stay quick to follow, to search and to leave", async ({ page, start }) => {
	const server = await start({ env: tasks.env });
	const id = await startTask(server, "walk", { steps: 20_000 });
	await page.goto(`${server.url}/jobs/${id}`);
	await expect(log(page)).toContainText("line 10000", { timeout: 30_000 });
	const atEnd = () =>
		log(page).evaluate(
			(box) => box.scrollHeight - box.clientHeight - box.scrollTop < 20 && box.scrollTop > 1_000,
		);
	await expect.poll(atEnd).toBe(true);

	const field = page.getByRole("searchbox", { name: "Find in the log" });
	await field.fill("LINE 4321");
	await expect(page.getByText("– of 1")).toBeVisible();
	await field.press("Enter");
	await expect(log(page).locator("mark[data-current]")).toHaveText("line 4321");
	await expect(log(page).locator("mark[data-current]")).toBeInViewport();
	await expect(page.getByRole("button", { name: "Follow", exact: true })).toBeVisible();
	tasks.go();
	await expect(page.getByRole("button", { name: /^Paused: [\d,]+ new lines? below$/ })).toBeVisible({
		timeout: 30_000,
	});
	await expect(log(page).locator("mark[data-current]")).toBeInViewport();
	await log(page).focus();
	await page.keyboard.press("f");
	await expect.poll(atEnd).toBe(true);
	await expect(page.getByText("Complete: the job has ended").first()).toBeVisible({ timeout: 30_000 });
	const longest = await page.evaluate(async () => {
		const box = document.querySelector<HTMLElement>("[role=group][tabindex]");
		let worst = 0;
		for (let step = 0; box && step < 60; step++) {
			const before = performance.now();
			box.scrollTop = (box.scrollHeight * step) / 60;
			await new Promise(requestAnimationFrame);
			worst = Math.max(worst, performance.now() - before);
		}
		return worst;
	});
	expect(longest, "the longest a scroll was held up, in ms").toBeLessThan(1_000);
});

test("a page of another tab, and one that is loaded anew, know the same; a server that is started again says what it interrupted", async ({
	page,
	context,
	start,
}) => {
	const server = await start({ env: tasks.env });
	const id = await startTask(server, "walk");
	const other = await context.newPage();
	await page.goto(`${server.url}/jobs/${id}`);
	await other.goto(`${server.url}/jobs`);
	await expect(log(page)).toContainText("line 5");
	await page.reload();
	await expect(log(page)).toContainText("line 5");
	await expect(active(other)).toContainText("50%");
	const { port, directory } = server;
	server.kill("SIGKILL");
	await server.exited;
	await expect(page.getByText(/^Reconnecting/).first()).toBeVisible();
	await start({ env: { ...tasks.env, HOSTBEAT_DATA_DIR: directory }, port });
	await expect(page.getByText("Interrupted")).toBeVisible({ timeout: 45_000 });
	await expect(log(page).locator("[data-source=stdout]")).toHaveCount(9);
	await expect(finished(other)).toContainText("Interrupted", { timeout: 45_000 });
});

test("the end of a job is told once for the whole browser, and only to whom has asked for it", async ({
	context,
	start,
}) => {
	const server = await start({ env: tasks.env });
	const told: string[] = [];
	await context.exposeFunction("tell", (title: string) => told.push(title));
	await context.addInitScript(() => {
		let permission = localStorage.getItem("test-permission") ?? "default";
		Object.assign(window, {
			Notification: class {
				static get permission() {
					return permission;
				}
				static async requestPermission() {
					permission = "granted";
					localStorage.setItem("test-permission", permission);
					return permission;
				}
				constructor(title: string) {
					(window as unknown as { tell: (title: string) => void }).tell(title);
				}
				close() {}
			},
		});
	});
	const [first, second] = [await context.newPage(), await context.newPage()];
	await first.goto(`${server.url}/jobs`);
	await second.goto(server.url);
	await expectLive(second);
	await startTask(server, "fail");
	await expect(finished(first)).toContainText("Failed");
	expect(told).toEqual([]);
	await first.getByRole("switch", { name: "Tell me when a job ends" }).check();
	await expect(first.getByRole("switch")).toBeChecked();
	await startTask(server, "fail");
	await expect.poll(() => told).toEqual(["Fail: Failed"]);
	await expect(finished(first).getByText("Failed")).toHaveCount(2);
	await startTask(server, "fail");
	await expect.poll(() => told).toEqual(["Fail: Failed", "Fail: Failed"]);
});

test("a viewer starts what viewers may, sees that alone, and in their own language", async ({
	browser,
	start,
}) => {
	const server = await start({ env: { ...tasks.env, ...bothAccounts } });
	const page = await openAs(browser, "ro-RO");
	await page.goto(`${server.url}/jobs`);
	await enter(page, viewerPassword, "viewer");
	await expect(page.locator("main")).toHaveAttribute("lang", "ro");
	await expect(card(page, "wait")).toHaveCount(0);
	await card(page, "walk").locator("summary").click();
	await card(page, "walk").locator("button[type=submit]").click();
	await expect(page.locator("[data-job]")).toContainText("Plimbare");
	await expect(page.locator("[data-job] [role=progressbar]")).toHaveAttribute("aria-valuenow", "50", {
		timeout: 15_000,
	});
	await page.context().close();
});

const openAs = async (browser: Browser, locale: string) => (await browser.newContext({ locale })).newPage();

for (const [device, viewport] of Object.entries({
	desktop: { width: 1440, height: 900 },
	phone: { width: 390, height: 844 },
})) {
	for (const colorScheme of ["light", "dark"] as const) {
		test(`everyone can read it, and nothing moves or is cut off: ${device}, ${colorScheme}`, async ({
			page,
			start,
		}) => {
			const server = await start({ env: tasks.env });
			await page.setViewportSize(viewport);
			await page.emulateMedia({ colorScheme });
			await startTask(server, "fail");
			await startTask(server, "wait");
			const id = await startTask(server, "walk");
			for (const path of ["/jobs", `/jobs/${id}`]) {
				await page.goto(server.url + path);
				await expect(page.getByText("Live", { exact: true }).first()).toBeVisible();
				if (path === "/jobs") await card(page, "walk").locator("summary").click();
				else await expect(log(page)).toContainText("line 5");
				expect(await findViolations(page), path).toEqual([]);
				const wide = await page.evaluate(
					() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
				);
				expect(wide, path).toBeLessThanOrEqual(0);
			}
		});
	}
}

test.describe("with scripts off", () => {
	test.use({ javaScriptEnabled: false });

	test("a job can be read as it was when the page was loaded", async ({ page, start }) => {
		const server = await start({ env: tasks.env });
		const id = await startTask(server, "walk");
		await expect
			.poll(async () => (await (await fetch(`${server.url}/api/jobs/${id}`)).json()).progress)
			.toBe(0.5);
		await page.goto(`${server.url}/jobs/${id}`);
		await expect(log(page)).toContainText("line 5");
		await expect(page.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "50");
		await expect(page.getByText("Live", { exact: true }).filter({ visible: true })).toHaveCount(0);
		await expect(page.getByText("Starting and stopping need scripts.")).toBeVisible();
		await page.goto(`${server.url}/jobs/0123456789abcdef`);
		await expect(page.getByRole("heading", { name: "There is no such job" })).toBeVisible();
	});
});
