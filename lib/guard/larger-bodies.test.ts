import { once } from "node:events";
import type { RequestListener, ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Client, closeAll, start } from "./guard.fixture";
import { createLargerBodies } from "./larger-bodies";

afterEach(closeAll);

let judged: (string | undefined)[] = [];
beforeEach(() => {
	judged = [];
});

const allowLarger = () =>
	createLargerBodies({
		isFor: ({ url }) => url === "/large",
		judge: ({ headers }) => {
			judged.push(headers.authorization);
			if (headers.authorization === "yes") return null;
			return { status: 401, code: "signed_out", message: "who?", headers: { "WWW-Authenticate": "Bearer" } };
		},
		bytes: 1_000,
		places: 2,
	});

/** Tells how many bytes came. */
const measure: RequestListener = async (request, response) => {
	let bytes = 0;
	for await (const chunk of request) bytes += chunk.length;
	response.end(`${request.url}=${bytes}`);
};

const post = (path: string, headers: string) => `POST ${path} HTTP/1.1\r\nHost: a\r\n${headers}\r\n`;
const mine = "Authorization: yes\r\n";
const close = "Connection: close\r\n";
const body = "x".repeat(1_000);
const chunked = "Transfer-Encoding: chunked\r\n";
const inChunks = (bytes: number) => `64\r\n${"x".repeat(100)}\r\n`.repeat(bytes / 100);

async function answer(client: Client): Promise<string> {
	return (await client.ended).split("\r\n")[0] ?? "";
}

it.each([
	["of a length", post("/large", "Content-Length: 1000\r\n") + body],
	["of a length, before anything is sent", post("/large", "Content-Length: 1000\r\n")],
	["in chunks", post("/large", chunked) + inChunks(1_000)],
	["in chunks, before anything is sent", post("/large", chunked)],
])("a stranger is turned away without a byte being handed on: a body %s", async (_, text) => {
	const { open } = await start(() => expect.fail("handed on"), {}, allowLarger());
	const client = open();
	client.send(text);
	const whole = await client.ended;
	expect(whole).toMatch(/^HTTP\/1\.1 401 /);
	expect(whole).toMatch(/\r\nWWW-Authenticate: Bearer\r\n/);
	expect(whole).toContain('"code":"signed_out"');
	expect(judged).toEqual([undefined]);
});

it("a stranger is not asked to go on, and whoever may is", async () => {
	const { open } = await start(measure, {}, allowLarger());
	const expecting = "Expect: 100-continue\r\nContent-Length: 1000\r\n";
	const stranger = open();
	stranger.send(post("/large", expecting));
	expect(await answer(stranger)).toMatch(/^HTTP\/1\.1 401 /);
	const owner = open();
	owner.send(post("/large", mine + close + expecting));
	await expect.poll(() => owner.text).toMatch(/^HTTP\/1\.1 100 /);
	owner.send(body);
	expect(await owner.ended).toContain("/large=1000");
});

it("holds for no other path, however it is written", async () => {
	const { open } = await start(() => expect.fail("handed on"), {}, allowLarger());
	for (const path of ["/", "/large/", "/LARGE", "/x/../large", "/larg%65"]) {
		for (const text of [
			post(path, `${mine}Content-Length: 1000\r\n`) + body,
			post(path, mine + chunked) + inChunks(1_000),
		]) {
			const client = open();
			client.send(text);
			expect(await answer(client), path).toMatch(/^HTTP\/1\.1 413 /);
		}
	}
	expect(judged).toEqual([]);
});

it("has a bound, too", async () => {
	const { open } = await start(() => expect.fail("handed on"), {}, allowLarger());
	for (const text of [
		post("/large", `${mine}Content-Length: 1001\r\n`),
		post("/large", mine + chunked) + inChunks(1_100),
	]) {
		const client = open();
		client.send(text);
		const whole = await client.ended;
		expect(whole).toMatch(/^HTTP\/1\.1 413 /);
		expect(whole).toContain("at most 1000 bytes");
	}
});

it("what is as small as any other body needs neither a place nor to be judged here", async () => {
	const { open } = await start(measure, {}, allowLarger());
	const client = open();
	client.send(`${post("/large", `${close}Content-Length: 100\r\n`)}${"x".repeat(100)}`);
	expect(await client.ended).toContain("/large=100");
	expect(judged).toEqual([]);
});

it("lets two in at once, each until its answer is over or it leaves", async () => {
	const waiting: ServerResponse[] = [];
	const { server, open } = await start((_, response) => waiting.push(response), {}, allowLarger());
	const send = (text: string) => {
		const client = open();
		client.send(text);
		return client;
	};
	const whole = `${post("/large", mine + close + chunked)}${inChunks(1_000)}0\r\n\r\n`;
	const half = post("/large", `${mine}Content-Length: 1000\r\n`);
	const first = send(whole);
	await expect.poll(() => waiting.length).toBe(1);
	const second = send(half);
	await expect.poll(() => judged.length).toBe(2);
	const third = await send(half).ended;
	expect(third).toMatch(/^HTTP\/1\.1 503 /);
	expect(third).toMatch(/\r\nRetry-After: \d+\r\n/);

	// Who leaves in the middle makes room.
	second.socket.destroy();
	const count = () => new Promise((resolve) => server.getConnections((_, total) => resolve(total)));
	await expect.poll(count).toBe(1);
	send(whole);
	await expect.poll(() => waiting.length).toBe(2);
	waiting[0]?.end("done");
	expect(await answer(first)).toMatch(/^HTTP\/1\.1 200 /);
	send(whole);
	await expect.poll(() => waiting.length).toBe(3);
	await Promise.all(waiting.slice(1).map((response) => once(response.end(), "close")));
});
