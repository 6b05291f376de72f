import type { Page } from "@playwright/test";
import { expectLive, expectToMove, look, mark } from "./fixtures/page";
import { startNginx, startNginxHttp2 } from "./fixtures/proxies/nginx";
import { findFreePort } from "./fixtures/proxies/reverse-proxy";
import { sendRaw } from "./fixtures/raw-request";
import { expect, test } from "./fixtures/test";

const { HOSTBEAT_TEST_NGINX: nginx = "" } = process.env;
const sessionsMs = 2_000;

test.skip(nginx === "", "nginx is not on this machine");
test.use({ ignoreHTTPSErrors: true });

/** What the page complains of in the console. */
function listenToConsole(page: Page): string[] {
	const complaints: string[] = [];
	page.on("pageerror", (error) => complaints.push(String(error)));
	page.on("console", (message) => {
		if (["error", "warning"].includes(message.type())) complaints.push(message.text());
	});
	return complaints;
}

/** How the page's own browser gets the stream: its encoding, and how late ticks are at most, in milliseconds. */
function readInBrowser(page: Page, ticks: number): Promise<{ encoding: string | null; late: number }> {
	return page.evaluate(async (ticks) => {
		const leave = new AbortController();
		const { headers, body } = await fetch("/api/stream?events=cpu", { signal: leave.signal });
		const reader = (body as ReadableStream<BufferSource>).pipeThrough(new TextDecoderStream()).getReader();
		const late: number[] = [];
		while (late.length < ticks) {
			const { value = "", done } = await reader.read();
			if (done) break;
			for (const [, time] of value.matchAll(/^event: cpu\ndata: \{"time":(\d+)/gm)) {
				late.push(Date.now() - Number(time));
			}
		}
		leave.abort();
		return { encoding: headers.get("content-encoding"), late: Math.max(...late) };
	}, ticks);
}

/** For everyone who can reach the proxy. */
const open = { env: { HOSTBEAT_UNSAFE_NO_LOGIN: "1" } };

for (const [name, start, protocol] of [
	["as it is by default", startNginx, "http/1.1"],
	["over HTTP/2, which hands on the name it was asked by", startNginxHttp2, "h2"],
] as const) {
	test(`the page is live behind nginx ${name}, and the console has nothing to say`, async ({
		page,
		start: startServer,
	}) => {
		const server = await startServer(open);
		const location = protocol === "h2" ? "proxy_set_header Host $host;" : "";
		const proxy = await start(nginx, { port: server.port, location });
		const complaints = listenToConsole(page);
		// Every name below localhost is this machine, to browsers and to Hostbeat.
		await page.goto(proxy.url.replace("127.0.0.1", "status.localhost"));
		await expectLive(page);
		await expectToMove(look(page).clock);
		const used = () => page.evaluate(() => performance.getEntriesByType("navigation")[0]?.toJSON());
		expect((await used()).nextHopProtocol).toBe(protocol);
		const { encoding, late } = await readInBrowser(page, 3);
		console.log(`    ${protocol}: ${encoding}, ticks at most ${late} ms after the server's time`);
		expect(encoding).toBe("gzip");
		expect(late).toBeLessThan(1_000);
		expect(complaints).toEqual([]);
		await page.close();
		await expect.poll(async () => (await server.health()).sessions, { timeout: sessionsMs }).toBe(0);
		await proxy.stop();
	});
}

test("a proxy that hands on a foreign name is told which setting allows it, and with it is let through", async ({
	server,
	start,
}) => {
	const env = { HOSTBEAT_ALLOWED_HOSTS: "status.example", HOSTBEAT_UNSAFE_NO_LOGIN: "1" };
	const listed = await start({ env });
	const askBehind = async ({ port }: { port: number }) => {
		const own = await findFreePort();
		const proxy = await startNginx(nginx, { port, own, location: "proxy_set_header Host $host;" });
		const answer = await sendRaw(own, "GET /api/snapshot HTTP/1.1\r\nHost: status.example\r\n\r\n");
		await proxy.stop();
		return answer;
	};
	const [refused, allowed] = await Promise.all([askBehind(server), askBehind(listed)]);
	expect(refused.status).toBe(421);
	expect(refused.body).toContain("HOSTBEAT_ALLOWED_HOSTS");
	expect(allowed.status).toBe(200);
});

test("the page outlives a crash of the proxy and a deploy behind it, and leaves no session open", async ({
	page,
	start,
}) => {
	test.setTimeout(120_000);
	const server = await start(open);
	const first = await startNginx(nginx, { port: server.port });
	await page.goto(first.url);
	await expectLive(page);
	await expectToMove(look(page).clock);
	const isMarked = await mark(page);
	expect((await server.health()).sessions).toBe(1);

	await first.crash();
	await expect.poll(async () => (await server.health()).sessions, { timeout: sessionsMs }).toBe(0);
	await expect(look(page).word).not.toHaveText("Live");
	const own = Number(new URL(first.url).port);
	const second = await startNginx(nginx, { port: server.port, own });
	await expectLive(page, 35_000);

	server.kill("SIGKILL");
	await server.exited;
	await expect(look(page).word).not.toHaveText("Live");
	expect((await fetch(`${first.url}/api/health`)).status).toBe(502);
	const again = await start({ ...open, port: server.port });
	const back = Date.now();
	await expectLive(page, 35_000);
	console.log(`    Live ${Date.now() - back} ms after the new server was up`);
	await expectToMove(look(page).clock);
	expect(await isMarked(), "without a reload").toBe(true);
	expect((await again.health()).sessions).toBe(1);
	await Promise.all([first.stop(), second.stop()]);
});
