import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { shareJudge } from "@/lib/access/shared";
import type { Principal } from "@/lib/access/types";
import { putPassword } from "./password";
import { postSignIn } from "./sign-in";

const key = Symbol.for("hostbeat.server");
const shared = globalThis as { [key]?: unknown };
const signIn = vi.fn();
const changePassword = vi.fn();
const session: Principal = { kind: "session", name: "admin", id: "s", scopes: ["read", "settings"] };
let principal: Principal;

beforeEach(() => {
	principal = session;
	shared[key] = { access: { signIn, changePassword }, asked: () => ({ address: null }) };
	shareJudge(() => ({ admitted: true, principal, parameters: {}, headers: {} }));
});
afterEach(() => {
	delete shared[key];
	shareJudge(null);
	vi.resetAllMocks();
});

function post(fields: Record<string, string>, kind: "json" | "form") {
	return postSignIn(
		new Request("http://h/api/sign-in", {
			method: "POST",
			body: kind === "json" ? JSON.stringify(fields) : new URLSearchParams(fields),
			headers: kind === "json" ? { "content-type": "application/json" } : {},
		}),
	);
}
const put = (body: object) =>
	putPassword(
		new Request("http://h/api/password", {
			method: "PUT",
			body: JSON.stringify(body),
			headers: { "content-type": "application/json" },
		}),
	);
const tell = async (answer: Response) => [
	answer.status,
	Object.fromEntries(answer.headers),
	await answer.text(),
];
const secret = "a secret nobody knows";

describe("POST /api/sign-in", () => {
	it("answers a wrong account as a wrong password, letter for letter, and repeats neither", async () => {
		signIn.mockResolvedValue({ name: "wrong" });
		for (const kind of ["json", "form"] as const) {
			const answers = await Promise.all(
				["admin", "viewer", "nobody-has-this"].map(async (account) =>
					tell(await post({ account, password: secret }, kind)),
				),
			);
			expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
			expect(JSON.stringify(answers)).not.toMatch(/secret|nobody-has-this/);
		}
		expect((await post({ account: "admin", password: secret }, "json")).status).toBe(401);
	});

	it("says when to come back, and that it was not looked at", async () => {
		signIn.mockResolvedValue({ name: "wait", retryMs: 1_200 });
		const answer = await post({ account: "admin", password: secret }, "json");
		expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "2"]);
		const form = await post({ account: "admin", password: secret, next: "/settings" }, "form");
		expect([form.status, form.headers.get("location")]).toEqual([
			303,
			"/login?failed=wait&wait=2&next=%2Fsettings",
		]);
	});

	it("leads a form nowhere else, whether it was right or not", async () => {
		for (const [name, to] of [
			["signed-in", "/"],
			["wrong", "/login?failed=wrong"],
		]) {
			signIn.mockResolvedValue({ name, account: "admin", cookie: "c=1" });
			const answer = await post({ account: "admin", password: secret, next: "/.//evil.example" }, "form");
			expect(answer.headers.get("location")).toBe(to);
		}
	});

	it("gives the cookie to who was right, and leads on", async () => {
		signIn.mockResolvedValue({ name: "signed-in", account: "admin", cookie: "c=1" });
		const answer = await post({ account: "admin", password: secret, next: "/?range=1h" }, "form");
		expect([answer.headers.get("location"), answer.headers.get("set-cookie")]).toEqual(["/?range=1h", "c=1"]);
		expect(await (await post({ account: "admin", password: secret }, "json")).json()).toEqual({
			account: "admin",
		});
	});

	it("takes the longest password, however a form writes it, and none that is longer", async () => {
		signIn.mockResolvedValue({ name: "wrong" });
		for (const kind of ["json", "form"] as const) {
			await post({ account: "admin", password: "\u20ac".repeat(1_024), next: `/${"x".repeat(2_000)}` }, kind);
			expect(signIn).toHaveBeenCalledTimes(1);
			signIn.mockClear();
			expect((await post({ account: "admin", password: "x".repeat(1_025) }, kind)).status).toBe(400);
			expect((await post({ account: "admin", password: "x".repeat(20_000) }, kind)).status).toBe(413);
			expect(signIn).not.toHaveBeenCalled();
		}
	});

	it("repeats nothing of a body that it cannot take", async () => {
		const answer = await post({ account: "admin", password: secret, passwort: secret }, "json");
		expect(answer.status).toBe(400);
		expect(await answer.text()).not.toContain(secret);
	});
});

describe("PUT /api/password", () => {
	it.each([
		["too short", { current: "x", password: "x".repeat(11) }, /^password: expected 12 to 1024 characters$/],
		["too long", { current: "x", password: "x".repeat(1_025) }, /^password: expected 12 to 1024 characters$/],
		["missing", { current: "x" }, /^password: /],
	])("refuses one that is %s without a look at the present one", async (_what, body, message) => {
		const answer = await put(body);
		expect(answer.status).toBe(400);
		expect((await answer.json()).error.message).toMatch(message);
		expect(changePassword).not.toHaveBeenCalled();
	});

	it.each([
		[{ name: "changed" }, 200, null],
		[{ name: "wrong" }, 401, "wrong_password"],
		[{ name: "wait", retryMs: 1 }, 429, "wait"],
		[{ name: "set" }, 409, "set_elsewhere"],
		[{ name: "open" }, 409, "no_login"],
	])("answers %j with %i", async (result, status, code) => {
		changePassword.mockResolvedValue(result);
		const answer = await put({ current: "x", password: secret });
		const { error } = (await answer.json()) as { error?: { code: string } };
		expect([answer.status, error?.code ?? null]).toEqual([status, code]);
	});
});
