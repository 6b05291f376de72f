import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AccessState } from "./access-state";
import { Tokens } from "./tokens";
import type { Scope } from "./types";

const day = 86_400_000;
let written: string;
let writes: number;
let tokens: Tokens;

function open(): Tokens {
	const state = JSON.parse(written) as AccessState;
	const update = (change: (state: AccessState) => void) => {
		change(state);
		written = JSON.stringify(state);
		writes++;
		return Promise.resolve();
	};
	return new Tokens({ state, update, listen: () => {} });
}

function create(name: string, { days = null as number | null, scopes = ["read"] as Scope[] } = {}) {
	const made = tokens.create(name, scopes, days === null ? null : Date.now() + days * day);
	if (made.name !== "made") throw new Error(made.name);
	return made.token;
}

beforeEach(() => {
	vi.useFakeTimers({ now: Date.UTC(2026, 10, 21) });
	written = JSON.stringify({
		version: 1,
		secret: "key",
		passwords: {},
		sessions: [],
		tokens: [],
		settings: {},
	});
	writes = 0;
	tokens = open();
});
afterEach(() => {
	tokens.close();
	vi.useRealTimers();
});

describe("a token", () => {
	it("is nobody's when anything of it is changed", () => {
		const { token } = create("script");
		const other = create("other");
		const [prefix, id, secret = ""] = token.split("_", 2).concat(token.slice(22));
		const wrong = [
			"",
			"hostbeat_",
			token.slice(0, -1),
			`${token}x`,
			`${token}\n`,
			token.toUpperCase(),
			`${prefix}_${other.id}_${secret}`,
			`${prefix}_${"0".repeat(12)}_${secret}`,
			`${prefix}_${id}_${"A".repeat(43)}`,
			"x".repeat(16_384),
		];
		for (const text of wrong) expect([text, tokens.find(text, null)]).toEqual([text, null]);
		expect(tokens.find(token, null)).not.toBeNull();
	});

	it("is kept and listed only as what tells nobody the secret, and holds after a restart", () => {
		const { token, id } = create("script");
		const secret = token.slice(-43);
		expect(written).not.toContain(secret);
		expect(JSON.stringify(tokens.list())).not.toMatch(/hash/);
		tokens = open();
		expect(tokens.find(token, "192.0.2.1")).toEqual({ kind: "token", name: "script", id, scopes: ["read"] });
	});

	it("that is revoked ends at once what it holds open, and is none any more, also after a restart", () => {
		const [{ id, token }, other] = [create("script"), create("other")];
		const [onEnd, stays, late] = [vi.fn(), vi.fn(), vi.fn()];
		tokens.hold(id, onEnd);
		tokens.hold(other.id, stays);
		expect(tokens.revoke(id)).toMatchObject({ name: "script" });
		expect(onEnd).toHaveBeenCalledExactlyOnceWith("revoked");
		expect(stays).not.toHaveBeenCalled();
		expect([tokens.find(token, null), tokens.revoke(id), tokens.get(id)]).toEqual([null, null, null]);
		tokens.hold(id, late)();
		expect(late).toHaveBeenCalledExactlyOnceWith("revoked");
		tokens = open();
		expect(tokens.find(token, null)).toBeNull();
	});

	it("that has an end ends at that moment, with what it holds open, also one that no timer can wait for", () => {
		const { id, token } = create("script", { days: 40 });
		const onEnd = vi.fn();
		tokens.hold(id, onEnd);
		vi.advanceTimersByTime(40 * day - 1);
		expect(tokens.find(token, null)).not.toBeNull();
		expect(onEnd).not.toHaveBeenCalled();
		vi.advanceTimersByTime(1);
		expect(onEnd).toHaveBeenCalledExactlyOnceWith("expired");
		expect(tokens.find(token, null)).toBeNull();
		expect(tokens.list()).toMatchObject([{ name: "script", expiresAt: Date.now() }]);
	});

	it("that ends after another ends at its own moment, also after a restart", () => {
		create("first", { days: 1 });
		const { id } = create("second", { days: 2 });
		tokens.close();
		tokens = open();
		const onEnd = vi.fn();
		tokens.hold(id, onEnd);
		vi.advanceTimersByTime(2 * day - 1);
		expect(onEnd).not.toHaveBeenCalled();
		vi.advanceTimersByTime(1);
		expect(onEnd).toHaveBeenCalledTimes(1);
	});

	it("has a name that no other one has, until that one is revoked or over", () => {
		const { id } = create("script", { days: 1 });
		expect(tokens.create("script", ["read"], null)).toEqual({ name: "taken" });
		tokens.revoke(id);
		create("script", { days: 1 });
		vi.advanceTimersByTime(day);
		create("script");
		expect(tokens.list()).toHaveLength(1);
	});

	it("is one of a hundred at most, and those that are over make room", () => {
		create("short", { days: 1 });
		for (let count = 1; count < 100; count++) create(`script ${count}`);
		expect(tokens.create("one more", ["read"], null)).toEqual({ name: "full", most: 100 });
		vi.advanceTimersByTime(day);
		create("one more");
		expect(tokens.create("another", ["read"], null)).toEqual({ name: "full", most: 100 });
	});

	it("has each right once, and tells when and from where it was used last, which is written seldom", () => {
		const { token } = create("script", { scopes: ["read", "settings", "read"] });
		expect(tokens.find(token, null)?.scopes).toEqual(["read", "settings"]);
		const before = writes;
		for (let second = 0; second < 599; second++) {
			vi.advanceTimersByTime(1_000);
			tokens.find(token, "192.0.2.1");
		}
		expect(writes).toBe(before);
		const used = { usedAt: Date.now(), usedFrom: "192.0.2.1" };
		expect(tokens.list()).toMatchObject([used]);
		vi.advanceTimersByTime(1_000);
		expect(writes).toBe(before + 1);
		tokens.find(token, "192.0.2.2");
		tokens.close();
		tokens = open();
		expect(tokens.list()).toMatchObject([{ usedFrom: "192.0.2.2" }]);
	});
});
