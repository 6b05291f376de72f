import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { startCaddy } from "./fixtures/proxies/caddy";
import { startNginx } from "./fixtures/proxies/nginx";
import type { ReverseProxy } from "./fixtures/proxies/reverse-proxy";
import { expect, test } from "./fixtures/test";

const { HOSTBEAT_TEST_NGINX: nginx = "", HOSTBEAT_TEST_CADDY: caddy = "" } = process.env;

test.use({ ignoreHTTPSErrors: true });

const ways: { name: string; program: string; start: (port: number) => Promise<ReverseProxy> }[] = [
	{
		name: "nginx that was told nothing but where to lead",
		program: nginx,
		start: (port) => startNginx(nginx, { port }),
	},
	{
		name: "Caddy",
		program: caddy,
		start: (port) => startCaddy(caddy, port),
	},
];

for (const { name, program, start: startProxy } of ways) {
	test(`where nobody has to sign in, ${name} shows this machine to nobody, and where they have to, the way in`, async ({
		start,
		request,
	}) => {
		test.skip(program === "", "it is not on this machine");
		const open = await start();
		const closed = await start({ env: { HOSTBEAT_PASSWORD: "a word for the tests alone" } });
		const proxies = await Promise.all([startProxy(open.port), startProxy(closed.port)]);
		const ask = async (path: string) => {
			const answers = await Promise.all(
				proxies.map(({ url }) => request.get(`${url}${path}`, { maxRedirects: 0 })),
			);
			return answers.map((answer) => answer.status());
		};
		expect(await ask("/")).toEqual([403, 303]);
		expect(await ask("/api/snapshot")).toEqual([403, 401]);
		expect(await ask("/login")).toEqual([403, 200]);
		const refused = await request.get(`${proxies[0]?.url}/api/snapshot`);
		expect(await refused.json()).toMatchObject({ error: { code: "behind_proxy" } });
		const direct = await request.get(`${open.url}/api/snapshot`);
		expect(direct.status(), "this machine itself").toBe(200);
		await Promise.all(proxies.map((proxy) => proxy.stop()));
	});
}

test("a Caddy that is trusted says who asks and that it is https, and a client says nothing for itself", async ({
	start,
}) => {
	test.skip(caddy === "", "it is not on this machine");
	const password = "a word for the tests alone";
	const server = await start({
		env: { HOSTBEAT_PASSWORD: password, HOSTBEAT_TRUSTED_PROXIES: "127.0.0.1" },
	});
	const proxy = await startCaddy(caddy, server.port);
	const { port, host } = new URL(proxy.url);
	const ask = async (path: string, headers: Record<string, string>, body?: string) => {
		const asked = requestHttps({
			...{ host: "127.0.0.1", port, path, headers: { Host: host, ...headers } },
			...{ method: body === undefined ? "GET" : "POST", agent: false },
			// As another machine would, it comes from another address than Caddy's own.
			...{ localAddress: "127.0.0.9", rejectUnauthorized: false },
		});
		asked.end(body);
		const [answer] = (await once(asked, "response")) as [IncomingMessage];
		let text = "";
		for await (const chunk of answer) text += chunk;
		return { answer, text };
	};
	const spoofed = { "X-Forwarded-For": "203.0.113.99", "X-Forwarded-Host": "evil.example" };
	const { answer } = await ask(
		"/api/sign-in",
		{ ...spoofed, "X-Forwarded-Proto": "http", "Content-Type": "application/json" },
		JSON.stringify({ account: "admin", password }),
	);
	expect(answer.statusCode).toBe(200);
	const [cookie = ""] = answer.headers["set-cookie"] ?? [];
	expect(cookie).toMatch(/; Secure(;|$)/);
	const { text } = await ask("/api/sessions", { ...spoofed, Cookie: cookie.split(";")[0] ?? "" });
	expect(JSON.parse(text).sessions).toMatchObject([{ address: "127.0.0.9" }]);
	await proxy.stop();
});
