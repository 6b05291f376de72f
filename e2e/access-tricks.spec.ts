import { readFileSync } from "node:fs";
import { join } from "node:path";
import { signIn, withLogin } from "./fixtures/access";
import { type RawAnswer, sendRaw } from "./fixtures/raw-request";
import type { TestServer } from "./fixtures/server";
import { expect, test } from "./fixtures/test";

const build = readFileSync(join(import.meta.dirname, "../.next/BUILD_ID"), "utf8").trim();

/** Other names that somebody might find for what only those who sign in may see. */
const paths = [
	...[
		"/",
		"//",
		"/.",
		"/./",
		"/%2e/",
		"/index",
		"/index.html",
		"/index.rsc",
		"/index.txt",
		"/\\",
		"/%2f",
		"/%5c",
	],
	...["//api/stream", "/api//stream", "/api/stream/", "/API/stream", "/api/%73tream", "/api/stream%00"],
	...["/api/../api/stream", "/_next/../api/stream", "/login/../api/snapshot", "/login%2f..%2fapi/snapshot"],
	...[
		"/_next/static/../../",
		"/_next/static/../..",
		"/_next/static/%2e%2e/%2e%2e/",
		"/_next/static/..%2f..%2f",
	],
	...[
		"/_next/static/../../api/snapshot",
		"/_next/static/..\\..\\",
		"/_next/static/..;/..;/",
		"/favicon.svg/..",
	],
	...[
		"/_next/image?url=%2Ffavicon.svg&w=64&q=75",
		"/_next/data/x/index.json",
		`/_next/data/${build}/index.json`,
	],
	...[`/_next/data/${build}/api/snapshot.json`, "/?_rsc=1", "/api/snapshot?_rsc=1", "/api/snapshot;x=1"],
	...[
		"/_next/static/../server/app/page.js",
		"/_next/static/../../.env",
		"/_next/static/../../data/access.json",
	],
	...[
		"/.env",
		"/.git/config",
		"/data/access.json",
		"/package.json",
		"/_next/webpack-hmr",
		"/__nextjs_source-map",
	],
	...["/_not-found", "/_error", "/404", "/500", "/[id]", "/api/tokens/[id]", "/%", "/%00", "/%E0%A4%A", "*"],
	...["http://evil.example/api/snapshot", "https://127.0.0.1/api/snapshot", "http://[/api/snapshot", "a:443"],
];

/** What Next says to itself in headers, and what others say to what is behind them. */
const headers = [
	...[
		"RSC: 1",
		"RSC: 1\r\nNext-Router-Prefetch: 1",
		"Next-Action: 0123456789",
		"Next-Resume: 1",
		"Purpose: prefetch",
	],
	...[
		"X-Middleware-Subrequest: proxy:proxy:proxy:proxy:proxy",
		"X-Middleware-Subrequest: src/proxy:src/proxy",
	],
	...["X-Middleware-Rewrite: /login", "X-Middleware-Next: 1", "X-Middleware-Override-Headers: cookie"],
	...["X-Next-Render: 1", "X-Invoke-Path: /login", "X-Invoke-Output: /login", "X-Invoke-Status: 200"],
	...["X-Nextjs-Data: 1", "X-Matched-Path: /login", "X-Now-Route-Matches: 1", "X-Prerender-Revalidate: 1"],
	...[
		"X-Hostbeat-Request: 1",
		"X-Original-URL: /login",
		"X-Rewrite-URL: /login",
		"X-HTTP-Method-Override: HEAD",
	],
	...[
		"X-Forwarded-Host: evil.example",
		"X-Forwarded-Prefix: /x",
		"X-Forwarded-Proto: https",
		"Host: evil.example",
	],
	...[
		"Authorization: Bearer hostbeat_0_0",
		"Authorization: Basic YWRtaW46eA==",
		"Cookie: a=b; c",
		"Expect: 1",
	],
];

/** What is wrong with what a stranger got; `null` for nothing. */
function findFault({ status, headers, body }: RawAnswer): string | null {
	if (status === null || ![303, 308, 400, 401, 404, 405, 417, 421].includes(status))
		return `${status}: ${body}`;
	if (/utilization|"pid"|"version"/.test(body)) return `a reading: ${body}`;
	const location = headers.get("location");
	// Where it leads is on this server, and asked for again: neither elsewhere nor to what it is called from within.
	if (location && !/^\/(?![/\\])/.test(location)) return `led to ${location}`;
	if (status < 400 && location === undefined) return "led nowhere";
	if (![400, 417].includes(status) && headers.get("x-content-type-options") !== "nosniff")
		return "no headers";
	return null;
}

async function askAll(server: TestServer, requests: string[]): Promise<string[]> {
	const faults: string[] = [];
	for (let at = 0; at < requests.length; at += 10) {
		await Promise.all(
			requests.slice(at, at + 10).map(async (request) => {
				const fault = findFault(await sendRaw(server.port, request));
				if (fault) faults.push(`${JSON.stringify(request)}: ${fault}`);
			}),
		);
	}
	return faults;
}

test("no other spelling of a path, and no header, gets a stranger more than the plain path does", async ({
	start,
}) => {
	const server = await start({ env: withLogin });
	const host = `Host: 127.0.0.1:${server.port}`;
	const end = "Connection: close\r\n\r\n";
	const before = server.output.length;
	const faults = await askAll(server, [
		...paths.map((path) => `GET ${path} HTTP/1.1\r\n${host}\r\nAccept: text/html\r\n${end}`),
		...["GET /", "GET /api/snapshot", "POST /", "POST /login", "DELETE /api/sessions"].flatMap((what) =>
			headers.map((line) => `${what} HTTP/1.1\r\n${host}\r\n${line}\r\nContent-Length: 0\r\n${end}`),
		),
		`GET / HTTP/1.1\r\n${end}`,
		"GET / HTTP/1.0\r\n\r\n",
		...["a@127.0.0.1", "127.0.0.1:99999999", "[", "", "evil.example\r\nHost: 127.0.0.1", "127.0.0.1, b"].map(
			(name) => `GET / HTTP/1.1\r\nHost: ${name}\r\n${end}`,
		),
		`GET / HTTP/1.1\r\n${host}\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n`,
		`GET /api/stream HTTP/1.1\r\n${host}\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n`,
		`OPTIONS * HTTP/1.1\r\n${host}\r\n${end}`,
		`TRACE /api/sessions HTTP/1.1\r\n${host}\r\n${end}`,
	]);
	expect(faults).toEqual([]);
	expect(server.output.slice(before), "what the log was made to say").toBe("");
});

test("TRACE of an admin ends no session", async ({ start }) => {
	const server = await start({ env: withLogin });
	const { Cookie } = await signIn(server);
	const ask = (line: string) =>
		sendRaw(
			server.port,
			`${line} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nCookie: ${Cookie}\r\nConnection: close\r\n\r\n`,
		);
	expect((await ask("TRACE /api/sessions")).status).toBe(405);
	expect((await ask("GET /api/sessions")).status).toBe(200);
});

test("a stranger is led to the login by a path alone, whatever the server is called, and back to where they were", async ({
	start,
}) => {
	const server = await start({ env: { ...withLogin, HOSTBEAT_ALLOWED_HOSTS: "status.example" } });
	const ask = (path: string, more = "") =>
		sendRaw(
			server.port,
			`GET ${path} HTTP/1.1\r\nHost: status.example\r\n${more}Accept: text/html\r\nConnection: close\r\n\r\n`,
		);
	const leadsTo = async (path: string) => {
		const { status, headers } = await ask(path, "X-Forwarded-Proto: https\r\n");
		return [status, headers.get("location")];
	};
	expect(await leadsTo("/")).toEqual([303, "/login"]);
	expect(await leadsTo("/?range=1h&x=//evil.example")).toEqual([
		303,
		"/login?next=%2F%3Frange%3D1h%26x%3D%2F%2Fevil.example",
	]);
	expect(await leadsTo(`/?${"a".repeat(3_000)}`), "no longer than it is worth").toEqual([303, "/login"]);
	const nothing = await ask("/nothing");
	expect(nothing.status).toBe(404);
	expect(nothing.headers.get("content-type")).toBe("text/html; charset=utf-8");
	const nonce = /'nonce-([^']+)'/.exec(nothing.headers.get("content-security-policy") ?? "")?.[1];
	expect(nonce).toBeTruthy();
	expect(nothing.body.match(/<script(?![^>]*nonce=)/g), "each script has the nonce").toBeNull();
	expect(nothing.body).toContain(`nonce="${nonce}"`);
});
