import { expect, it } from "vitest";
import type { AccessState, StoredSession, StoredToken } from "./access-state";
import { merge } from "./merge";

const state = (more: Partial<AccessState> = {}): AccessState => ({
	...{ version: 1, secret: "k", passwords: {}, sessions: [], tokens: [], settings: {} },
	...more,
});
const session = (more: Partial<StoredSession> = {}): StoredSession => ({
	...{ id: "s", hash: "h0", previous: null, account: "admin", createdAt: 0, rotatedAt: 0, seenAt: 0 },
	...{ address: null, agent: null },
	...more,
});
const token = (more: Partial<StoredToken> = {}): StoredToken => ({
	...{ id: "t", hash: "h", name: "n", scopes: ["read"], createdAt: 0, expiresAt: null },
	...{ usedAt: null, usedFrom: null },
	...more,
});

it("never brings back what one took away, however busy the other was with it", () => {
	const before = state({ sessions: [session()], tokens: [token()] });
	const used = state({ sessions: [session({ seenAt: 9 })], tokens: [token({ usedAt: 9 })] });
	expect(merge(before, used, state())).toMatchObject({ sessions: [], tokens: [] });
	expect(merge(before, state(), used)).toMatchObject({ sessions: [], tokens: [] });
});

it("never brings back a password that was changed or taken away", () => {
	const [old, fresh] = [
		{ hash: "old", source: "made" as const },
		{ hash: "new", source: "page" as const },
	];
	const before = state({ passwords: { admin: old } });
	const changed = state({ passwords: { admin: fresh } });
	expect(merge(before, before, changed).passwords.admin).toEqual(fresh);
	expect(merge(before, changed, before).passwords.admin).toEqual(fresh);
	expect(merge(before, before, state()).passwords).toEqual({});
	expect(merge(before, state(), before).passwords).toEqual({});
});

it("keeps what either added", () => {
	const mine = state({
		tokens: [token({ id: "mine" })],
		passwords: { viewer: { hash: "v", source: "page" } },
	});
	const theirs = state({ tokens: [token({ id: "theirs" })], settings: { PORT: "x" } });
	const merged = merge(state(), mine, theirs);
	expect(merged.tokens.map(({ id }) => id)).toEqual(["theirs", "mine"]);
	expect(merged).toMatchObject({ passwords: { viewer: { hash: "v" } }, settings: { PORT: "x" } });
});

it("takes the newer secret of a session with the one before it, and the last time it was seen", () => {
	const before = state({ sessions: [session()] });
	const rotated = session({ hash: "h1", previous: { hash: "h0", until: 70 }, rotatedAt: 60, seenAt: 60 });
	const seen = session({ seenAt: 65 });
	const expected = { ...rotated, seenAt: 65 };
	expect(merge(before, state({ sessions: [rotated] }), state({ sessions: [seen] })).sessions).toEqual([
		expected,
	]);
	expect(merge(before, state({ sessions: [seen] }), state({ sessions: [rotated] })).sessions).toEqual([
		expected,
	]);
});
