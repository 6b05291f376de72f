import { bringPeople } from "../scripts/fuzz/people.mjs";
import { runFuzz } from "../scripts/fuzz/run.mjs";
import { readHeldBytes, withMemoryProbe } from "./fixtures/memory";
import { type RawAnswer, sendRaw } from "./fixtures/raw-request";
import type { TestServer } from "./fixtures/server";
import { expect, test } from "./fixtures/test";

const hostile = [
	"",
	" ",
	"%",
	"%00",
	"%0a",
	"%0d%0aevent:%20cpu%0d%0adata:%201%0d%0a%0d%0a",
	"%E2%80%A8%F0%9F%92%A5",
	"%ff%fe",
	"%c0%80",
	"..%2f..%2fetc%2fpasswd",
	"-1",
	"0",
	"1e9",
	"0x10",
	"1.5",
	"NaN",
	"Infinity",
	"null",
	"undefined",
	"true",
	"[]",
	"{}",
	"[object Object]",
	"__proto__",
	"constructor",
	"toString",
	"*",
	",",
	",,,,",
	"cpu,",
	"cpu;memory",
	"CPU",
	"cpu,cpu,cpu",
	"clock,cpu,memory",
	"'; drop table ticks; --",
	"<script>alert(1)</script>",
	"{{7*7}}",
	"a-1",
	"a-99999999999999999999",
	"-",
	"é",
	"\t",
	"a".repeat(200),
	"a".repeat(7_000),
	"cpu,".repeat(1_500),
];

const headers = [
	"Last-Event-ID",
	"Accept",
	"Accept-Encoding",
	"Accept-Language",
	"Cache-Control",
	"Connection",
	"Content-Type",
	"Cookie",
	"Expect",
	"If-Modified-Since",
	"If-None-Match",
	"Next-Action",
	"Next-Router-State-Tree",
	"Next-Url",
	"Origin",
	"Range",
	"Referer",
	"RSC",
	"TE",
	"Upgrade",
	"User-Agent",
	"X-Forwarded-For",
	"X-Forwarded-Host",
	"X-Forwarded-Proto",
	"X-Hostbeat-Request",
	"X-Matched-Path",
	"X-Middleware-Next",
	"X-Middleware-Rewrite",
	"X-Middleware-Subrequest",
	"X-Nextjs-Data",
	"X-Now-Route-Matches",
	"X-Original-URL",
];

// In any query but this: what these names are given must be checked, and every other name is unknown.
const parameters = ["events", "hosts", "every", "last_event_id", "since", "nothing", "_"];
// 403 is for another origin, and for what came through a proxy where nobody signs in; 417 for an expectation other than
// 100-continue; 431 is Node's own, for headers of more than 16 KiB.
const documented = [200, 204, 400, 403, 405, 417, 421, 431];

test("whatever is asked of the stream, the answer is a documented one, and nothing stays behind", async ({
	start,
}) => {
	test.setTimeout(120_000);
	const server = await start();
	const requests = [...makeRequests(server)];
	const before = server.output.length;
	const undocumented: string[] = [];
	const seen = new Map<number | null, number>();
	await eachOf(requests, 20, async (request) => {
		const answer = await sendRaw(server.port, request);
		seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
		const wrong = findFault(answer, request.startsWith("HEAD "));
		if (wrong) undocumented.push(`${wrong}: ${JSON.stringify(request.slice(0, 200))}`);
	});
	console.log(
		`    ${requests.length} requests: ${[...seen]
			.sort()
			.map(([status, count]) => `${count} × ${status}`)
			.join(", ")}`,
	);
	expect(undocumented).toEqual([]);
	await expect.poll(async () => (await server.health()).sessions, { timeout: 10_000 }).toBe(0);
	// Of the sampler's own troubles it may tell at any time.
	const said = server.output
		.slice(before)
		.split("\n")
		.filter((line) => line && !line.includes("[sampler]"));
	expect(said, "what the log was made to say").toEqual([]);
});

test("whoever asks whatever of any route gets a documented answer, and nothing is kept of it", async ({
	start,
}) => {
	test.setTimeout(120_000);
	const passwords = { admin: "the admin's password", viewer: "the viewer's password" };
	const server = await start({
		env: {
			...withMemoryProbe,
			HOSTBEAT_PASSWORD: passwords.admin,
			HOSTBEAT_VIEWER_PASSWORD: passwords.viewer,
		},
	});
	const people = await bringPeople(server.url, passwords);
	const { length } = server.output;
	// The same each time; others are for `npm run prove:fuzz`.
	const warm = await runFuzz({ url: server.url, people, seed: 20_261_121, ms: 4_000 });
	const before = await readHeldBytes(server);
	const { faults } = await runFuzz({ url: server.url, people, seed: 20_261_120, ms: 10_000 });
	expect([...warm.faults, ...faults]).toEqual([]);
	expect((await readHeldBytes(server)) - before, "bytes that are kept").toBeLessThan(16 * 2 ** 20);
	const said = server.output
		.slice(length)
		.split("\n")
		.filter((line) => line && !/\[sampler\]|^held /.test(line));
	expect(said, "what the log was made to say").toEqual([]);
	const health = async () => {
		const answer = await fetch(`${server.url}/api/health`, { headers: { Cookie: people.admin } });
		return (await answer.json()) as { status: string; sessions: number };
	};
	await expect.poll(health, { timeout: 10_000 }).toMatchObject({ status: "ok", sessions: 0 });
});

function* makeRequests({ port }: TestServer): Generator<string> {
	const ask = (method: string, path: string, more = "") =>
		`${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${more}\r\n`;
	for (const value of hostile) {
		const raw = value.replaceAll(" ", "%20").replaceAll("\t", "%09");
		for (const route of ["/api/stream", "/api/snapshot"]) {
			for (const name of parameters) yield ask("GET", `${route}?${name}=${raw}`);
			yield ask("GET", `${route}?${raw}`);
		}
		for (const name of parameters) yield ask("HEAD", `/api/stream?${name}=${raw}`);
		yield ask("GET", `/api/stream?events=cpu&events=${raw}&every=5&every=${raw}`);
		for (const name of headers) yield ask("GET", "/api/stream?events=cpu", `${name}: ${value}\r\n`);
		yield ask("GET", "/api/snapshot", `Origin: ${value}\r\nRange: bytes=${value}\r\n`);
		yield `GET /api/stream HTTP/1.1\r\nHost: ${value}\r\n\r\n`;
		yield ask(/^[A-Z]+$/.test(value) ? value : "PROPFIND", "/api/stream");
	}
	for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]) {
		yield `${ask(method, "/api/stream", "Content-Length: 2\r\n")}{}`;
	}
}

/** What is wrong with an answer, `null` for nothing. */
function findFault({ status, headers, body }: RawAnswer, isHead: boolean): string | null {
	if (status === null || !documented.includes(status)) return `status ${status}`;
	const type = headers.get("content-type") ?? "";
	const coding = headers.get("content-encoding");
	if (status !== 200 && coding) return `an error that claims ${coding}`;
	if (isHead) return null;
	if (type.startsWith("text/event-stream")) {
		if (status !== 200) return `a stream with status ${status}`;
		return coding || /^[0-9a-f]+\r\nretry: \d+\nevent: hello\ndata: \{[^\n]*\}\n\n/.test(body)
			? null
			: `a stream of ${body}`;
	}
	if (status === 400 && type.startsWith("application/json") && !body.includes('"error"')) {
		return `an error that says ${body}`;
	}
	return null;
}

async function eachOf<T>(items: T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
	const rest = [...items];
	const one = async () => {
		for (let item = rest.pop(); item !== undefined; item = rest.pop()) await work(item);
	};
	await Promise.all(Array.from({ length: atOnce }, one));
}
