import { describe, expect, it } from "vitest";
import { mayRenew, openCookie, sealCookie } from "./rotation";

describe("mayRenew", () => {
	it.each([
		["GET", "/favicon.svg", false],
		["GET", "/login", false],
		["GET", "/api/health", false],
		["GET", "/api/stream", false],
		["HEAD", "/", false],
		["POST", "/api/sign-in", false],
		["POST", "/api/sign-out", false],
		["DELETE", "/api/sessions", false],
		["GET", "/", true],
		["GET", "/api/snapshot", true],
	])("%s %s: %s", (method, path, expected) => {
		expect(mayRenew({ method, path })).toBe(expected);
	});
});

describe("openCookie", () => {
	it("opens what was sealed with the same key, and nothing else", () => {
		const brought = { id: "0123456789ab", secret: "s".repeat(43) };
		const cookie = sealCookie(brought, "key");
		expect(openCookie(cookie, "key")).toEqual(brought);
		expect(openCookie(cookie, "another key")).toBeNull();
		expect(openCookie(`${cookie}=`, "key")).toBeNull();
		expect(openCookie(sealCookie({ ...brought, id: "../../../etc" }, "key"), "key")).toBeNull();
	});
});
