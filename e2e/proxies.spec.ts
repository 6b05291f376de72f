import { formatReport, formatResult, type Report, runConformance } from "../scripts/conformance/run.mjs";
import { Arrivals, type Client } from "./fixtures/proxies/arrivals";
import { startCaddy } from "./fixtures/proxies/caddy";
import { startNginx, startNginxHttp2 } from "./fixtures/proxies/nginx";
import type { ReverseProxy } from "./fixtures/proxies/reverse-proxy";
import { startRewrites } from "./fixtures/proxies/rewrites";
import { expect, test } from "./fixtures/test";

const { HOSTBEAT_TEST_NGINX: nginx = "", HOSTBEAT_TEST_CADDY: caddy = "" } = process.env;
const ticks = 20;
/** Most ticks are no later than this; those that a proxy holds back come a second later at the soonest. */
const behindMs = 300;
/** What a proxy could break. How ticks arrive is watched beside the suite, and the sessions are counted when all have left. */
const rules = ["headers", "greeting", "framing", "ids", "resume", "methods", "compression", "snapshot"];
const atOnce = 2;

interface Way {
	name: string;
	/** The program that it takes; empty where it is not on this machine. */
	program: string;
	start(port: number): Promise<ReverseProxy>;
	http2?: boolean;
	/** What reaches who takes no gzip and who takes it, where the proxy has its own say in that, which is all that is asked there. */
	encoding?: [string, string];
}

const ways: Way[] = [
	{
		name: "nginx as it is by default",
		program: nginx,
		start: (port) => startNginx(nginx, { port }),
	},
	{
		name: "nginx that compresses",
		program: nginx,
		start: (port) =>
			startNginx(nginx, {
				port,
				http: "gzip on; gzip_proxied any; gzip_types text/event-stream application/json;",
			}),
	},
	{
		name: "nginx that always asks for gzip, and decompresses it",
		program: nginx,
		start: (port) =>
			startNginx(nginx, { port, location: "proxy_set_header Accept-Encoding gzip; gunzip on;" }),
		encoding: ["identity", "gzip"],
	},
	{
		name: "nginx that never asks for gzip",
		program: nginx,
		start: (port) => startNginx(nginx, { port, location: 'proxy_set_header Accept-Encoding "";' }),
		encoding: ["identity", "identity"],
	},
	{
		name: "nginx over HTTP/2",
		program: nginx,
		start: (port) => startNginxHttp2(nginx, { port }),
		http2: true,
	},
	{
		name: "Caddy that compresses, over HTTP/2",
		program: caddy,
		start: (port) => startCaddy(caddy, port),
		http2: true,
	},
	{ name: "the rewrites of another Next app", program: "next", start: startRewrites },
];

const here = ways.filter(({ program }) => program !== "");
for (const { name } of ways) {
	// A skipped test for each, so that the report names what was left out.
	if (!here.some((way) => way.name === name))
		test.skip(`behind ${name}, which is not on this machine`, () => {});
}

// One test for all: it waits for ticks most of the time, and can do that behind all of them at once.
test("behind each proxy the stream keeps every rule, comes as soon as without, and ends with its viewer", async ({
	start,
}) => {
	test.setTimeout(120_000);
	// Most proxies say that they are there, and without a login no one comes through one.
	const server = await start({ env: { HOSTBEAT_UNSAFE_NO_LOGIN: "1" } });
	const proxies: ReverseProxy[] = [];
	const viewers: Arrivals[] = [];
	const open = async (client: Client) => {
		const viewer = await Arrivals.open(client);
		viewers.push(viewer);
		return viewer;
	};
	try {
		const started = await Promise.all(
			here.map(async (way) => {
				const proxy = await way.start(server.port);
				proxies.push(proxy);
				return { ...way, url: proxy.url };
			}),
		);
		const direct = await open({ url: server.url });
		const watched = await Promise.all(
			started.map(async (way) => {
				const [plain, gzip] = await Promise.all([open(way), open({ ...way, gzip: true })]);
				return { ...way, plain, gzip };
			}),
		);
		const reports = await judgeAll(started.filter(({ encoding }) => !encoding));
		for (const viewer of viewers) await viewer.until(ticks);

		for (const { name, encoding = ["identity", "gzip"], plain, gzip } of watched) {
			console.log(`    ${name}`);
			for (const viewer of [plain, gzip]) {
				const { half, all, behind } = viewer.delays(direct);
				console.log(
					`      ${viewer.encoding}: hello after ${viewer.hello} ms, half of the ticks within ${half} ms, ` +
						`all within ${all} ms, most at most ${behind} ms after the same without a proxy`,
				);
				expect.soft(behind, `${name}: ms after the same ticks without a proxy`).toBeLessThan(behindMs);
			}
			expect.soft([plain.encoding, gzip.encoding], name).toEqual(encoding);
		}
		for (const { name, report } of reports) {
			console.log(`    ${name}: ${formatReport(report)}`);
			const failed = report.results.filter(({ outcome }) => outcome === "FAIL");
			expect.soft(failed.map(formatResult), name).toEqual([]);
			expect.soft(report.passed, name).toBeGreaterThan(30);
		}
		for (const viewer of viewers) viewer.close();
		await expect.poll(async () => (await server.health()).sessions, { timeout: 2_000 }).toBe(0);
	} finally {
		for (const viewer of viewers) viewer.close();
		await Promise.all(proxies.map((proxy) => proxy.stop()));
	}
});

/** Runs the suite behind each, not all at once: that would be too much for a small machine. */
async function judgeAll(proxies: (Client & { name: string })[]): Promise<{ name: string; report: Report }[]> {
	const reports: { name: string; report: Report }[] = [];
	const left = [...proxies];
	const lane = async () => {
		for (let proxy = left.shift(); proxy; proxy = left.shift()) {
			const { name, url, http2 = false } = proxy;
			reports.push({ name, report: await runConformance(url, { http2, insecure: true, only: rules }) });
		}
	};
	await Promise.all(Array.from({ length: atOnce }, lane));
	return reports;
}
