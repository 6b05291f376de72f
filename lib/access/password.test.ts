import { scrypt } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { hashPassword, isPassword, makePassword } from "./password";

vi.mock(import("node:crypto"), async (original) => {
	const crypto = await original();
	return { ...crypto, scrypt: vi.fn(crypto.scrypt) as unknown as typeof crypto.scrypt };
});

const password = "correct horse battery";
let hash: string;
beforeAll(async () => {
	hash = await hashPassword(password);
});
beforeEach(() => {
	vi.mocked(scrypt).mockClear();
});

describe("isPassword", () => {
	it.each([
		["another", "correct horse batterz"],
		["none", ""],
		["a longer one", `${password} `],
		["one in capitals", password.toUpperCase()],
	])("refuses %s", async (_what, wrong) => {
		expect(await isPassword(wrong, hash)).toBe(false);
	});

	it.each([
		["no hash", null],
		["no text", ""],
		["another kind", "plain$correct horse battery"],
		["an empty key", "scrypt$16384$8$5$AAAAAAAAAAAAAAAAAAAAAA$"],
		["a cost of nothing", "scrypt$2$1$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
		[
			"a cost of all memory",
			"scrypt$1073741824$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		],
	])("lets nobody in by %s", async (_what, broken) => {
		expect(await isPassword(password, broken)).toBe(false);
		expect(await isPassword("", broken)).toBe(false);
	});

	it.each([
		["the right one", password, true],
		["a wrong one", "wrong password", true],
		["one where there is no hash", password, false],
		["a huge one", "x".repeat(5_000_000), true],
	])("makes one derivation at the one cost for %s", async (_what, text, hasHash) => {
		await isPassword(text, hasHash ? hash : null);
		expect(scrypt).toHaveBeenCalledTimes(1);
		const [secret = "", , keyBytes, cost] = vi.mocked(scrypt).mock.calls[0] as unknown[];
		expect([keyBytes, cost]).toEqual([32, { N: 16_384, r: 8, p: 5 }]);
		expect(String(secret).length).toBeLessThanOrEqual(1_024);
	});

	it("takes a letter as any keyboard sends it", async () => {
		expect(await isPassword("Zurich-Cafe\u0301-2026", await hashPassword("Zurich-Caf\u00e9-2026"))).toBe(
			true,
		);
	});

	it("looks at 1,024 characters, and takes none that is longer for the same", async () => {
		const long = "x".repeat(1_024);
		const longHash = await hashPassword(long);
		expect(await isPassword(long, longHash)).toBe(true);
		expect(await isPassword(`${long}y`, longHash)).toBe(false);
	});
});

it("salts each hash by itself, and says its cost", async () => {
	const other = await hashPassword(password);
	expect(other).not.toBe(hash);
	expect(other).toMatch(/^scrypt\$16384\$8\$5\$[\w-]{22}\$[\w-]{43}$/);
	expect(await isPassword(password, other)).toBe(true);
});

it("makes passwords that can be typed, each another one", () => {
	const made = Array.from({ length: 100 }, makePassword);
	expect(new Set(made).size).toBe(100);
	for (const one of made)
		expect(one).toMatch(/^([abcdefghjkmnpqrstuvwxyz2-9]{5}-){3}[abcdefghjkmnpqrstuvwxyz2-9]{5}$/);
});
