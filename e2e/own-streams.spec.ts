import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { ask, makeToken, type Question, send, signIn, withLogin } from "./fixtures/access";
import { findViolations } from "./fixtures/axe";
import { Child } from "./fixtures/child";
import { expectChartsLoaded, expectLive, expectToMove, look } from "./fixtures/page";
import type { TestServer } from "./fixtures/server";
import { enter, listenForTrouble } from "./fixtures/sign-in";
import { StreamReader } from "./fixtures/stream";
import { expect, test } from "./fixtures/test";

const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
const ownNumbers = readme.split("\n## ").find((part) => part.startsWith("Your own numbers")) ?? "";

/** What the README says is to be run, at this server's port. */
function lineOf(language: string, { port }: TestServer): string {
	const block = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(ownNumbers)?.[1];
	if (!block) throw new Error(`README.md: expected a block of ${language} below "Your own numbers"`);
	return block.replaceAll("127.0.0.1:7373", `127.0.0.1:${port}`);
}

const push = (server: TestServer, name: string, values: unknown, headers: Record<string, string> = {}) =>
	send(server, "POST", `/api/streams/${name}`, values, headers);
const pushText = (server: TestServer, name: string, body: string) =>
	ask(server, `/api/streams/${name}`, { method: "POST", headers: { "Content-Type": "text/plain" }, body });
const panelOf = (page: Page, name: string): Locator => page.locator(`[data-panel="${name}"]`);

async function pricesKept(server: TestServer, headers: Record<string, string>): Promise<number> {
	const { status, body } = await ask(server, "/api/history?metric=stock.price&points=5000", { headers });
	expect(status, body).toBe(200);
	const { series } = JSON.parse(body) as { series: { points: [number, number | null][] }[] };
	return series[0]?.points.filter(([, mean]) => mean !== null).length ?? 0;
}

test("the lines of the README make a live panel, whose numbers are in the history after a restart", async ({
	page,
	start,
}) => {
	test.setTimeout(120_000);
	const server = await start({ env: withLogin });
	const wrong = await listenForTrouble(page);
	const pushing = await makeToken(server, await signIn(server), ["push"]);
	const TOKEN = pushing.headers.Authorization.replace("Bearer ", "");
	await page.goto(server.url);
	await enter(page, withLogin.HOSTBEAT_PASSWORD, "admin");
	await expectLive(page);
	await expect(panelOf(page, "stock")).toHaveCount(0);

	const env = { ...process.env, TOKEN };
	const shell = spawnSync("sh", ["-c", lineOf("sh", server)], { env, encoding: "utf8" });
	expect(shell.stdout).toMatch(/^\{"time":\d+\}$/);
	const stock = panelOf(page, "stock");
	await expect(stock.getByRole("heading")).toHaveText("stock");
	await expect(stock.getByRole("definition")).toHaveText(["101.5", "300"]);
	await expect(stock).toContainText("pushed by push");

	const directory = mkdtempSync(join(tmpdir(), "hostbeat-own-"));
	const file = join(directory, "push.mjs");
	writeFileSync(file, lineOf("js", server));
	const script = new Child(process.execPath, [file], { cwd: directory, env });
	try {
		await expectToMove(stock.getByRole("definition").first(), 4);
		const status = panelOf(page, "status").getByRole("region", { name: "text" });
		await expect
			.poll(() => status.evaluate((element) => element.textContent))
			.toBe("The market is open.\nAll quotes are live.");
		await expect(status).toHaveCSS("white-space", "pre-wrap");
		await expectChartsLoaded(page);
		const line = stock.getByRole("figure").locator("path.recharts-curve, svg path[stroke-width]").first();
		await expect(line).toBeAttached();
		await expect(stock).toHaveAttribute("data-stale", "false");
		expect(await findViolations(page)).toEqual([]);
	} finally {
		await script.stop();
		rmSync(directory, { recursive: true });
	}
	await expect(stock, "its own pace is a second, and it is silent").toHaveAttribute("data-stale", "true", {
		timeout: 20_000,
	});
	await expect(stock.locator("[data-age]")).toHaveText(/^last pushed 1\d s ago$/);

	const before = await pricesKept(server, await signIn(server));
	expect(before).toBeGreaterThan(4);
	await server.stop();
	const again = await start({ env: withLogin, port: server.port });
	await expectLive(page, 40_000);
	await page.reload();
	await expect(stock).toHaveAttribute("data-stale", "true");
	await expect(stock).toContainText("Since this server was started nothing has come.");
	await expect(stock.getByRole("definition").last()).toHaveText("300");
	expect(await pricesKept(again, await signIn(again)), "what was kept is there").toBeGreaterThanOrEqual(
		before,
	);

	expect((await push(again, "stock", { price: 7 }, pushing.headers)).status).toBe(200);
	await expect(stock.getByRole("definition").first()).toHaveText("7");
	await expect(stock).toHaveAttribute("data-stale", "false");
	const away = { method: "DELETE", headers: pushing.headers };
	expect((await ask(again, "/api/streams/stock", away)).status).toBe(200);
	await expect(stock).toHaveCount(0);
	await expect(panelOf(page, "status")).toBeVisible();
	expect(wrong.filter((text) => !/ERR_|Failed to load resource/.test(text))).toEqual([]);
});

test("a page of one's own shows named status events out of one stream, and closes it at the last", async ({
	page,
	start,
}) => {
	const server = await start();
	await push(server, "stock", { price: 1 });
	await pushText(server, "report", "page 1");
	// A page of somebody's own below the same address, as through a proxy.
	await page.route("**/own.html", (route) => route.fulfill({ contentType: "text/html", body: "<p>" }));
	await page.goto(`${server.url}/own.html`);
	await page.evaluate(() => {
		document.body.innerHTML = "<pre></pre><svg><polyline /></svg><progress value=0 max=1></progress>";
		const source = new EventSource("/api/stream?events=stock,report");
		const [text, line, bar] = ["pre", "polyline", "progress"].map((name) => document.querySelector(name));
		const prices: number[] = [];
		source.addEventListener("stock", ({ data }) => {
			prices.push(JSON.parse(data).price);
			line?.setAttribute("points", prices.map((price, at) => `${at},${price}`).join(" "));
		});
		source.addEventListener("report", ({ data }) => {
			const status = JSON.parse(data);
			if (text) text.textContent = status.text;
			bar?.setAttribute("value", String(status.progress ?? 0));
			if (status.progress === 1) source.close();
			document.title = source.readyState === EventSource.CLOSED ? "closed" : "open";
		});
	});
	await expect(page.locator("pre"), "what was said before it came").toHaveText("page 1");
	for (const price of [2, 3, 4]) await push(server, "stock", { price });
	const said = "page 2 of 3\n\tcharts: 4\n<b>not bold</b> – é";
	await push(server, "report", { text: said, progress: 0.5 });
	await expect.poll(() => page.locator("pre").evaluate((element) => element.textContent)).toBe(said);
	await expect(page.locator("polyline")).toHaveAttribute("points", "0,1 1,2 2,3 3,4");
	await expect(page.locator("progress")).toHaveAttribute("value", "0.5");
	await push(server, "report", { text: "done", progress: 1 });
	await expect(page).toHaveTitle("closed");
	await expect.poll(async () => (await server.health()).sessions, { timeout: 15_000 }).toBe(0);
});

test("a viewer that was cut off gets every push once and in order, and so does one that asks again and again", async ({
	start,
}) => {
	const server = await start();
	await push(server, "count", { n: 0 });
	const url = `${server.url}/api/stream?events=count`;
	const seen: unknown[] = [];
	const first = await StreamReader.open(url);
	await first.until("the newest", () => first.of("count").length === 1);
	for (const n of [1, 2, 3]) await push(server, "count", { n });
	await first.until("what was pushed", () => first.of("count").length === 4);
	first.close();
	seen.push(...first.of("count").map(({ data }) => (data as unknown as { n: number }).n));
	const id = first.events.findLast((event) => event.id !== null)?.id ?? "";
	for (const n of [4, 5, 6]) await push(server, "count", { n });
	const second = await StreamReader.open(url, { "Last-Event-ID": id });
	await push(server, "count", { n: 7 });
	await second.until("the rest", () => second.of("count").length >= 4);
	second.close();
	expect(second.of("hello")[0]?.data.resumed).toBe("replayed");
	seen.push(...second.of("count").map(({ data }) => (data as unknown as { n: number }).n));
	expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);

	const { body } = await ask(server, `/api/snapshot?events=count&since=${id}`);
	const { ticks, events } = JSON.parse(body);
	expect(ticks.length).toBeGreaterThan(0);
	expect([events.count.n, ticks.at(-1).events.count.n]).toEqual([7, 7]);
	const wrong = await ask(server, "/api/stream?events=counts");
	expect([wrong.status, JSON.parse(wrong.body).error.message]).toEqual([
		400,
		expect.stringMatching(/expected names out of clock, .*, count; got "counts"$/),
	]);
});

test("who may not push is refused, and who may is held to what one may push", async ({ start }) => {
	const server = await start({ env: withLogin });
	const admin = await signIn(server);
	const viewer = await signIn(server, "viewer");
	const pushing = await makeToken(server, admin, ["push"]);
	const reading = await makeToken(server, admin, ["read", "settings", "jobs"]);
	const status = async (path: string, question: Question = {}) => (await ask(server, path, question)).status;
	const code = async (answer: ReturnType<typeof push>) => {
		const { status, body } = await answer;
		return [status, JSON.parse(body).error?.code];
	};

	for (const headers of [
		{},
		viewer,
		reading.headers,
		{ ...pushing.headers, Origin: "https://evil.example" },
	]) {
		expect(
			(await push(server, "a", { x: 1 }, { ...headers })).status,
			JSON.stringify(headers),
		).toBeGreaterThan(400);
		expect(await status("/api/streams/a", { method: "DELETE", headers })).toBeGreaterThan(400);
	}
	expect((await push(server, "a", { x: 1 }, pushing.headers)).status).toBe(201);
	expect((await push(server, "a", { x: 1 }, admin)).status).toBe(200);
	for (const path of ["/api/stream", "/api/snapshot", "/api/streams", "/api/history", "/api/audit", "/"]) {
		expect(await status(path, { headers: pushing.headers }), path).toBe(403);
	}
	expect(await status("/api/streams", { headers: viewer })).toBe(200);

	expect(await code(push(server, "cpu", { x: 1 }, pushing.headers))).toEqual([400, "bad_request"]);
	expect(await code(push(server, "a", { x: "y".repeat(5_000) }, pushing.headers))).toEqual([
		413,
		"too_large",
	]);
	expect(await code(push(server, "a", { "a b": 1 }, pushing.headers))).toEqual([400, "bad_request"]);
	const burst = await Promise.all(
		Array.from({ length: 40 }, () => push(server, "b", { x: 1 }, pushing.headers)),
	);
	const refused = burst.filter(({ status }) => status === 429);
	expect(refused.length).toBeGreaterThanOrEqual(10);
	for (const { headers } of refused) expect(Number(headers["retry-after"])).toBeGreaterThanOrEqual(1);
	await expect
		.poll(async () => (await push(server, "b", { x: 1 }, pushing.headers)).status, { intervals: [300] })
		.toBe(200);
	for (let one = 2; one < 50; one++) {
		await expect
			.poll(async () => (await push(server, `s${one}`, { x: 1 }, pushing.headers)).status, {
				intervals: [100],
			})
			.toBe(201);
	}
	await expect
		.poll(() => code(push(server, "s50", { x: 1 }, pushing.headers)), { intervals: [300] })
		.toEqual([409, "too_many"]);
});

test("a token that may only push is made at the settings", async ({ page, start }) => {
	const server = await start({ env: withLogin });
	await page.goto(`${server.url}/settings`);
	await enter(page, withLogin.HOSTBEAT_PASSWORD, "admin");
	const tokens = page.getByRole("region", { name: "Tokens" });
	await tokens.getByLabel("What it is for").fill("stock script");
	await tokens.getByLabel("Read all that is measured").uncheck();
	await tokens.getByRole("button", { name: "Make the token" }).click();
	await expect(tokens.getByText("Copy it now"), "it has to be for something").toHaveCount(0);
	await tokens.getByLabel("Push readings of its own").check();
	await tokens.getByRole("button", { name: "Make the token" }).click();
	await expect(tokens.getByText("This is the token “stock script”.")).toBeVisible();
	await expect(tokens.getByText("pushes readings")).toBeVisible();
	const line = await tokens.getByRole("textbox", { name: "To try it" }).inputValue();
	expect(spawnSync("sh", ["-c", line], { encoding: "utf8" }).stdout).toMatch(/^\{"time":\d+\}$/);
	await page.goto(server.url);
	await expect(look(page).panels.locator("xpath=self::*[@data-panel='test']")).toContainText(
		"pushed by stock script",
	);
});
