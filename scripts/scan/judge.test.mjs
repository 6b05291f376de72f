// @ts-check
import { expect, test } from "vitest";
import { parse } from "./ask.mjs";
import { judge } from "./judge.mjs";

const forbidden = { secrets: ["a-secret-of-ours"], root: "/srv/hostbeat/" };
/** @param {string[]} lines @param {string} [body] */
const answer = (lines, body = "") => parse([...lines, "", body].join("\r\n"));
/**
 * @param {string[]} lines
 * @param {string} [body]
 * @param {Partial<import("./judge.mjs").Probe>} [probe]
 */
const faults = (lines, body, probe = {}) =>
	judge({ name: "a probe", status: [200, 303], ...probe }, "stranger", answer(lines, body), forbidden);

test("another answer than the documented one is told, also no answer at all", () => {
	expect(faults(["HTTP/1.1 500 Internal Server Error"])).toEqual(["expected 200 or 303, got 500", "fails"]);
	expect(judge({ name: "a probe", status: 404 }, "stranger", parse(""), forbidden)).toEqual([
		"expected 404, got no answer",
	]);
});

test("what a stranger may not get, an admin may", () => {
	const probe = { name: "a probe", status: 401, admin: 200 };
	const good = answer(["HTTP/1.1 200 OK"]);
	expect(judge(probe, "admin", good, forbidden)).toEqual([]);
	expect(judge(probe, "stranger", good, forbidden)).toEqual(["expected 401, got 200"]);
});

test("two answers to one request are told: one of them was smuggled", () => {
	expect(faults(["HTTP/1.1 200 OK"], "\r\nHTTP/1.1 200 OK\r\n\r\n")).toEqual(["2 answers to one request"]);
});

test.each(["//evil.example/", "https://evil.example", "/\\evil.example"])(
	"a way elsewhere is told: %s",
	(to) => {
		expect(faults(["HTTP/1.1 303 See Other", `location: ${to}`])).toEqual([`leads elsewhere: "${to}"`]);
	},
);

test("a name of another in a path of our own is none", () => {
	expect(faults(["HTTP/1.1 303 See Other", "location: /login?next=evil.example"])).toEqual([]);
});

test("headers that were injected, or that tell what runs here, are told", () => {
	expect(faults(["HTTP/1.1 200 OK", "X-Injected: yes", "X-Powered-By: Next.js"])).toEqual([
		"tells x-injected",
		"tells x-powered-by",
	]);
	expect(faults(["HTTP/1.1 200 OK", "Access-Control-Allow-Origin: *"])).toEqual([
		"lets pages of other origins read it",
	]);
});

test("scripts that were asked for, stacks, places and secrets are told", () => {
	expect(faults(["HTTP/1.1 200 OK", "Content-Type: text/html"], "<p><script>xss")).toEqual([
		"what was asked stands in the page as it is",
	]);
	expect(faults(["HTTP/1.1 200 OK"], "Error: x\n    at read (/srv/hostbeat/lib/a.ts:1:2)")).toEqual([
		"shows a stack",
		"shows where the program lies",
	]);
	expect(faults(["HTTP/1.1 200 OK", "X-A: a-secret-of-ours"])).toEqual(["shows a secret"]);
});

test("what must or must not stand in an answer is looked for in all of it", () => {
	expect(faults(["HTTP/1.1 200 OK", "A: b"], "text", { has: /^a: c/im, lacks: /text/ })).toEqual([
		"does not hold /^a: c/im",
		"holds /text/",
	]);
});
