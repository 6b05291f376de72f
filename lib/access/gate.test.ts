import { describe, expect, it, vi } from "vitest";
import { Gate, type GateOptions } from "./gate";
import { type Asked, accounts, type Principal } from "./types";

const listed = "https://listed.example";
const stranger: Principal = { kind: "anonymous", name: null, id: null, scopes: [] };
const viewer: Principal = { kind: "session", name: "viewer", id: "a", scopes: accounts.viewer };
const admin: Principal = { kind: "session", name: "admin", id: "b", scopes: accounts.admin };

interface Question extends Partial<Omit<Asked, "header">> {
	headers?: Record<string, string>;
	by?: Principal;
	options?: Partial<GateOptions>;
}

function judge({ headers = {}, by = stranger, options = {}, ...asked }: Question) {
	const identify = vi.fn(() => by);
	const gate = new Gate({
		listening: { host: "127.0.0.1", allowed: [] },
		corsOrigins: [listed],
		refusesForwarded: false,
		identify,
		...options,
	});
	const verdict = gate.judge({
		method: "GET",
		path: "/api/snapshot",
		host: "127.0.0.1:7373",
		address: "127.0.0.1",
		isHttps: false,
		isForwarded: false,
		header: (name) => headers[name] ?? null,
		...asked,
	});
	return { verdict, identify, status: verdict.admitted ? 200 : verdict.status };
}

describe("Gate", () => {
	it("looks at nothing else where the name is foreign, and asks not even who it is", () => {
		const { verdict, identify } = judge({ host: "evil.example", path: "/nothing", by: admin });
		expect(verdict).toMatchObject({ admitted: false, status: 421, code: "host_not_allowed" });
		expect(identify).not.toHaveBeenCalled();
	});

	it("refuses what came through a proxy where nobody signs in", () => {
		const options = { refusesForwarded: true };
		const open = { ...stranger, scopes: accounts.admin };
		expect(judge({ isForwarded: true, options, by: open }).verdict).toMatchObject({
			status: 403,
			code: "behind_proxy",
		});
		expect(judge({ options, by: open }).status).toBe(200);
	});

	it.each([
		[{ path: "/nothing" }, 404],
		[{ path: "/nothing", by: admin }, 404],
		[{ headers: { "sec-fetch-site": "cross-site" }, by: admin }, 403],
		[{ method: "POST", by: admin }, 405],
		[{ method: "OPTIONS", by: admin }, 405],
		[{ method: "POST", path: "/" }, 405],
		[{}, 401],
		[{ path: "/" }, 401],
		[{ method: "HEAD" }, 401],
		[{ path: "/api/audit", by: viewer }, 403],
		[{ path: "/api/tokens", method: "POST", by: viewer }, 403],
		[{ path: "/api/audit", by: { ...stranger, scopes: accounts.viewer } }, 401],
		[{ by: viewer }, 200],
		[{ method: "HEAD", by: viewer }, 200],
		[{ path: "/api/audit", by: admin }, 200],
		[{ path: "/api/health" }, 200],
		[{ path: "/login" }, 200],
	])("answers %o with %i", (question, status) => {
		expect(judge(question as Question).status).toBe(status);
	});

	it("names the methods that there are", () => {
		const { verdict } = judge({ method: "PUT", path: "/api/tokens", by: admin });
		expect(verdict.headers).toMatchObject({ Allow: "GET, HEAD, POST" });
	});

	it("answers a preflight of a listed origin by the methods of the route, and no other", () => {
		const headers = { origin: listed, "access-control-request-method": "GET" };
		const { verdict, identify } = judge({ method: "OPTIONS", headers, path: "/api/tokens" });
		expect(verdict).toMatchObject({
			status: 204,
			headers: {
				"Access-Control-Allow-Origin": listed,
				"Access-Control-Allow-Methods": "GET, HEAD, POST",
				"Access-Control-Allow-Headers": expect.stringContaining("Authorization"),
			},
		});
		expect(identify).not.toHaveBeenCalled();
		expect(judge({ method: "OPTIONS", headers, path: "/" }).status).toBe(403);
		expect(judge({ method: "OPTIONS", headers, host: "evil.example" }).status).toBe(421);
		expect(judge({ method: "OPTIONS", headers: { ...headers, origin: "https://x.example" } }).status).toBe(
			403,
		);
	});

	it("lets a listed origin read why it was refused", () => {
		const { verdict } = judge({ headers: { origin: listed } });
		expect(verdict).toMatchObject({
			status: 401,
			headers: { "Access-Control-Allow-Origin": listed, "WWW-Authenticate": "Bearer" },
		});
	});
});
