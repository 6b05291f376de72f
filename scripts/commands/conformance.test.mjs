// @ts-check
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { afterEach, expect, test } from "vitest";
import { Connection } from "../conformance/connection.mjs";
import { ROOT } from "../project.mjs";

const token = "hostbeat_0000_a-secret-of-a-test";
/** @type {import("node:http").Server[]} */
const servers = [];

afterEach(() => {
	for (const server of servers.splice(0)) server.close();
});

/**
 * A server that asks for another token, and what it was asked.
 * @returns {Promise<{ url: string, asked: { url?: string, authorization?: string }[] }>}
 */
async function listen() {
	/** @type {{ url?: string, authorization?: string }[]} */
	const asked = [];
	const server = createServer(({ url, headers }, response) => {
		asked.push({ url, authorization: headers.authorization });
		response.writeHead(401).end();
	}).listen(0, "127.0.0.1");
	servers.push(server);
	await once(server, "listening");
	const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
	return { url: `http://127.0.0.1:${port}/status`, asked };
}

/**
 * @param {string} url
 * @param {Record<string, string>} env
 */
async function conformance(url, env) {
	const child = spawn(process.execPath, ["scripts/run.mjs", "conformance", url], {
		cwd: ROOT,
		env: { ...process.env, HOSTBEAT_TOKEN: "", ...env },
	});
	let said = "";
	for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
	const [code] = await once(child, "close");
	return { code, said };
}

test("a token is not said when it is refused, and is in no arguments", async () => {
	const { url, asked } = await listen();
	const { code, said } = await conformance(url, { HOSTBEAT_TOKEN: token });
	expect(said).toContain(`${url} does not take the token in HOSTBEAT_TOKEN.`);
	expect(said).not.toContain("secret");
	expect(asked).toEqual([{ url: "/status/api/stream", authorization: `Bearer ${token}` }]);
	expect(code).toBe(1);
});

test("a server that asks for a sign-in is not judged, but told how", async () => {
	const { url, asked } = await listen();
	const { code, said } = await conformance(url, {});
	expect(said).toContain(`${url} asks for a sign-in.`);
	expect(said).toContain("HOSTBEAT_TOKEN");
	expect(asked).toEqual([{ url: "/status/api/stream", authorization: undefined }]);
	expect(code).toBe(1);
});

test("raw requests bring the token as well", async () => {
	const { url, asked } = await listen();
	const connection = new Connection(new URL(url), { http2: false, insecure: false, token });
	await connection.raw("GET", "/api/stream", ["Accept: */*"], 5_000);
	connection.close();
	expect(asked).toEqual([{ url: "/status/api/stream", authorization: `Bearer ${token}` }]);
});
