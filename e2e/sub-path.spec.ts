import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Page } from "@playwright/test";
import { formatResult, runConformance } from "../scripts/conformance/run.mjs";
import { type Clone, makeClone } from "./fixtures/clone";
import { expectLive, expectToMove, look } from "./fixtures/page";
import { startNginxHttp2 } from "./fixtures/proxies/nginx";
import type { ReverseProxy } from "./fixtures/proxies/reverse-proxy";
import { startServer, type TestServer } from "./fixtures/server";
import { findSharedWorker } from "./fixtures/shared-worker";
import { expect, test } from "./fixtures/test";

const { HOSTBEAT_TEST_NGINX: nginx = "" } = process.env;
const password = "a word for the tests alone";
/** Of one address. As many as the conformance suite holds open at once, and not many more. */
const mostStreams = 60;
/** What no client has; a stranger may well say it. */
const madeUp = "203.0.113.99";

test.skip(nginx === "", "nginx is not on this machine");
test.use({ ignoreHTTPSErrors: true });
// One server for all, and what comes later is stopped and built again.
test.describe.configure({ mode: "serial" });

let clone: Clone;
let server: TestServer;
let proxy: ReverseProxy;
/** As browsers and scripts name it. */
let site: URL;

const settings = {
	HOSTBEAT_BASE_PATH: "/status",
	HOSTBEAT_TRUSTED_PROXIES: "127.0.0.1",
	HOSTBEAT_PASSWORD: password,
	HOSTBEAT_MAX_STREAMS_PER_ADDRESS: String(mostStreams),
};

test.beforeAll(async () => {
	test.setTimeout(180_000);
	clone = makeClone();
	server = await startServer({ root: clone.root, env: settings });
	proxy = await startNginxHttp2(nginx, {
		port: server.port,
		path: "/status/",
		location: `
			proxy_set_header Host $http_host;
			proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
			proxy_set_header X-Forwarded-Proto $scheme;`,
	});
	site = new URL(proxy.url.replace("127.0.0.1", "status.localhost"));
});

test.afterAll(async () => {
	await proxy?.stop();
	await server?.stop();
	clone?.remove();
});

interface Ask {
	/** One of this machine's loopback addresses; nginx and Hostbeat alike listen on 127.0.0.1. */
	from?: string;
	headers?: Record<string, string>;
	/** Sent as a form or as JSON; makes it a POST. */
	form?: Record<string, string>;
	json?: unknown;
}

/** Asks nginx, or Hostbeat itself behind its back. */
async function ask(to: "nginx" | "hostbeat", path: string, options: Ask = {}): Promise<IncomingMessage> {
	const { from = "127.0.0.1", headers = {}, form, json } = options;
	const body = form ? new URLSearchParams(form).toString() : json && JSON.stringify(json);
	const type = form ? "application/x-www-form-urlencoded" : "application/json";
	const common = {
		host: "127.0.0.1",
		path,
		agent: false,
		localAddress: from,
		method: body === undefined ? "GET" : "POST",
		headers: {
			...(body !== undefined && { "Content-Type": type }),
			...headers,
		},
	} as const;
	const asked: ClientRequest =
		to === "nginx"
			? requestHttps({
					...common,
					port: site.port,
					headers: { ...common.headers, Host: site.host },
					rejectUnauthorized: false,
				})
			: requestHttp({ ...common, port: server.port });
	asked.end(body);
	const [answer] = (await once(asked, "response")) as [IncomingMessage];
	return answer;
}

async function readJson(answer: IncomingMessage) {
	let text = "";
	for await (const chunk of answer) text += chunk;
	return JSON.parse(text);
}

/** Signs in, and gives the header that was set for it and what to send back. */
async function signIn(to: "nginx" | "hostbeat", options: Ask) {
	const form = { account: "admin", password };
	const answer = await ask(to, "/status/api/sign-in", { ...options, form });
	answer.resume();
	const [setCookie = ""] = answer.headers["set-cookie"] ?? [];
	return { answer, setCookie, cookie: setCookie.split(";")[0] ?? "" };
}

/** What the page's own browser gets. */
function get(page: Page, address: string) {
	return page.evaluate(async (address) => {
		const response = await fetch(address);
		await response.arrayBuffer();
		return { status: response.status, type: response.headers.get("content-type") };
	}, address);
}

test("a person signs in behind a path over https, and everything that the page asks for is below it", async ({
	page,
	context,
	browser,
}) => {
	const complaints: string[] = [];
	page.on("pageerror", (error) => complaints.push(String(error)));
	page.on("console", (message) => {
		if (["error", "warning"].includes(message.type())) complaints.push(message.text());
	});
	const elsewhere: string[] = [];
	page.on("request", (request) => {
		const { origin, pathname } = new URL(request.url());
		if (origin === site.origin && !/^\/status(\/|$)/.test(pathname)) elsewhere.push(pathname);
	});

	// Without the slash that its location has: nginx leads there, and the page stays there.
	await page.goto(`${site.origin}/status`);
	await expect(page).toHaveURL(`${site.origin}/status/login`);
	await page.locator('input[name="password"]').fill(password);
	await page.locator('input[name="password"]').press("Enter");
	await expect(page).toHaveURL(`${site.origin}/status/`);
	await expectLive(page);
	await expectToMove(look(page).clock);

	const [cookie, ...others] = await context.cookies();
	expect(others).toEqual([]);
	expect(cookie).toMatchObject({ path: "/status", secure: true, httpOnly: true, sameSite: "Lax" });
	expect(cookie?.domain, "for this name alone").toBe("status.localhost");

	const second = await context.newPage();
	await second.goto(`${site.origin}/status/`);
	await expectLive(second);
	await findSharedWorker(browser, `${site.origin}/status/_next/static/`);
	await second.close();

	await page.getByLabel("Shown in the charts").selectOption("1h");
	await expect(page).toHaveURL(`${site.origin}/status/?range=1h`);
	const csv = await page.getByRole("link", { name: "CSV" }).getAttribute("href");
	expect(csv).toMatch(/^\/status\/api\/history\?format=csv&/);
	expect(await get(page, csv ?? "")).toEqual({ status: 200, type: expect.stringContaining("text/csv") });
	const icon = { status: 200, type: expect.stringContaining("image/svg+xml") };
	expect(await get(page, "/status/favicon.svg")).toEqual(icon);

	await page.reload();
	await expect(page).toHaveURL(`${site.origin}/status/?range=1h`);
	await expectLive(page);
	expect(complaints).toEqual([]);

	const signedOut = await page.evaluate(async () => {
		const response = await fetch("/status/api/sign-out", { method: "POST" });
		return response.status;
	});
	expect(signedOut).toBe(200);
	expect(await context.cookies()).toEqual([]);
	await page.goto(`${site.origin}/status?range=1h`);
	await expect(page).toHaveURL(`${site.origin}/status/login?next=${encodeURIComponent("/?range=1h")}`);
	expect(elsewhere).toEqual([]);
});

test("who signs in is known by the address that nginx saw, whatever the client says of itself", async () => {
	const headers = {
		"X-Forwarded-For": madeUp,
		"X-Forwarded-Proto": "http",
		"X-Real-IP": madeUp,
		Forwarded: `for=${madeUp};proto=http;host=evil.example`,
	};
	const { answer, setCookie, cookie } = await signIn("nginx", { from: "127.0.0.9", headers });
	expect(answer.statusCode).toBe(303);
	expect(answer.headers.location).toMatch(/^\/status\/?$/);
	expect(setCookie).toMatch(/; Secure(;|$)/);
	expect(setCookie).toMatch(/; Path=\/status(;|$)/);
	const { sessions } = await readJson(
		await ask("nginx", "/status/api/sessions", { headers: { Cookie: cookie } }),
	);
	const own = sessions.filter(({ isOwn }: { isOwn: boolean }) => isOwn);
	expect(own).toMatchObject([{ address: "127.0.0.9" }]);
	const audit = await readJson(await ask("nginx", "/status/api/audit", { headers: { Cookie: cookie } }));
	expect(audit.entries[0]).toMatchObject({ action: "signed-in", address: "127.0.0.9" });
	expect(JSON.stringify(audit)).not.toContain(madeUp);
});

test("where the form wanted to go is below the path, and never elsewhere", async () => {
	const goTo = async (next: string) => {
		const form = { account: "admin", password, next };
		const answer = await ask("nginx", "/status/api/sign-in", { from: "127.0.0.8", form });
		answer.resume();
		return answer.headers.location;
	};
	expect(await goTo("/?range=1h")).toMatch(/^\/status\/?\?range=1h$/);
	expect(await goTo("/settings")).toBe("/status/settings");
	for (const bad of ["/login", "//evil.example", "https://evil.example/", "/\\evil.example", "evil"]) {
		expect(await goTo(bad), bad).toMatch(/^\/status\/?$/);
	}
});

test("of whoever is no trusted proxy nothing counts that only one may say", async () => {
	const headers = {
		"X-Forwarded-For": "127.0.0.1",
		"X-Forwarded-Proto": "https",
		"X-Forwarded-Host": "evil.example",
		Forwarded: "for=127.0.0.1;proto=https",
	};
	const { answer, setCookie, cookie } = await signIn("hostbeat", { from: "127.0.0.9", headers });
	expect(answer.statusCode, "the name that it made up was not looked at").toBe(303);
	expect(answer.headers["strict-transport-security"]).toBeUndefined();
	expect(setCookie).not.toContain("Secure");
	const { sessions } = await readJson(
		await ask("hostbeat", "/status/api/sessions", { headers: { Cookie: cookie } }),
	);
	expect(sessions.filter(({ isOwn }: { isOwn: boolean }) => isOwn)).toMatchObject([{ address: "127.0.0.9" }]);
});

test("a name that a trusted proxy hands on has to be one of ours, and so has its own", async () => {
	const askAs = async (host: string, forwarded: string) => {
		const headers = { Host: host, "X-Forwarded-Host": forwarded, "X-Forwarded-For": "127.0.0.9" };
		const answer = await ask("hostbeat", "/status/login", { headers });
		answer.resume();
		return answer.statusCode;
	};
	expect(await askAs("127.0.0.1", "status.localhost")).toBe(200);
	expect(await askAs("127.0.0.1", "evil.example")).toBe(421);
	expect(await askAs("evil.example", "status.localhost")).toBe(421);
});

test("places for streams and tries at a password are counted by the client that nginx saw", async () => {
	const { cookie } = await signIn("nginx", { from: "127.0.0.7" });
	const open = (from: string) =>
		ask("nginx", "/status/api/stream", { from, headers: { Cookie: cookie, "X-Forwarded-For": madeUp } });
	const streams = await Promise.all(Array.from({ length: mostStreams }, () => open("127.0.0.7")));
	expect(streams.map(({ statusCode }) => statusCode)).toEqual(Array(mostStreams).fill(200));
	expect((await open("127.0.0.7")).statusCode).toBe(503);
	const other = await open("127.0.0.6");
	expect(other.statusCode).toBe(200);
	for (const stream of [...streams, other]) stream.destroy();

	const attempt = async (from: string, attempt: number) => {
		const form = { account: "viewer", password: "a word that is none" };
		const headers = { "X-Forwarded-For": `203.0.113.${attempt}` };
		const answer = await ask("nginx", "/status/api/sign-in", { from, headers, form });
		answer.resume();
		return new URL(answer.headers.location ?? "", site).searchParams.get("failed");
	};
	const told: (string | null)[] = [];
	for (let count = 0; count < 12; count++) told.push(await attempt("127.0.0.5", count));
	expect(told[0]).toBe("wrong");
	expect(told, "however many addresses it makes up").toContain("wait");
	expect(await attempt("127.0.0.4", 0), "another one does not wait for it").toBe("wrong");
});

test("a script with a token gets what the rules of the stream promise", async () => {
	test.setTimeout(90_000);
	const { cookie } = await signIn("nginx", { from: "127.0.0.3" });
	const headers = { Cookie: cookie };
	const json = { name: "conformance", scopes: ["read"] };
	const { token } = await readJson(await ask("nginx", "/status/api/tokens", { headers, json }));
	const url = `${proxy.url}/status`;
	const rules = ["headers", "greeting", "framing", "ids", "snapshot"];
	const lines: string[] = [];
	const { passed, failed } = await runConformance(
		url,
		{ http2: true, insecure: true, token, only: rules },
		(result) => lines.push(formatResult(result)),
	);
	expect(failed, lines.join("\n")).toBe(0);
	expect(passed).toBeGreaterThan(15);
});

test("outside of the path there is nothing", async () => {
	for (const path of [
		"/",
		"/login",
		"/favicon.svg",
		"/api/health",
		"/api/snapshot",
		"/statusx",
		"/_next/static/",
	]) {
		const answer = await ask("hostbeat", path);
		answer.resume();
		expect(answer.statusCode, path).toBe(404);
	}
	for (const path of ["/status", "/status/", "/status/?x=1"]) {
		const answer = await ask("hostbeat", path);
		answer.resume();
		expect(answer.statusCode, path).toBe(303);
		expect(answer.headers.location, path).toMatch(/^\/status\/login(\?next=|$)/);
	}
});

test("a start under the same path builds nothing, and one without it builds for the root again", async () => {
	test.setTimeout(240_000);
	expect(server.output).toMatch(/Building … done/);
	expect(server.output).toMatch(/Hostbeat is at http:\/\/127\.0\.0\.1:\d+\/status$/m);
	await server.stop();
	server = await startServer({ root: clone.root, env: settings });
	expect(server.output).toMatch(/Building … nothing to do/);
	await server.stop();
	server = await startServer({ root: clone.root, env: { ...settings, HOSTBEAT_BASE_PATH: "" } });
	expect(server.output).toMatch(/Building … done/);
	const answers = await Promise.all(
		["/login", "/status", "/status/login"].map((path) => ask("hostbeat", path)),
	);
	for (const answer of answers) answer.resume();
	expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 404, 404]);
});
