import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Access } from "@/lib/access/access";
import { shareJudge } from "@/lib/access/shared";
import type { Asked } from "@/lib/access/types";
import { deleteSession, deleteSessions } from "./sessions";
import { postSignOut } from "./sign-out";
import { deleteToken } from "./tokens";

const key = Symbol.for("hostbeat.server");
const shared = globalThis as { [key]?: unknown };
const password = "correct horse battery";
let directory: string;
let access: Access;
let asked: Asked;

const open = (place: string) =>
	new Access({
		...{ anonymous: [], refusesForwarded: false, passwords: { admin: password } },
		...{ sessionIdleMs: 3_600_000, sessionMaxMs: 3_600_000, directory: place, basePath: "" },
	});

beforeEach(async () => {
	directory = mkdtempSync(join(tmpdir(), "hostbeat-revoked-"));
	access = open(directory);
	await access.open();
	asked = {
		...{ address: "192.0.2.1", isForwarded: false, isHttps: false, host: "h", method: "POST", path: "/" },
		header: () => null,
	};
	const signedIn = await access.signIn("admin", password, asked);
	if (signedIn.name !== "signed-in") throw new Error(signedIn.name);
	const [cookie = ""] = signedIn.cookie.split(";");
	asked = { ...asked, header: (name) => (name === "cookie" ? cookie : null) };
	shared[key] = { access, asked: () => asked };
});
afterEach(() => {
	delete shared[key];
	shareJudge(null);
	access.close();
	rmSync(directory, { recursive: true, force: true });
});

/** What a server finds that starts after this one was killed at this moment. */
function afterKill() {
	const place = join(directory, "next");
	mkdirSync(place);
	copyFileSync(join(directory, "access.json"), join(place, "access.json"));
	const next = open(place);
	const found = { who: next.identify(asked).kind, tokens: next.tokens.list().length };
	next.close();
	rmSync(place, { recursive: true });
	return found;
}

it.each(["sign-out", "all sessions", "one session", "a token"])(
	"has ended %s for good when it says so, also where the server is killed the moment after",
	async (what) => {
		const made = access.tokens.create("script", ["read"], null);
		if (made.name !== "made") throw new Error(made.name);
		await access.saved();
		const principal = access.identify(asked);
		expect(afterKill()).toEqual({ who: "session", tokens: 1 });
		const id = what === "a token" ? made.token.id : (principal.id ?? "");
		shareJudge(() => ({ admitted: true, principal, parameters: { id }, headers: {} }));
		const end = { "sign-out": postSignOut, "all sessions": deleteSessions, "one session": deleteSession };
		const answer = await (end[what as keyof typeof end] ?? deleteToken)(new Request("http://h/"));
		expect(answer.status).toBe(200);
		expect(afterKill()).toEqual(
			what === "a token" ? { who: "session", tokens: 0 } : { who: "anonymous", tokens: 1 },
		);
	},
);
