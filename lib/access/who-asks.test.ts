import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Access } from "./access";
import type { Asked, Scope } from "./types";

const passwords = { admin: "correct horse battery", viewer: "viewer horse battery" };
let directory: string;
let access: Access;

/** As after a restart. */
function make(anonymous: Scope[] = [], admin = passwords.admin): Access {
	access?.close();
	access = new Access({
		...{ anonymous, refusesForwarded: false, passwords: { ...passwords, admin }, directory, basePath: "" },
		...{ sessionIdleMs: 3_600_000, sessionMaxMs: 7_200_000 },
	});
	return access;
}

const ask = (headers: Record<string, string> = {}, more: Partial<Asked> = {}): Asked => ({
	...{ address: "192.0.2.1", isForwarded: false, isHttps: false, host: "h", method: "GET", path: "/" },
	header: (name) => headers[name] ?? null,
	...more,
});

async function signIn(account: "admin" | "viewer", headers: Record<string, string> = {}): Promise<string> {
	const answer = await access.signIn(account, passwords[account], ask(headers));
	if (answer.name !== "signed-in") throw new Error(answer.name);
	return answer.cookie.split(";")[0] ?? "";
}

const who = (headers: Record<string, string>) => {
	const { kind, name, scopes } = access.identify(ask(headers));
	return [kind, name, scopes.join()];
};
const nobody = ["anonymous", null, ""];

// Passwords take their time, on a busy machine as much as a second each.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

beforeAll(async () => {
	directory = mkdtempSync(join(tmpdir(), "hostbeat-access-"));
	await make().open();
});
beforeEach(() => {
	access.endSessions(null, { kind: "anonymous", name: null, id: null, scopes: ["settings"] }, ask());
});
afterAll(() => {
	access.close();
	rmSync(directory, { recursive: true });
});

describe("who asks", () => {
	it("is nobody beside a token that is not good, whatever the cookie says and whatever everyone may", async () => {
		await make(["read"]).open();
		const cookie = await signIn("admin");
		const made = access.tokens.create("script", ["read"], null);
		const token = made.name === "made" ? made.token.token : "";
		expect(who({ cookie, authorization: `Bearer ${token}` })).toEqual(["token", "script", "read"]);
		for (const authorization of ["Bearer", "bearer ", `Bearer ${token}x`, `Bearer x ${token}`, "BEARER  x"]) {
			expect([authorization, who({ cookie, authorization })]).toEqual([authorization, nobody]);
		}
		expect(who({})).toEqual(["anonymous", null, "read"]);
		await make().open();
	});

	it("is who the cookie says where a proxy adds its own password, or another cookie is not ours", async () => {
		const cookie = await signIn("admin");
		const admin = ["session", "admin", "read,settings,jobs,push"];
		expect(who({ cookie, authorization: "Basic cHJveHk6cHc=" })).toEqual(admin);
		const name = cookie.split("=")[0];
		expect(who({ cookie: `theme=dark; __Host-${name}=x; ${name}=y; ${cookie}; last=1` })).toEqual(admin);
		expect(who({ cookie: `x${cookie}` })).toEqual(nobody);
	});

	it("is somebody else after a new sign-in: what the browser had before is good no more, and its streams end", async () => {
		const before = await signIn("viewer");
		const onEnd = vi.fn();
		access.hold(access.identify(ask({ cookie: before })), onEnd);
		const wrong = await access.signIn("admin", "not the password", ask({ cookie: before }));
		expect([wrong.name, onEnd.mock.calls.length]).toEqual(["wrong", 0]);
		const after = await signIn("admin", { cookie: before });
		expect(onEnd).toHaveBeenCalledExactlyOnceWith("signed-out");
		expect([who({ cookie: before }), who({ cookie: after })]).toEqual([
			nobody,
			["session", "admin", "read,settings,jobs,push"],
		]);
	});

	it("is told of the account and the end, of a session and of a token", async () => {
		const cookie = await signIn("viewer");
		const { endsAt, account } = access.describe(access.identify(ask({ cookie })));
		expect(account).toBe("viewer");
		expect(Math.abs((endsAt ?? 0) - Date.now() - 3_600_000)).toBeLessThan(5_000);
		const expiresAt = Date.now() + 60_000;
		const made = access.tokens.create("timed", ["read"], expiresAt);
		const authorization = `Bearer ${made.name === "made" ? made.token.token : ""}`;
		expect(access.describe(access.identify(ask({ authorization })))).toEqual({
			account: null,
			endsAt: expiresAt,
		});
		expect(access.describe(access.identify(ask()))).toEqual({ account: null, endsAt: null });
	});
});

describe("the cookie at sign-in", () => {
	it.each([
		[{}, {}, false],
		[{ origin: "https://h" }, {}, true],
		[{ origin: "https://elsewhere" }, {}, false],
		[{}, { isHttps: true }, true],
	])("with %j and %j is only for https: %s", async (headers, more, isSecure) => {
		const answer = await access.signIn(
			"admin",
			passwords.admin,
			ask(headers as Record<string, string>, more),
		);
		const cookie = answer.name === "signed-in" ? answer.cookie : "";
		expect([cookie.startsWith("__Host-hostbeat-"), cookie.includes("; Secure")]).toEqual([
			isSecure,
			isSecure,
		]);
	});
});

describe("sessions", () => {
	it("of others are neither seen nor ended by who may only read", async () => {
		const [admin, viewer, other] = [await signIn("admin"), await signIn("viewer"), await signIn("viewer")];
		const as = (cookie: string) => access.identify(ask({ cookie }));
		const ends = [admin, viewer, other].map((cookie) => {
			const onEnd = vi.fn();
			access.hold(as(cookie), onEnd);
			return onEnd;
		});
		expect(access.sessions(as(viewer))).toMatchObject([{ account: "viewer", isOwn: true }]);
		expect(access.sessions(access.identify(ask()))).toEqual([]);
		const id = as(admin).id ?? "";
		expect(access.endSessions(id, as(viewer), ask())).toBe(0);
		expect(access.endSessions(null, access.identify(ask()), ask())).toBe(0);
		const viewerId = as(viewer).id;
		expect(access.endSessions(null, as(viewer), ask())).toBe(1);
		expect(ends.map((onEnd) => onEnd.mock.calls)).toEqual([[], [["signed-out"]], []]);
		expect(access.endSessions(null, as(admin), ask())).toBe(2);
		expect(ends.map((onEnd) => onEnd.mock.calls)).toEqual([
			[["signed-out"]],
			[["signed-out"]],
			[["revoked"]],
		]);
		expect(await access.audit.read(2)).toMatchObject([
			{ action: "sessions-ended", who: "admin", what: null },
			{ action: "session-ended", who: "viewer", what: viewerId },
		]);
	});

	it("are signed out by each cookie that comes, which is taken back, and leave no secret anywhere", async () => {
		const [one, two] = [await signIn("viewer"), await signIn("admin")];
		const both = `${one}; ${two}`;
		expect(access.signOut(ask({ cookie: both }))).toEqual([expect.stringMatching(/=; Path=\/; Max-Age=0;/)]);
		expect([who({ cookie: one }), who({ cookie: two })]).toEqual([nobody, nobody]);
		expect(access.signOut(ask())).toEqual([]);
		const kept =
			readFileSync(join(directory, "access.json"), "utf8") + readFileSync(join(directory, "audit.log"));
		for (const cookie of [one, two]) expect(kept).not.toContain(cookie.split(".")[1]);
	});

	it("end with their password: who came in with the one before has to come in again", async () => {
		const [admin, viewer] = [await signIn("admin"), await signIn("viewer")];
		const onEnd = vi.fn();
		const next = make([], "another horse battery");
		next.hold(next.identify(ask({ cookie: admin })), onEnd);
		await next.open();
		expect(onEnd).toHaveBeenCalledExactlyOnceWith("revoked");
		expect([who({ cookie: admin })[0], who({ cookie: viewer })[0]]).toEqual(["anonymous", "session"]);
	});
});
