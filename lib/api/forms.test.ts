import { expect, it } from "vitest";
import { answerForm, readNext } from "./forms";

it.each([
	"//evil.example",
	"///evil.example",
	"/\\evil.example",
	"\\\\evil.example",
	"/\t/evil.example",
	"/\n/evil.example",
	"/.//evil.example",
	"/..//evil.example",
	"/x/..//evil.example",
	"/./\\evil.example",
	"/%2e//evil.example",
	"https:evil.example",
	"https://evil.example/",
	"javascript:alert(1)",
	"data:text/html,x",
	" //evil.example",
	"evil.example",
	"@evil.example",
	"?next=//evil.example",
	"http://here//evil.example",
	"",
])("leads to the dashboard, and not away, for %j", (next) => {
	expect(readNext(next)).toBe("/");
});

it.each([
	"/login",
	"/login?next=/login",
	"/login/",
	"/x/../login",
	"/./login?next=%2F",
	"/api/sign-out",
	"/api",
])("does not lead round in a circle, or to what is no page, for %s", (next) => {
	expect(readNext(next)).toBe("/");
});

// Where a browser really goes, by the same rules as its own (WHATWG URL).
it.each(["/%09/evil.example", "/%2f%2fevil.example", "/%5cevil.example", "/a//b", "/\u2044/evil.example"])(
	"stays here for %j, whatever it looks like",
	(next) => {
		const to = answerForm(readNext(next)).headers.get("location") ?? "";
		expect(new URL(to, "https://status.example").origin).toBe("https://status.example");
		expect(to).not.toBe("/");
	},
);

it.each([
	["/", "/"],
	["/?range=24h&host=a%20b", "/?range=24h&host=a%20b"],
	["/settings#tokens", "/settings"],
	["/loginx", "/loginx"],
	["/m\u00fcnchen", "/m%C3%BCnchen"],
	[undefined, "/"],
])("leads on from %s to %s", (next, to) => {
	expect(readNext(next)).toBe(to);
});
