import { once } from "node:events";
import type { IncomingMessage, RequestListener } from "node:http";
import type { Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type Client, closeAll, start } from "./guard.fixture";

afterEach(closeAll);

const ok: RequestListener = (_, response) => void response.end("ok");
const host = "Host: a\r\n";
const stream: RequestListener = (_, response) => {
	response.setHeader("Content-Type", "text/event-stream");
	response.write("data: 1\n\n");
};

describe("who is slow", () => {
	it.each([
		["never asks anything", ""],
		["sends a header without end", `GET / HTTP/1.1\r\n${host}X: `],
	])("is ended where it %s", async (_, text) => {
		const { open } = await start(ok);
		const client = open();
		client.send(text);
		expect(await client.ended).toMatch(/^(HTTP\/1\.1 408 |$)/);
	});

	it("is ended where its body does not come, without the request being handed on", async () => {
		const asked: string[] = [];
		const { open } = await start((request) => asked.push(request.url ?? ""));
		const client = open();
		client.send(`POST /x HTTP/1.1\r\n${host}Content-Length: 50\r\n\r\n`);
		const timer = setInterval(() => client.send("x"), 50);
		expect(await client.ended).toMatch(/^HTTP\/1.1 408 /);
		clearInterval(timer);
		expect(asked).toEqual([]);
	});

	it("is ended where it does not read its answer", async () => {
		const { server, open } = await start((_, response) => {
			const more = () => {
				while (response.write(Buffer.alloc(65_536)));
				response.once("drain", more);
			};
			more();
		});
		const client = open();
		client.socket.pause();
		const [accepted] = (await once(server, "connection")) as [Socket];
		client.send(`GET / HTTP/1.1\r\n${host}\r\n`);
		await once(accepted, "close");
	});

	it("is left alone where the answer is a stream", async () => {
		const { open } = await start(stream, { stallMs: 50 });
		const client = open();
		const silent = open();
		client.send(`GET / HTTP/1.1\r\n${host}\r\n`);
		// What ends those that never ask has been there several times meanwhile.
		await silent.ended;
		await open().ended;
		expect(client.text).toContain("data: 1");
		expect(client.socket.closed).toBe(false);
	});
});

describe("who sends too much", () => {
	const large = "x".repeat(101);

	it.each([
		["a body of a length that is too large", `GET / HTTP/1.1\r\n${host}Content-Length: 101\r\n\r\n`, 413],
		["the same with its body", `POST / HTTP/1.1\r\n${host}Content-Length: 101\r\n\r\n${large}`, 413],
		[
			"chunks without end",
			`DELETE / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n${"a\r\n0123456789\r\n".repeat(11)}`,
			413,
		],
		["eleven headers", `GET / HTTP/1.1\r\n${host}${"a: b\r\n".repeat(10)}\r\n`, 431],
		["a whole address that nobody read before", `GET http://evil.example/ HTTP/1.1\r\n${host}\r\n`, 400],
		["no path", `OPTIONS * HTTP/1.1\r\n${host}\r\n`, 400],
		["an empty part of a path", `GET /a//b HTTP/1.1\r\n${host}\r\n`, 404],
		["an expectation", `GET / HTTP/1.1\r\n${host}Expect: money\r\n\r\n`, 417],
		["two hosts", `GET / HTTP/1.1\r\n${host}Host: b\r\n\r\n`, 400],
	])("is refused, and its connection closed: %s", async (_, text, status) => {
		const asked: string[] = [];
		const { open } = await start((request) => asked.push(request.url ?? ""));
		const client = open();
		client.send(text);
		const answer = await client.ended;
		expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
		expect(JSON.parse(answer.split("\r\n\r\n")[1] ?? "")).toHaveProperty("error.code");
		expect(asked).toEqual([]);
	});

	it("may leave in the middle of it, and nobody hears of it", async () => {
		const { server, open } = await start(ok);
		const client = open();
		client.send(`POST / HTTP/1.1\r\n${host}Content-Length: 5\r\n\r\nab`);
		const [request] = (await once(server, "request")) as [IncomingMessage];
		client.socket.destroy();
		// `once` would itself listen for the error.
		await new Promise((resolve) => request.on("close", resolve));
		expect(request.errored).toMatchObject({ code: "ECONNRESET" });
	});

	it("is not asked to go on with a body that is too large", async () => {
		const { open } = await start(ok);
		const client = open();
		client.send(`POST / HTTP/1.1\r\n${host}Expect: 100-continue\r\nContent-Length: 101\r\n\r\n`);
		expect(await client.ended).toMatch(/^HTTP\/1.1 413 /);
	});

	it("is ended where more than two bodies wait on one connection, for all of them are kept", async () => {
		const { open } = await start(() => {});
		const post = `POST / HTTP/1.1\r\n${host}Content-Length: 3\r\n\r\nabc`;
		const patient = open();
		patient.send(post.repeat(2));
		const greedy = open();
		greedy.send(post.repeat(3));
		expect(await greedy.ended).toBe("");
		expect(patient.socket.closed).toBe(false);
	});

	it("is ended where more answers wait on one connection than may", async () => {
		const { open } = await start(() => {});
		const client = open();
		client.send(`GET / HTTP/1.1\r\n${host}\r\n`.repeat(5));
		expect(await client.ended).toBe("");
	});
});

describe("what is whole", () => {
	it.each([
		["of a known length", `Content-Length: 5\r\n\r\nab`, "cde"],
		["in chunks", "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", "3\r\ncde\r\n0\r\n\r\n"],
		["after 100-continue", "Expect: 100-continue\r\nContent-Length: 5\r\n\r\nab", "cde"],
	])("is handed on with its body %s, and the connection goes on", async (_, first, rest) => {
		const { open } = await start(async (request, response) => {
			let body = "";
			for await (const chunk of request) body += chunk;
			response.end(`[${request.url} ${body}]`);
		});
		const client = open();
		client.send(`POST /a HTTP/1.1\r\n${host}${first}`);
		client.send(rest);
		await expect.poll(() => client.text).toContain("[/a abcde]");
		client.send(`GET /b HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
		expect(await client.ended).toContain("[/b ]");
	});
});

it("answers a request that would like another protocol in this one, and hangs up on CONNECT", async () => {
	const { server, open } = await start(ok);
	server.on("upgrade", () =>
		expect.fail("a listener that was there before it listened would have been removed"),
	);
	server.emit("listening");
	for (const protocol of ["websocket", "h2c"]) {
		const client = open();
		client.send(`GET / HTTP/1.1\r\n${host}Connection: Upgrade, close\r\nUpgrade: ${protocol}\r\n\r\n`);
		expect(await client.ended).toMatch(/^HTTP\/1.1 200 /);
	}
	const client = open();
	client.send(`CONNECT a:1 HTTP/1.1\r\n${host}\r\n`);
	expect(await client.ended).toBe("");
});

it("lets those who ask take turns, also on the connections of one proxy", async () => {
	const order: string[] = [];
	const { open } = await start(
		({ url = "" }, response) => {
			order.push(url);
			response.end();
		},
		{ answersAtOnce: 20 },
	);
	const client = open();
	const get = (path: string) => `GET ${path} HTTP/1.1\r\n${host}\r\n`;
	client.send(get("/flood").repeat(12) + get("/viewer"));
	await expect.poll(() => order.length).toBe(13);
	expect(order.indexOf("/viewer")).toBeLessThan(4);
});

describe("who is too many", () => {
	it("goes first where it has waited longest, and never in the middle of an answer", async () => {
		const { server, open } = await start(stream, { headersMs: 10_000, requestMs: 10_000, perAddress: 3 });
		const viewer = open();
		viewer.send(`GET / HTTP/1.1\r\n${host}\r\n`);
		await expect.poll(() => viewer.text).toContain("data: 1");
		const silent: Client[] = [];
		for (let one = 0; one < 4; one++) {
			silent.push(open());
			await once(server, "connection");
		}
		await silent[0]?.ended;
		expect(viewer.socket.closed).toBe(false);
		const count = () => new Promise((resolve) => server.getConnections((_, total) => resolve(total)));
		await expect.poll(count).toBe(4);
	});

	it("leaves room for those who ask, from whatever address it comes", async () => {
		const { server, open } = await start(ok, { headersMs: 10_000, requestMs: 10_000, connections: 16 });
		const silent = Array.from({ length: 200 }, open);
		await Promise.race(silent.map(({ ended }) => ended));
		const client = open();
		client.send(`GET / HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
		expect(await client.ended).toMatch(/^HTTP\/1.1 200 /);
		const count = () => new Promise<number>((resolve) => server.getConnections((_, total) => resolve(total)));
		expect(await count()).toBeLessThanOrEqual(16);
	});
});

it("leaves a body whole whose client goes before it is read, and makes no error of it", async () => {
	const errors: unknown[] = [];
	let resolve: (heard: { request: IncomingMessage; left: Promise<unknown> }) => void = () => {};
	const promise = new Promise<{ request: IncomingMessage; left: Promise<unknown> }>((done) => {
		resolve = done;
	});
	const { open } = await start((request, response) => {
		request.on("error", (error) => errors.push(error));
		resolve({ request, left: once(response, "close") });
	});
	const client = open();
	client.send(`POST / HTTP/1.1\r\n${host}Content-Length: 5\r\n\r\nhello`);
	const { request, left } = await promise;
	client.socket.destroy();
	await left;
	let body = "";
	for await (const chunk of request) body += chunk;
	expect(body).toBe("hello");
	expect(errors).toEqual([]);
});
