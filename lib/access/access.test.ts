import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Access, type AccessOptions } from "./access";
import type { Asked, Principal } from "./types";

// Slow on purpose; password.test.ts has the real one.
vi.mock(import("node:crypto"), async (original) => {
	const crypto = await original();
	const quick = (
		password: string,
		salt: Buffer,
		_bytes: number,
		_cost: object,
		done: (...given: unknown[]) => void,
	) => setImmediate(done, null, crypto.createHmac("sha256", salt).update(password).digest());
	return { ...crypto, scrypt: quick as unknown as typeof crypto.scrypt };
});

let directory: string;
const opened: Access[] = [];
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
const [first, second] = ["the first password", "the second password"];

async function start(options: Partial<AccessOptions> = {}) {
	for (const before of opened.splice(0)) before.close();
	const access = new Access({
		...{ anonymous: [], refusesForwarded: false, passwords: {}, sessionIdleMs: 1e9, sessionMaxMs: 1e9 },
		...{ directory, basePath: "", log },
		...options,
	});
	opened.push(access);
	return { access, ...(await access.open()) };
}

function ask({
	cookie = null as string | null,
	...more
}: Partial<Asked> & { cookie?: string | null } = {}): Asked {
	return {
		...{ address: "10.0.0.1", isHttps: false, isForwarded: false, host: "h", method: "POST", path: "/" },
		header: (name) => (name === "cookie" ? cookie : null),
		...more,
	};
}

async function signIn(access: Access, password: string, asked = ask(), account = "admin") {
	const result = await access.signIn(account, password, asked);
	return result.name === "signed-in" ? (result.cookie.split(";")[0] ?? "") : null;
}

const who = (access: Access, cookie: string | null): Principal => access.identify(ask({ cookie }));
const noted = async (access: Access) =>
	(await access.audit.read(100)).reverse().map(({ action, who, what }) => [action, who, what]);
const onDisk = () => readFileSync(join(directory, "access.json"), "utf8");

beforeEach(() => {
	vi.clearAllMocks();
	directory = mkdtempSync(join(tmpdir(), "hostbeat-access-"));
});
afterEach(() => {
	vi.useRealTimers();
	for (const access of opened.splice(0)) access.close();
	rmSync(directory, { recursive: true, force: true });
});

describe("the first password", () => {
	it("is made once, told once, kept only as a hash, and stays", async () => {
		const { access, madePassword, wasMade } = await start();
		expect([madePassword, wasMade]).toEqual([expect.stringMatching(/^(\w{5}-){3}\w{5}$/), false]);
		expect(await signIn(access, madePassword ?? "")).not.toBeNull();
		expect(onDisk()).not.toContain(madePassword);
		expect(readFileSync(join(directory, "audit.log"), "utf8")).not.toContain(madePassword);
		const again = await start();
		expect([again.madePassword, again.wasMade]).toEqual([null, true]);
		expect(await signIn(again.access, madePassword ?? "")).not.toBeNull();
	});

	it("is not made where nobody signs in", async () => {
		expect(await start({ anonymous: ["read", "settings"] })).toMatchObject({
			madePassword: null,
			wasMade: false,
		});
	});

	it("is made for the admin where only viewers have one", async () => {
		const { access, madePassword } = await start({ passwords: { viewer: second } });
		expect(madePassword).not.toBeNull();
		expect(access.accounts.sort()).toEqual(["admin", "viewer"]);
	});

	it("is another one after the file was damaged: nobody gets in by what is in it", async () => {
		const { access, madePassword } = await start();
		const cookie = await signIn(access, madePassword ?? "");
		access.close();
		writeFileSync(join(directory, "access.json"), onDisk().slice(0, -9));
		const again = await start();
		expect(again.madePassword).not.toBeNull();
		expect(again.madePassword).not.toBe(madePassword);
		expect(who(again.access, cookie).kind).toBe("anonymous");
		expect(await signIn(again.access, madePassword ?? "")).toBeNull();
	});

	it("lets in also where nothing can be written", async () => {
		writeFileSync(join(directory, "not-a-directory"), "");
		const { access, madePassword } = await start({ directory: join(directory, "not-a-directory") });
		const cookie = await signIn(access, madePassword ?? "");
		expect(who(access, cookie)).toMatchObject({ kind: "session", name: "admin" });
		expect(log.warn).toHaveBeenCalledWith(expect.stringContaining("do not outlive this server"));
	});
});

describe("a password that the environment sets", () => {
	it("ends the account's sessions when it changes, and no other's, and is noted", async () => {
		const { access } = await start({ passwords: { admin: first, viewer: second } });
		const [admin, viewer] = [await signIn(access, first), await signIn(access, second, ask(), "viewer")];
		const { access: same } = await start({ passwords: { admin: first, viewer: second } });
		expect([who(same, admin).kind, who(same, viewer).kind]).toEqual(["session", "session"]);
		const { access: changed } = await start({ passwords: { admin: "another password", viewer: second } });
		expect([who(changed, admin).kind, who(changed, viewer).kind]).toEqual(["anonymous", "session"]);
		expect(await signIn(changed, first)).toBeNull();
		const changes = (await noted(changed)).filter(([action]) => action === "password-changed");
		expect(changes.at(-1)).toEqual(["password-changed", null, "admin"]);
		expect(changes).toHaveLength(3);
	});

	it("is forgotten when it is set no more, with its sessions, and another is made", async () => {
		const { access } = await start({ passwords: { admin: first, viewer: second } });
		const cookie = await signIn(access, second, ask(), "viewer");
		const { access: without, madePassword } = await start();
		expect(madePassword).not.toBeNull();
		expect(without.accounts).toEqual(["admin"]);
		expect(who(without, cookie).kind).toBe("anonymous");
		expect(await signIn(without, first)).toBeNull();
	});

	it("counts before one that was made or changed here: whoever forgot theirs gets in again", async () => {
		const { access, madePassword } = await start();
		const cookie = await signIn(access, madePassword ?? "");
		await access.changePassword(who(access, cookie), madePassword ?? "", second, ask());
		const { access: set } = await start({ passwords: { admin: first } });
		expect(await signIn(set, second)).toBeNull();
		expect(await signIn(set, first)).not.toBeNull();
	});
});

describe("signIn", () => {
	it("gives nothing away: no account, no password of its own, and a wrong one are answered alike", async () => {
		const { access } = await start({ passwords: { admin: first } });
		const results = await Promise.all(
			["admin", "viewer", "root", "__proto__", "constructor", ""].map((account) =>
				access.signIn(account, second, ask()),
			),
		);
		expect(results).toEqual(results.map(() => ({ name: "wrong" })));
		const log = readFileSync(join(directory, "audit.log"), "utf8");
		for (const typed of ["root", "__proto__", second]) expect(log).not.toContain(typed);
	});

	it("lets no attempt of many at once past the limit", async () => {
		vi.useFakeTimers({ toFake: ["performance"] });
		const { access } = await start({ passwords: { admin: first } });
		const results = await Promise.all(
			Array.from({ length: 2_000 }, () => access.signIn("admin", second, ask())),
		);
		expect(results.filter(({ name }) => name === "wrong")).toHaveLength(5);
		expect(results.filter(({ name }) => name === "wait")).toHaveLength(1_995);
		expect(await access.signIn("admin", first, ask())).toMatchObject({ name: "wait" });
	});

	it("lets the owner in under an attack from everywhere", async () => {
		const { access } = await start({ passwords: { admin: first } });
		expect(await signIn(access, first, ask({ address: "192.0.2.7" }))).not.toBeNull();
		const attack = Array.from({ length: 2_000 }, (_, n) =>
			access.signIn("admin", second, ask({ address: `10.0.${n >> 8}.${n & 255}` })),
		);
		expect(await signIn(access, first, ask({ address: "192.0.2.7" }))).not.toBeNull();
		expect(await signIn(access, first, ask({ address: "::ffff:127.0.0.1" }))).not.toBeNull();
		const results = await Promise.all(attack);
		expect(results.filter(({ name }) => name === "wrong").length).toBeLessThan(50);
	});

	it("takes a proxy on this machine for no owner of it", async () => {
		const { access } = await start({ passwords: { admin: first } });
		for (let n = 0; n < 60; n++) void access.signIn("admin", second, ask({ address: `10.0.0.${n}` }));
		const forwarded = ask({ address: "127.0.0.1", isForwarded: true });
		expect(await access.signIn("admin", first, forwarded)).toMatchObject({ name: "wait" });
		expect(await signIn(access, first, ask({ address: "127.0.0.1" }))).not.toBeNull();
	});

	it("ends the session whose cookie is brought along, so that nobody goes on in one that another knows", async () => {
		const { access } = await start({ passwords: { admin: first } });
		const before = await signIn(access, first);
		const after = await signIn(access, first, ask({ cookie: before }));
		expect(after).not.toBe(before);
		expect(who(access, before).kind).toBe("anonymous");
		expect(who(access, after).kind).toBe("session");
	});

	it("tells of a session only when it is written down", async () => {
		const { access } = await start({ passwords: { admin: first } });
		await signIn(access, first);
		expect(JSON.parse(onDisk()).sessions).toHaveLength(1);
	});
});

describe("changePassword", () => {
	it("refuses a wrong present one, counts it as an attempt, and changes nothing", async () => {
		const { access, madePassword } = await start();
		const cookie = await signIn(access, madePassword ?? "");
		const change = () => access.changePassword(who(access, cookie), first, second, ask({ cookie }));
		for (let n = 0; n < 5; n++) expect(await change()).toEqual({ name: "wrong" });
		expect(await change()).toMatchObject({ name: "wait" });
		expect((await noted(access)).filter(([action]) => action === "sign-in-failed")).toHaveLength(5);
		expect(who(access, cookie).kind).toBe("session");
	});

	it("ends all other sessions of the account, keeps the own one, and lasts", async () => {
		const { access, madePassword } = await start();
		const [own, other] = [
			await signIn(access, madePassword ?? ""),
			await signIn(access, madePassword ?? "", ask({ address: "10.0.0.2" })),
		];
		const ended = vi.fn();
		access.hold(who(access, other), ended);
		expect(
			await access.changePassword(who(access, own), madePassword ?? "", second, ask({ cookie: own })),
		).toEqual({ name: "changed" });
		expect([who(access, own).kind, who(access, other).kind]).toEqual(["session", "anonymous"]);
		expect(ended).toHaveBeenCalledTimes(1);
		expect((await noted(access)).at(-1)).toEqual(["password-changed", "admin", "admin"]);
		const again = await start();
		expect([again.madePassword, again.wasMade]).toEqual([null, false]);
		expect(await signIn(again.access, madePassword ?? "")).toBeNull();
		expect(await signIn(again.access, second)).not.toBeNull();
	});

	it("leaves what the environment sets to it, and is nothing where nobody signs in", async () => {
		const { access } = await start({ passwords: { admin: first } });
		const cookie = await signIn(access, first);
		expect(await access.changePassword(who(access, cookie), first, second, ask({ cookie }))).toEqual({
			name: "set",
		});
		const { access: open } = await start({ anonymous: ["read", "settings"] });
		expect(await open.changePassword(who(open, null), "", second, ask())).toEqual({ name: "open" });
	});
});

it("notes which settings changed since the last start, by name alone, and keeps nothing to guess passwords by", async () => {
	await start({ settings: { PORT: "80", HOSTBEAT_HISTORY: "1" }, passwords: { admin: first } });
	await start({ settings: { PORT: "80", HOSTBEAT_HISTORY: "1" }, passwords: { admin: first } });
	const { access } = await start({
		settings: { PORT: "80", HOSTBEAT_HISTORY: "0", HOSTBEAT_ALLOWED_HOSTS: "very.private.example" },
		passwords: { admin: first },
	});
	expect((await noted(access)).filter(([action]) => action === "settings-changed")).toEqual([
		["settings-changed", null, "HOSTBEAT_ALLOWED_HOSTS, HOSTBEAT_HISTORY"],
	]);
	const kept = onDisk() + readFileSync(join(directory, "audit.log"), "utf8");
	expect(kept).not.toContain("private.example");
	expect(Object.keys(JSON.parse(onDisk()).settings).sort()).toEqual([
		"HOSTBEAT_ALLOWED_HOSTS",
		"HOSTBEAT_HISTORY",
		"PORT",
	]);
});

it("leaves a file that was removed so that all begins anew, though somebody was there until the end", async () => {
	const { access } = await start();
	const made = access.tokens.create("script", ["read"], null);
	await access.saved();
	rmSync(join(directory, "access.json"));
	if (made.name !== "made") throw new Error(made.name);
	const header = (name: string) => (name === "authorization" ? `Bearer ${made.token.token}` : null);
	expect(access.identify({ ...ask(), header }).kind).toBe("token");
	const { access: next, madePassword } = await start();
	expect([next.tokens.list(), madePassword]).toEqual([[], expect.any(String)]);
});
