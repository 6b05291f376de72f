import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { ask, withLogin } from "./fixtures/access";
import { startHttpProxy } from "./fixtures/http-proxy";
import { expectLive } from "./fixtures/page";
import { expect, test } from "./fixtures/test";

const chunks = join(import.meta.dirname, "../.next/static/chunks");

/** What the browser complains of: in the console, and as against the policy. */
async function listenToComplaints(page: Page): Promise<string[]> {
	const complaints: string[] = [];
	page.on("pageerror", (error) => complaints.push(String(error)));
	page.on("console", (message) => {
		const { url } = message.location();
		// That a page is not there is said of each such page.
		if (/\/(nothing|favicon\.ico)$/.test(url) && message.text().includes("404")) return;
		if (["error", "warning"].includes(message.type())) complaints.push(`${url}: ${message.text()}`);
	});
	await page.addInitScript(() => {
		document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
			console.error(`against the policy: ${violatedDirective} ${blockedURI}`),
		);
	});
	return complaints;
}

test("no page does what its policy forbids, and the browser has nothing to say of any header", async ({
	page,
	start,
}) => {
	const env = { HOSTBEAT_ALLOWED_HOSTS: "status.example", HOSTBEAT_UNSAFE_NO_LOGIN: "1" };
	const server = await start({ env });
	const complaints = await listenToComplaints(page);
	// The second is the open network to the browser, which trusts it with less.
	for (const host of ["127.0.0.1", "status.example"]) {
		const url = `http://${host}:${server.port}`;
		await page.goto(url);
		await expectLive(page);
		await page.goto(`${url}/settings`);
		await expect(page.getByRole("heading").first()).toBeVisible();
		expect((await page.goto(`${url}/nothing`))?.status()).toBe(404);
		await expect(page.getByRole("heading")).toBeVisible();
	}
	expect(complaints).toEqual([]);
});

test("a page elsewhere can neither frame this one, read it, nor take a place of a stream", async ({
	page,
	start,
}) => {
	const server = await start({ env: { HOSTBEAT_MAX_STREAMS: "1" } });
	const elsewhere = await startHttpProxy(server.port, {
		pages: {
			"/evil": `<iframe src="${server.url}/"></iframe><iframe src="${server.url}/api/stream"></iframe>`,
		},
	});
	const frames: number[] = [];
	page.on("response", (response) => {
		if (response.url().startsWith(server.url) && response.frame() !== page.mainFrame())
			frames.push(response.status());
	});
	await page.goto(`${elsewhere.url}/evil`);
	const got = await page.evaluate(async (url) => {
		const tried = (way: Promise<unknown>) => way.then(String, () => "refused");
		const event = (target: EventTarget, good: string) =>
			tried(
				new Promise((resolve, reject) => {
					target.addEventListener(good, () => resolve(good));
					target.addEventListener("error", reject);
				}),
			);
		const image = new Image();
		image.src = `${url}/favicon.svg`;
		const script = Object.assign(document.createElement("script"), { src: `${url}/api/snapshot` });
		document.head.append(script);
		const change = { method: "POST", mode: "no-cors", body: "account=admin&password=x" } as const;
		// Listened to before anything is waited for.
		const [read, stream, picture, program] = await Promise.all([
			tried(fetch(`${url}/api/snapshot`)),
			event(new EventSource(`${url}/api/stream`), "open"),
			event(image, "load"),
			event(script, "load"),
			// It cannot tell what became of it.
			tried(fetch(`${url}/api/sign-out`, change)),
		]);
		return [read, stream, picture, program];
	}, server.url);
	expect(got).toEqual(Array(4).fill("refused"));
	await expect.poll(() => frames).toEqual([403, 403]);
	expect((await server.health()).sessions).toBe(0);

	// A link is no attack.
	await page.evaluate((url) => location.assign(url), server.url);
	await expectLive(page);
	await elsewhere.stop();
});

test("what Next answers by itself, and what is the same for everyone, has the same headers", async ({
	start,
}) => {
	const server = await start({ env: withLogin });
	const script = readdirSync(chunks).find((name) => name.endsWith(".js")) ?? "";
	const style = readdirSync(chunks).find((name) => name.endsWith(".css")) ?? "";
	for (const [path, status] of [
		["//login", 404],
		["/login/", 404],
		["/favicon.svg", 200],
		[`/_next/static/chunks/${script}`, 200],
		[`/_next/static/chunks/${style}`, 200],
		["/_next/static/chunks/nothing.js", 404],
	] as const) {
		const answer = await ask(server, path);
		expect(answer.status, path).toBe(status);
		expect(answer.headers, path).toMatchObject({
			"x-content-type-options": "nosniff",
			"referrer-policy": "same-origin",
			"cross-origin-resource-policy": "same-origin",
			"cross-origin-opener-policy": "same-origin",
			"x-frame-options": "DENY",
			"permissions-policy": expect.stringContaining("camera=()"),
			"content-security-policy": expect.stringMatching(/^default-src 'none'; .*frame-ancestors 'none'$/),
		});
		expect(answer.headers, path).not.toHaveProperty("x-powered-by");
		if (status === 200 && path.startsWith("/_next/")) {
			expect(answer.headers["cache-control"], path).toBe("public, max-age=31536000, immutable");
		}
	}
});
