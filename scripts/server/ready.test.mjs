// @ts-check
import { createServer } from "node:http";
import { afterEach, expect, test } from "vitest";
import { waitForPage } from "./ready.mjs";

/** @type {import("node:http").Server[]} */
const servers = [];

afterEach(() => {
	for (const server of servers.splice(0)) server.close();
});

/**
 * @param {number[]} statuses one for each request, the last one from then on
 * @returns {Promise<string>}
 */
function answer(statuses) {
	const server = createServer((_request, response) => {
		const [status = 500] = statuses.length > 1 ? statuses.splice(0, 1) : statuses;
		response.writeHead(status).end();
	});
	servers.push(server);
	return new Promise((resolve) =>
		server.listen(0, "127.0.0.1", () => {
			const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
			resolve(`http://127.0.0.1:${port}`);
		}),
	);
}

test("a page that only fails is reported with its status", async () => {
	const url = await answer([500]);
	await expect(waitForPage(() => url, 300)).rejects.toThrow("it answered 500");
});

test("a server that never listens is reported", async () => {
	await expect(waitForPage(() => null, 120)).rejects.toThrow("it did not listen");
});

test("it waits for the page, not for the port", async () => {
	const url = await answer([503, 503, 200]);
	await expect(waitForPage(() => url, 5_000)).resolves.toBe(url);
});

test("a redirect to the sign-in is a page that answers", async () => {
	const url = await answer([307]);
	await expect(waitForPage(() => url, 5_000)).resolves.toBe(url);
});
