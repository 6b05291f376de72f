import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EngineNames, locateSockets, parseNames } from "./container-engine";

const id = "3f1c0e9a7b5d".padEnd(64, "0123456789abcdef");
const other = "a".repeat(64);
const web = { Id: id, Names: ["/web", "/proxy/backend"], Image: "nginx:1.27", State: "running" };
const nobody = "no Docker or Podman is found here that could tell its name and image";

let directory: string;
let socket: string;
let servers: { close(): unknown }[];
let requests: string[];

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "engine-"));
	socket = join(directory, "docker.sock");
	servers = [];
	requests = [];
});

afterEach(async () => {
	for (const server of servers) {
		(server as Server).closeAllConnections?.();
		server.close();
	}
	rmSync(directory, { recursive: true });
});

async function serve(listener: RequestListener, path = socket) {
	const server = createServer((request, response) => {
		requests.push(`${request.method} ${request.url}`);
		listener(request, response);
	});
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(path, resolve));
}

const answering =
	(body: unknown, status = 200): RequestListener =>
	(_, response) =>
		response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body));

describe("the names that an engine has for its containers", () => {
	it("are asked for with a plain reading of the list, and nothing else", async () => {
		await serve(answering([web]));
		const names = new EngineNames([socket]);
		await names.ask([id], 0);
		expect(requests).toEqual(["GET /containers/json"]);
		expect(names.find(id)).toEqual({ name: "web", image: "nginx:1.27", kind: "docker" });
		expect(names.find(other)).toBeUndefined();
	});

	it("are asked for again only when the containers change, or after a minute", async () => {
		await serve(answering([web]));
		const names = new EngineNames([socket]);
		await names.ask([id], 0);
		expect(names.ask([id], 5_000)).toBeNull();
		await names.ask([id, other], 10_000);
		expect(names.ask([other, id], 15_000)).toBeNull();
		await names.ask([id, other], 71_000);
		expect(names.ask([], 200_000)).toBeNull();
		expect(requests).toHaveLength(3);
	});

	it("are asked for once at a time", async () => {
		await serve(answering([web]));
		const names = new EngineNames([socket]);
		const first = names.ask([id], 0);
		expect(names.ask([other], 1)).toBeNull();
		await first;
		expect(requests).toHaveLength(1);
	});

	it("stay known while the engine does not answer any more", async () => {
		let isBroken = false;
		await serve((request, response) => answering(isBroken ? "broken" : [web])(request, response));
		const names = new EngineNames([socket]);
		await names.ask([id], 0);
		isBroken = true;
		await names.ask([id, other], 5_000);
		expect(names.find(id)?.name).toBe("web");
		expect(names.reason).toBe(`${socket}: its answer is no list of containers`);
	});

	it("come from all engines that there are", async () => {
		const podman = join(directory, "podman.sock");
		await serve(answering([web]));
		await serve((_, response) => {
			response.setHeader("server", "Libpod/5.2.1 (linux)");
			response.end(JSON.stringify([{ Id: other, Names: ["db"], Image: "" }]));
		}, podman);
		const names = new EngineNames([socket, join(directory, "nothing.sock"), podman, socket]);
		await names.ask([id, other], 0);
		expect(names.find(id)?.kind).toBe("docker");
		expect(names.find(other)).toEqual({ name: "db", image: null, kind: "podman" });
		expect(requests).toHaveLength(2);
	});
});

describe("an engine that gives no names", () => {
	const failing = async () => {
		const names = new EngineNames([socket]);
		await names.ask([id], 0);
		expect(names.find(id)).toBeUndefined();
		return names;
	};

	it("is let alone for a minute, whatever containers come", async () => {
		await serve(answering("{", 200));
		const names = await failing();
		for (let second = 5; second < 60; second += 5) {
			expect(names.ask([id, String(second)], second * 1_000)).toBeNull();
		}
		await names.ask([id], 61_000);
		expect(requests).toHaveLength(2);
	});

	it.each([
		["garbage", "not JSON at all", "its answer is no list of containers"],
		["something else", '{"message":"hello"}', "its answer is no list of containers"],
		["a list of anything", "[null,7,[],{}]", nobody],
	])("because it answers %s", async (_, body, reason) => {
		await serve(answering(body));
		expect((await failing()).reason).toContain(reason);
	});

	it("because it refuses, as proxies before it do", async () => {
		await serve(answering({ message: "denied" }, 403));
		expect((await failing()).reason).toBe(`${socket}: answered with 403 when asked for its containers`);
	});

	it("because its answer never ends", async () => {
		await serve((_, response) => {
			const more = () => {
				while (!response.destroyed && response.write(" ".repeat(1024 * 1024)));
			};
			response.on("drain", more);
			more();
		});
		expect((await failing()).reason).toBe(`${socket}: its answer is larger than 8 MiB`);
	});

	it("because it hangs, before or within its answer", async () => {
		const silent = createSocket(() => {}).listen(socket);
		servers.push(silent);
		const half = join(directory, "half.sock");
		await serve((_, response) => response.write("["), half);
		const names = new EngineNames([socket, half]);
		await names.ask([id], 0);
		expect(names.reason).toBe(`${socket}: did not answer within 2 s; ${half}: did not answer within 2 s`);
		silent.close();
	});

	it("because it breaks off within its answer", async () => {
		await serve((_, response) => {
			response.write("[");
			setImmediate(() => response.destroy());
		});
		expect((await failing()).reason).toMatch(/^\S+: cannot be asked \(ECONNRESET\)$/);
	});

	it("because there is none, which asks nobody", () => {
		writeFileSync(socket, "");
		const names = new EngineNames([socket, join(directory, "nothing.sock")]);
		expect(names.ask([id], 0)).toBeNull();
		expect(names.reason).toBe(nobody);
	});

	it("because this program may not ask it", async () => {
		await serve(answering([web]));
		chmodSync(directory, 0o755);
		chmodSync(socket, 0o000);
		const isRoot = process.getuid?.() === 0;
		if (isRoot) process.seteuid?.(65_534);
		try {
			const names = new EngineNames([socket]);
			await names.ask([id], 0);
			expect(names.reason).toBe(`${socket}: this program may not ask it`);
		} finally {
			if (isRoot) process.seteuid?.(0);
		}
		expect(requests).toEqual([]);
	});
});

describe("parseNames", () => {
	it("leaves out what it does not understand, and bounds the rest", () => {
		const body = [
			{ Id: "short", Names: ["/a"] },
			{ Id: other, Names: "no list" },
			{ Id: id, Names: ["/links/only", "/own"], Image: "i".repeat(5_000) },
		];
		const names = parseNames(JSON.stringify(body), "Docker/27");
		expect([...names.keys()]).toEqual([id]);
		expect(names.get(id)?.name).toBe("own");
		expect(names.get(id)?.image).toHaveLength(200);
	});
});

it("looks for the sockets of an observed host below its root, and where they were mounted for us", () => {
	expect(locateSockets(["/run/docker.sock"], "")).toEqual(["/run/docker.sock"]);
	expect(locateSockets(["/run/docker.sock"], null)).toEqual(["/run/docker.sock"]);
	expect(locateSockets(["/run/docker.sock"], "/host")).toEqual(["/host/run/docker.sock", "/run/docker.sock"]);
});
