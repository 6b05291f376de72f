import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import { shareJudge } from "./access/shared";
import type { Config } from "./config";

afterEach(() => {
	shareJudge(null);
	vi.unstubAllEnvs();
	vi.resetModules();
});

const large = "x".repeat(65_537);

async function serve(basePath: string, judge: (request: Request) => boolean, mayRun = "admin") {
	vi.stubEnv("NEXT_PUBLIC_BASE_PATH", basePath);
	const { guardNextServer } = await import("./front");
	shareJudge((request, where) => {
		const isIn = where === "route" && new URL(request.url).pathname === "/api/uploads" && judge(request);
		if (!isIn) return { admitted: false, status: 401, code: "signed_out", message: "who?", headers: {} };
		const isViewer = request.headers.has("cookie");
		const principal = isViewer
			? ({ kind: "session", name: "viewer", id: "c", scopes: ["read"] } as const)
			: ({ kind: "token", name: "a", id: "b", scopes: ["jobs"] } as const);
		return { admitted: true, principal, parameters: {}, headers: {} };
	});
	const streams = { total: 10, perAddress: null };
	const jobs = { tasks: [{ id: "import", mayRun }] };
	guardNextServer({ streams, jobs, trustedProxies: [] as string[] } as unknown as Config, null);
	const server = http.createServer(async (request: IncomingMessage, response: ServerResponse) => {
		let bytes = 0;
		for await (const chunk of request) bytes += chunk.length;
		response.end(String(bytes));
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	const post = async (path: string, headers: Record<string, string>, body = large) => {
		const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", headers, body });
		return [answer.status, await answer.text()];
	};
	return { server, post };
}

const csv = { "Content-Type": "text/csv; charset=utf-8", Authorization: "Bearer secret" };

it.each(["", "/status"])("only what is admitted to uploads may send more, below %j", async (base) => {
	const { server, post } = await serve(
		base,
		({ headers }) => headers.get("authorization") === "Bearer secret",
	);
	try {
		expect(await post(`${base}/api/uploads`, csv)).toEqual([200, "65537"]);
		expect((await post(`${base}/api/uploads`, { ...csv, Authorization: "Bearer other" }))[0]).toBe(401);
		const [status, text] = await post(`${base}/api/uploads`, { ...csv, "Content-Type": "text/plain" });
		expect([status, text]).toEqual([415, expect.stringContaining('expected text/csv, got \\"text/plain\\"')]);
		for (const path of [
			"/api/sign-in",
			"/api/uploads/",
			"/other/api/uploads",
			base === "" ? "/" : "/api/uploads",
		]) {
			expect((await post(path, csv))[0], path).toBe(413);
		}
		expect((await post(`${base}/api/uploads`, csv, "x".repeat(8 * 2 ** 20 + 1)))[0]).toBe(413);
	} finally {
		server.closeAllConnections();
		server.close();
	}
});

it.each([
	["admin", 403],
	["viewer", 200],
])("a viewer may send a large file where the import is for %s", async (mayRun, status) => {
	const { server, post } = await serve("", () => true, mayRun);
	try {
		expect((await post("/api/uploads", { ...csv, Cookie: "session" }))[0]).toBe(status);
	} finally {
		server.closeAllConnections();
		server.close();
	}
});
