import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestServer } from "./fixtures/server";
import { StreamReader } from "./fixtures/stream";
import { expect, test } from "./fixtures/test";
import { Visitor } from "./fixtures/visitor";

const password = "correct horse battery";
const viewerPassword = "viewer horse battery";
const env = { HOSTBEAT_PASSWORD: password, HOSTBEAT_VIEWER_PASSWORD: viewerPassword };
const signIn = ({ url }: TestServer) => Visitor.signedIn(url, "admin", password);

/** Every stream is told why within a second, and nothing after that. */
async function expectSignedOut(readers: StreamReader[], reason: string, since: number): Promise<void> {
	await Promise.all(readers.map((reader) => reader.ended));
	expect(Date.now() - since).toBeLessThan(1_000);
	for (const reader of readers) {
		expect(reader.events.at(-1)).toMatchObject({ event: "signed-out", id: null, data: { reason } });
		expect(reader.of("signed-out")[0]?.data.time).toBeGreaterThan(since - 1_000);
		expect(reader.of("shutdown")).toEqual([]);
	}
}

/** One that comes back is told to stay away; one that comes first is told to sign in. */
async function expectNoReturn(
	visitor: Visitor,
	headers: Record<string, string> = {},
	cookie = "",
): Promise<void> {
	const asks = [
		{ path: "/api/stream", headers: { ...headers, "Last-Event-ID": "e-1" } },
		{ path: "/api/stream?last_event_id=e-1", headers },
	];
	for (const method of ["GET", "HEAD"]) {
		for (const { path, headers } of asks) {
			const answer = await visitor.ask(path, { method, headers, cookie });
			expect([method, path, answer.status, await answer.text()]).toEqual([method, path, 204, ""]);
		}
	}
	const first = await visitor.ask("/api/stream", { headers, cookie });
	expect([first.status, (await first.json()).error.code]).toEqual([401, "signed_out"]);
}

test("to sign out ends both streams at once, and they are told not to come back", async ({ start }) => {
	const server = await start({ env });
	const visitor = await signIn(server);
	const other = await signIn(server);
	const readers = [
		await visitor.openStream(),
		await visitor.openStream({ "Accept-Encoding": "identity", "Last-Event-ID": "e-1" }),
	];
	const stays = await other.openStream();
	await readers[0]?.until("a tick", () => (readers[0]?.of("cpu").length ?? 0) > 0);
	const { cookie } = visitor;
	const since = Date.now();
	const answer = await visitor.post("/api/sign-out");
	expect(answer.status).toBe(200);
	expect(answer.headers.get("clear-site-data")).toBe('"cache"');
	expect(visitor.cookie, "the cookie was taken back").toBe("");
	await expectSignedOut(readers, "signed-out", since);
	await expectNoReturn(visitor, {}, cookie);
	expect((await visitor.ask("/api/snapshot", { cookie })).status).toBe(401);
	const [before, ticks] = [Date.now(), stays.of("cpu").length];
	await stays.until("another session goes on", () => stays.of("cpu").length > ticks + 1);
	expect(stays.of("signed-out"), `since ${before}`).toEqual([]);
	stays.close();
	await expect.poll(async () => (await (await other.ask("/api/health")).json()).sessions).toBe(0);
	expect(server.output).not.toMatch(/error|failed|unhandled/i);
	expect(server.output).not.toContain(cookie.split(".")[1]);
});

test("to sign out everywhere ends all, of a viewer only the own, and a compressed stream ends whole", async ({
	start,
}) => {
	const server = await start({ env });
	const [one, two] = [await signIn(server), await signIn(server)];
	const viewer = await Visitor.signedIn(server.url, "viewer", viewerPassword);
	const gzip = await fetch(`${server.url}/api/stream`, { headers: { Cookie: two.cookie } });
	expect(gzip.headers.get("content-encoding")).toBe("gzip");
	const whole = gzip.text();
	const [ofOne, ofViewer] = [await one.openStream(), await viewer.openStream()];
	expect(await (await viewer.ask("/api/sessions")).json()).toMatchObject({
		sessions: [{ account: "viewer", isOwn: true }],
	});
	const { sessions } = (await (await one.ask("/api/sessions")).json()) as { sessions: { id: string }[] };
	expect(sessions.length).toBe(3);
	const stranger = await viewer.ask(`/api/sessions/${sessions[0]?.id}`, { method: "DELETE" });
	expect(stranger.status).toBe(404);
	let since = Date.now();
	expect(await (await viewer.ask("/api/sessions", { method: "DELETE" })).json()).toEqual({ ended: 1 });
	await expectSignedOut([ofViewer], "signed-out", since);
	expect(ofOne.of("signed-out")).toEqual([]);
	since = Date.now();
	expect(await (await one.ask("/api/sessions", { method: "DELETE" })).json()).toEqual({ ended: 2 });
	await expectSignedOut([ofOne], "signed-out", since);
	// fetch refuses a gzip stream whose end or checksum is wrong.
	expect(await whole).toMatch(/event: signed-out\ndata: \{"time":\d+,"reason":"revoked"\}\n\n$/);
	await expectNoReturn(two);
});

test("a token that is revoked ends its stream, and beside a wrong one a good cookie does not count", async ({
	start,
}) => {
	const server = await start({ env });
	const admin = await signIn(server);
	const made = await admin.post("/api/tokens", { name: "script", scopes: ["read", "settings"] });
	const { id, token } = (await made.json()) as { id: string; token: string };
	const headers = { Authorization: `Bearer ${token}` };
	const again = await admin.post("/api/tokens", { name: "script", scopes: ["read"] });
	expect([again.status, (await again.json()).error.code]).toEqual([409, "name_taken"]);
	const script = new Visitor(server.url);
	const reader = await script.openStream(headers);
	for (const [method, path] of [
		["POST", "/api/tokens"],
		["GET", "/api/tokens"],
		["DELETE", `/api/tokens/${id}`],
		["GET", "/api/sessions"],
		["DELETE", "/api/sessions"],
	] as const) {
		expect([path, (await script.ask(path, { method, headers })).status]).toEqual([path, 403]);
	}
	expect(await (await script.ask("/api/session", { headers })).json()).toEqual({
		...{ kind: "token", name: "script", scopes: ["read", "settings"], account: null, endsAt: null },
	});
	const form = await admin.ask("/api/tokens", {
		method: "POST",
		body: new URLSearchParams({ name: "form" }),
	});
	expect(form.status).toBe(415);
	const since = Date.now();
	expect((await admin.ask(`/api/tokens/${id}`, { method: "DELETE" })).status).toBe(200);
	await expectSignedOut([reader], "revoked", since);
	await expectNoReturn(script, headers);
	for (const Authorization of [`Bearer ${token}`, "Bearer", "bearer  ", "Bearer a b"]) {
		expect((await admin.ask("/api/snapshot", { headers: { Authorization } })).status).toBe(401);
	}
	const Authorization = `Basic ${btoa("proxy:password")}`;
	expect((await admin.ask("/api/snapshot", { headers: { Authorization } })).status).toBe(200);
});

test("a session that has lasted long enough ends by itself, with its streams", async ({ start }) => {
	const server = await start({ env: { ...env, HOSTBEAT_SESSION_MAX: "3s" } });
	const visitor = await signIn(server);
	const { endsAt } = (await (await visitor.ask("/api/session")).json()) as { endsAt: number };
	const reader = await visitor.openStream();
	await reader.ended;
	await expectSignedOut([reader], "expired", endsAt);
	expect(reader.of("signed-out")[0]?.data.time).toBeGreaterThanOrEqual(endsAt);
	await expectNoReturn(visitor, {}, visitor.cookie);
});

test("a session that nobody uses ends, but not while a stream of it is open", async ({ start }) => {
	const server = await start({ env: { ...env, HOSTBEAT_SESSION_IDLE: "3s" } });
	const used = await signIn(server);
	const reader = await used.openStream();
	const idle = await signIn(server);
	const count = async () => {
		const { sessions } = (await (await used.ask("/api/sessions")).json()) as { sessions: { id: string }[] };
		return sessions.length;
	};
	expect(await count()).toBe(2);
	const began = Date.now();
	// Nothing else is asked meanwhile, so the stream alone keeps it.
	await reader.until("longer than one may be idle", () => (reader.of("cpu").at(-1)?.at ?? 0) > began + 4_000);
	expect((await idle.ask("/api/snapshot")).status).toBe(401);
	expect(await count()).toBe(1);
	expect(reader.of("signed-out")).toEqual([]);
	reader.close();
});

test("a restart keeps sessions, and each of before an hour gets one new cookie, but not with a stream", async ({
	start,
}) => {
	const first = await start({ env });
	const before = [await signIn(first), await signIn(first)];
	await first.stop();
	const file = join(first.directory, "access.json");
	const state = JSON.parse(readFileSync(file, "utf8"));
	for (const { cookie } of before) expect(JSON.stringify(state)).not.toContain(cookie.split(".")[1]);
	for (const session of state.sessions) session.rotatedAt -= 3_600_000;
	writeFileSync(file, JSON.stringify(state));
	const second = await start({ env: { ...env, HOSTBEAT_DATA_DIR: first.directory } });
	for (const [index, path] of ["/", "/api/snapshot"].entries()) {
		const old = before[index]?.cookie ?? "";
		const visitor = new Visitor(second.url);
		const reader = await StreamReader.open(`${second.url}/api/stream`, { Cookie: old });
		expect(reader.headers["set-cookie"]).toBeUndefined();
		const answers = await Promise.all([1, 2, 3, 4].map(() => visitor.ask(path, { cookie: old })));
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
		const given = answers.flatMap(({ headers }) => headers.getSetCookie());
		expect(given, path).toEqual([
			expect.stringMatching(
				/^hostbeat-[0-9a-f]{8}=[\w.-]+; Path=\/; Max-Age=25\d{5}; HttpOnly; SameSite=Lax$/,
			),
		]);
		expect(visitor.cookie).not.toBe(old);
		// What was on its way with the one before is answered as well.
		for (const cookie of [visitor.cookie, old, visitor.cookie]) {
			const answer = await visitor.ask(path, { cookie });
			expect([answer.status, answer.headers.getSetCookie()]).toEqual([200, []]);
		}
		expect(reader.of("signed-out")).toEqual([]);
		reader.close();
	}
});
