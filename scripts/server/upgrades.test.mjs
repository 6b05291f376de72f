// @ts-check
import { createServer, Server } from "node:http";
import { afterEach, expect, test } from "vitest";
import { ask } from "../scan/ask.mjs";
import { ignoreUpgrades } from "./upgrades.mjs";

const { on } = Server.prototype;
afterEach(() => {
	Server.prototype.on = on;
});

test("a request for another protocol is answered, whoever listens for such requests", async () => {
	ignoreUpgrades();
	const server = createServer((_, response) => response.writeHead(401).end());
	server.on("upgrade", () => {});
	let heard = 0;
	server.on("connection", () => heard++);
	await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
	const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
	const head = "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
	expect((await ask(port, head)).statuses).toEqual([401]);
	expect(heard).toBe(1);
	server.close();
});
