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
