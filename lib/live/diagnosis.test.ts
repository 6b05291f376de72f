import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { diagnose, probeStream } from "./diagnosis";

beforeEach(() => {
	vi.spyOn(Math, "random").mockReturnValue(0.5);
});
afterEach(() => {
	vi.restoreAllMocks();
	vi.useRealTimers();
});

const stream = { "Content-Type": "text/event-stream; charset=utf-8" };
const answer = (status: number, headers: Record<string, string> = {}) =>
	new Response(null, { status, headers });
const ask = (response: Response) => probeStream("/api/stream", async () => response);

describe("probeStream", () => {
	it("asks for no body, follows nothing and takes nothing from a cache", async () => {
		const asked = vi.fn(async () => answer(200, stream));
		await probeStream("/api/stream?last_event_id=e-5", asked as unknown as typeof fetch);
		expect(asked).toHaveBeenCalledWith(
			"/api/stream?last_event_id=e-5",
			expect.objectContaining({ method: "HEAD", redirect: "manual", cache: "no-store" }),
		);
	});

	it("says that nothing answers when the network fails", async () => {
		const failing = async () => {
			throw new TypeError("Failed to fetch");
		};
		expect(await probeStream("/api/stream", failing)).toEqual({ reason: "unreachable", proxy: null });
	});

	it.each([
		[403, "forbidden"],
		[404, "gone"],
		[410, "gone"],
		[421, "hostRefused"],
	])("asks no more often than each 30 s after a %i, which a person has to mend", async (status, reason) => {
		expect(await ask(answer(status))).toEqual({ reason, waitMs: 35_000, proxy: null });
	});

	it.each([
		[500, "failed"],
		[400, "failed"],
		[502, "gateway"],
		[503, "gateway"],
		[504, "gateway"],
	])("leaves the wait after a %i to the backoff", async (status, reason) => {
		expect(await ask(answer(status))).toEqual({ reason, proxy: null });
	});

	it("says that nobody is signed in at a 401, which is no reason to ask again", async () => {
		expect(await ask(answer(401))).toEqual({ reason: "signedOut", proxy: null });
	});

	describe("at a 204", () => {
		/** What it finds where the stream answers with 204 and the question for the session with this. */
		const dismissed = async (session: () => Promise<Response>) => {
			const asked: string[] = [];
			const found = await probeStream("/api/stream?last_event_id=e-5", async (url) => {
				asked.push(String(url));
				return asked.length === 1 ? answer(204) : session();
			});
			expect(asked.slice(1)).toEqual(["/api/session"]);
			return found.reason;
		};

		it("says that nobody is signed in when the server says so as well, which it is asked once", async () => {
			expect(await dismissed(async () => Response.json({ kind: "anonymous", name: null, scopes: [] }))).toBe(
				"signedOut",
			);
			expect(await dismissed(async () => answer(401))).toBe("signedOut");
		});

		it("says that it was dismissed when the session is good, or nothing is known of it", async () => {
			expect(await dismissed(async () => Response.json({ kind: "session", scopes: ["read"] }))).toBe(
				"dismissed",
			);
			expect(await dismissed(async () => answer(204))).toBe("dismissed");
			expect(await dismissed(async () => answer(404))).toBe("dismissed");
			expect(await dismissed(async () => new Response("<h1>Sign in</h1>"))).toBe("dismissed");
			expect(
				await dismissed(async () => {
					throw new TypeError("Failed to fetch");
				}),
			).toBe("dismissed");
		});
	});

	it("takes a page or a redirect in place of a stream for one to sign in at", async () => {
		expect(await ask(answer(200, { "Content-Type": "text/html" }))).toMatchObject({
			reason: "page",
			waitMs: 35_000,
		});
		const redirect = Object.defineProperty(answer(200), "type", { value: "opaqueredirect" });
		Object.defineProperty(redirect, "status", { value: 0 });
		expect(await ask(redirect)).toMatchObject({ reason: "signIn", waitMs: 35_000 });
	});

	it("knows of a stream that is there, and by its headers what stands before it", async () => {
		expect(await ask(answer(200, { ...stream, Server: "nginx/1.22.1" }))).toEqual({
			reason: "cut",
			proxy: "nginx",
		});
		expect(await ask(answer(200, { ...stream, Via: "1.1 Caddy" }))).toMatchObject({ proxy: "caddy" });
		expect(await ask(answer(200, { ...stream, Server: "cloudflare" }))).toMatchObject({ proxy: null });
	});

	it("blames nothing when only the method was refused", async () => {
		expect(await ask(answer(405))).toEqual({ reason: null, proxy: null });
	});

	it("waits as long as a busy server asks, told in seconds or as a date, within reason", async () => {
		vi.useFakeTimers({ now: new Date("2026-11-20T12:00:00Z") });
		const wait = async (value: string) => (await ask(answer(503, { "Retry-After": value }))).waitMs;
		expect(await ask(answer(503, { "Retry-After": "45" }))).toEqual({
			reason: "busy",
			waitMs: 45_000,
			proxy: null,
		});
		expect(await wait("Fri, 20 Nov 2026 12:00:20 GMT")).toBe(20_000);
		expect(await wait("0")).toBe(1_000);
		expect(await wait("999999")).toBe(600_000);
		expect(await ask(answer(503, { "Retry-After": "soon" }))).toMatchObject({ reason: "gateway" });
	});
});

describe("diagnose", () => {
	it("finds nothing wrong with what was asked for", () => {
		expect(diagnose(Response.json({}), "application/json")).toBeNull();
	});
});
