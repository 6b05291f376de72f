import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { withBasePath, withoutBasePath } from "./base-path";

const root = join(import.meta.dirname, "..");
/** Where code for a browser is. */
const browserCode = [
	"app",
	"components",
	"lib/live",
	"lib/messages.ts",
	"lib/connection-messages.ts",
	"lib/panel-messages.ts",
];

/** What there is: pages, routes and files. */
const names = ["app", "public"]
	.flatMap((directory) => readdirSync(join(root, directory)))
	.filter((name) => !/\.(tsx|css)$/.test(name));
const address = new RegExp(
	`(\\b(?:(?:(?:withBasePath|redirect|readVisit)|question(?:<[^(]*>)?)\\(\\s*|ask(?:<[^(]*>)?\\(\\s*"[A-Z]+",\\s*))?(?<!=== )["'\`](/(?:(?:${names.join("|")})(?![\\w-])[^"'\`]*)?)["'\`]`,
	"g",
);

/** Addresses in a source that stand there as they are: neither made right, nor given to what takes a path of ours. */
function bareAddresses(source: string): string[] {
	const code = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
	return [...code.matchAll(address)]
		.filter(([, isMade]) => isMade === undefined)
		.map(([, , found = ""]) => found);
}

function listSources(path: string): string[] {
	if (/\.tsx?$/.test(path)) return /\.test\.tsx?$/.test(path) ? [] : [path];
	return readdirSync(join(root, path), { recursive: true, encoding: "utf8" })
		.filter((file) => /(?<!\.test)\.tsx?$/.test(file))
		.map((file) => join(path, file));
}

test.each([
	['fetch("/api/snapshot")', ["/api/snapshot"]],
	["fetch(`/api/history?from=1`)", ["/api/history?from=1"]],
	['<a href="/">', ["/"]],
	["<form action='/login'>", ["/login"]],
	['fetch(withBasePath("/api/snapshot"))', []],
	["withBasePath(\n\t`/api/history`)", []],
	['redirect("/login")', []],
	['readVisit("/settings", await headers())', []],
	['ask<{ tokens: Token[] }>("GET", "/api/tokens")', []],
	['question<JobsList>("/api/jobs")', []],
	['if (event.key === "/") find()', []],
	['/** `GET /api/health` */ // "/api/health"', []],
	['import "@/lib/base-path"; " / "; "/s"; "/apish"', []],
])("in %j it finds %j", (source, addresses) => {
	expect(bareAddresses(source)).toEqual(addresses);
});

test("no browser code asks for an address without the base path", () => {
	const files = browserCode.flatMap(listSources);
	expect(files.length).toBeGreaterThan(100);
	const found = files.flatMap((file) =>
		bareAddresses(readFileSync(join(root, file), "utf8")).map((address) => `${file}: ${address}`),
	);
	expect(found).toEqual([]);
});

describe("under /status", () => {
	test.each([
		["/", "/status"],
		["/?range=1h", "/status?range=1h"],
		["/login", "/status/login"],
		["/api/stream?events=cpu", "/status/api/stream?events=cpu"],
	] as const)("%s is asked for as %s", (path, address) => {
		expect(withBasePath(path, "/status")).toBe(address);
	});

	test.each([
		["/status", "/"],
		["/status/", "/"],
		["/status/login", "/login"],
		["/status/status", "/status"],
	])("%s is our %s", (pathname, path) => {
		expect(withoutBasePath(pathname, "/status")).toBe(path);
	});

	test.each(["/", "/login", "/statusx", "/api/snapshot", "/Status", "/x/status", "//status"])(
		"%s is not ours",
		(pathname) => {
			expect(withoutBasePath(pathname, "/status")).toBeNull();
		},
	);
});

test("at the root every path is ours, as it is", () => {
	expect(withBasePath("/", "")).toBe("/");
	expect(withBasePath("/login", "")).toBe("/login");
	expect(withoutBasePath("/login", "")).toBe("/login");
});
