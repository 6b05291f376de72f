import { describe, expect, it } from "vitest";
import { createSessionCookie, parseCookies, speaksHttps } from "./cookie";
import type { Asked } from "./types";

const cookie = createSessionCookie("key", "");
const plain = cookie.give("", { maxAgeMs: 0, isHttps: false }).split("=")[0] ?? "";

describe("parseCookies", () => {
	it.each([
		[null, []],
		["", []],
		[";;; ; =; =x;a", []],
		["a=1;b=2 ; c = 3", ["a:1", "b:2", "c:3"]],
		["a=b=c==", ["a:b=c=="]],
		['a="quoted"; b="half; c=""', ["a:quoted", 'b:"half', "c:"]],
		["a=1; a=2; A=3", ["a:1", "a:2", "A:3"]],
		["__proto__=1; constructor=2", ["__proto__:1", "constructor:2"]],
		["a=%20; b=\u00e9", ["a:%20", "b:\u00e9"]],
	])("reads %j", (header, expected) => {
		expect(parseCookies(header).map(({ name, value }) => `${name}:${value}`)).toEqual(expected);
	});
});

describe("the cookie of a session", () => {
	it("has a name of this server's own, and under https one that no other connection can set", () => {
		expect(plain).toMatch(/^hostbeat-[0-9a-f]{8}$/);
		expect(cookie.give("v", { maxAgeMs: 5_900, isHttps: false })).toBe(
			`${plain}=v; Path=/; Max-Age=5; HttpOnly; SameSite=Lax`,
		);
		expect(cookie.give("v", { maxAgeMs: 5_000, isHttps: true })).toBe(
			`__Host-${plain}=v; Path=/; Max-Age=5; HttpOnly; SameSite=Lax; Secure`,
		);
		expect(createSessionCookie("another key", "").give("v", { maxAgeMs: 0, isHttps: false })).not.toContain(
			plain,
		);
	});

	it("is only under its path where there is one, for which browsers refuse the strictest name", () => {
		const under = createSessionCookie("key", "/status");
		expect(under.give("v", { maxAgeMs: 5_000, isHttps: true })).toBe(
			`__Secure-${plain}=v; Path=/status; Max-Age=5; HttpOnly; SameSite=Lax; Secure`,
		);
		expect(under.read(`__Host-${plain}=1; ${plain}=2`)).toEqual([{ name: plain, value: "2" }]);
	});

	it("is found among fifty, the strictest name first, and of many at most four are looked at", () => {
		const others = Array.from({ length: 50 }, (_, index) => `other${index}=${"x".repeat(50)}`).join("; ");
		expect(cookie.read(`${others}; ${plain}=1; ${plain}=2; x${plain}=3; __Host-${plain}=4`)).toEqual([
			{ name: `__Host-${plain}`, value: "4" },
			{ name: plain, value: "1" },
			{ name: plain, value: "2" },
		]);
		expect(cookie.read(`${plain}=1; `.repeat(100))).toHaveLength(4);
		expect(cookie.read(null)).toEqual([]);
	});

	it("keeps the name under which it came, whatever is known of the connection", () => {
		const name = `__Host-${plain}`;
		expect(cookie.give("v", { maxAgeMs: 1_000, name })).toBe(
			`${name}=v; Path=/; Max-Age=1; HttpOnly; SameSite=Lax; Secure`,
		);
	});

	it("is taken back under each name that came, once", () => {
		expect(cookie.takeBack(`${plain}=1; ${plain}=2; __Host-${plain}=3`)).toEqual([
			`__Host-${plain}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure`,
			`${plain}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`,
		]);
		expect(cookie.takeBack("other=1")).toEqual([]);
	});
});

describe("speaksHttps", () => {
	const ask = (origin: string | null, isHttps = false): Asked => ({
		...{ address: null, isForwarded: false, host: "status.example:8443", method: "POST", path: "/" },
		...{ isHttps, header: (name) => (name === "origin" ? origin : null) },
	});

	it.each([
		[null, false],
		["null", false],
		["https://", false],
		["http://status.example:8443", false],
		["https://status.example", false],
		["https://elsewhere.example:8443", false],
		["https://status.example:8443", true],
	])("with Origin %s: %s", (origin, expected) => {
		expect(speaksHttps(ask(origin))).toBe(expected);
	});

	it("takes a trusted proxy's word, whatever else is said", () => {
		expect(speaksHttps(ask("http://status.example:8443", true))).toBe(true);
	});
});
