import { EventEmitter } from "node:events";
import { afterEach, expect, test } from "vitest";
import { createReadClient } from "./access/client";
import { Peers } from "./peers";

const early = Symbol.for("hostbeat.early");
const shared = globalThis as { [early]?: Set<unknown> };

afterEach(() => {
	delete shared[early];
});

function arrive(headers: Record<string, string> = {}, url = "/api/stream") {
	const socket = Object.assign(new EventEmitter(), { remoteAddress: "127.0.0.1" });
	return { request: { url, headers, socket }, response: new EventEmitter() };
}

test("who came before it was there is found too, and cannot pass for another", () => {
	const [first, second] = [arrive(), arrive({ "x-hostbeat-request": "1" })];
	shared[early] = new Set([first, second]);
	const peers = new Peers(createReadClient([]));
	const find = ({ request }: typeof first) =>
		peers.find(new Request("http://127.0.0.1/api/stream", { headers: request.headers }));
	expect(find(first)).toMatchObject({ response: first.response, client: { address: "127.0.0.1" } });
	expect(find(second)).toMatchObject({ response: second.response, client: { address: "127.0.0.1" } });
	expect(find(second)?.response).toBe(second.response);
	expect(shared[early], "nobody notes any more").toBeUndefined();
	first.response.emit("close");
	expect(find(first)).toBeNull();
	peers.close();
});

test("no spelling of the stream's address hides who asks for it", () => {
	const request = arrive({}, "/x/../api/stream");
	shared[early] = new Set([request]);
	const peers = new Peers(createReadClient([]));
	const found = peers.find(new Request("http://127.0.0.1/api/stream", { headers: request.request.headers }));
	expect(found?.client.address).toBe("127.0.0.1");
	peers.close();
});

test("an answer that waits for its turn is told that its client has left, and nothing is kept of it", () => {
	const waiting = arrive();
	shared[early] = new Set([waiting]);
	const peers = new Peers(createReadClient([]));
	let told = 0;
	waiting.response.on("close", () => told++);
	waiting.request.socket.emit("close");
	expect(told).toBe(1);
	expect(peers.find(new Request("http://127.0.0.1/", { headers: waiting.request.headers }))).toBeNull();
	peers.close();
});

test.each([
	["http://evil.example/api/stream?events=cpu", "/api/stream?events=cpu", "evil.example"],
	["HTTP://127.0.0.1:7373", "/", "127.0.0.1:7373"],
	["http://a@b@c:99999/", "/*", "here"],
	["*", "/*", "here"],
	["evil.example:443", "/*", "here"],
	["/api/stream", "/api/stream", "here"],
])("%s is asked for as %s at the name that it has itself", (url, path, host) => {
	const { request, response } = arrive({ host: "here" }, url);
	shared[early] = new Set([{ request, response }]);
	const peers = new Peers(createReadClient([]));
	expect([request.url, request.headers.host]).toEqual([path, host]);
	const asked = new Request("http://127.0.0.1/", { headers: request.headers });
	expect(peers.find(asked)?.client.host, "and judged by it").toBe(host);
	peers.close();
});

test("every answer gets its headers before Next sees the request, but for those that are on their way", () => {
	const told: Record<string, string> = {};
	const setHeader = (name: string, value: string) => {
		told[name] = value;
	};
	const [first, late] = [arrive({ host: "here" }), arrive()];
	Object.assign(first.response, { setHeader });
	Object.assign(late.response, { headersSent: true });
	shared[early] = new Set([first, late]);
	const peers = new Peers(createReadClient([]), ({ host }) => ({ "X-Host": String(host) }));
	expect(told).toEqual({ "X-Host": "here" });
	peers.close();
});
