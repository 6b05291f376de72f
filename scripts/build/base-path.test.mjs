// @ts-check
import { expect, test } from "vitest";
import { readConfig } from "../../lib/config";
import { readBasePath } from "./base-path.mjs";

/** @param {string} path */
function isSetting(path) {
	try {
		readConfig({ HOSTBEAT_BASE_PATH: path });
		return true;
	} catch {
		return false;
	}
}

test.each([
	"status",
	"/",
	"//",
	"/status/",
	"//status",
	"/a//b",
	"/..",
	"/../status",
	"/status/..",
	"/./status",
	"/.",
	"/api",
	"/api/status",
	"/_next",
	"/_next/static",
	"/sta tus",
	" /status",
	"/status\n",
	"/status?x=1",
	"/status#top",
	"/:path*",
	"/(.*)",
	"/%2e%2e",
	"/stätus",
	"https://status.example.com",
	`/${"a".repeat(200)}`,
])("%j is refused with what is expected, by the start and by the settings", (path) => {
	expect(() => readBasePath({ HOSTBEAT_BASE_PATH: path })).toThrow(
		`HOSTBEAT_BASE_PATH: expected a path like /status, without a slash at its end, got "${path}"`,
	);
	expect(isSetting(path)).toBe(false);
});

test.each(["/status", "/a/b.c/d_e~f-1", "/apis", "/_nextdoor", "/...", "/Status"])(
	"%j is one, for both",
	(path) => {
		expect(readBasePath({ HOSTBEAT_BASE_PATH: path })).toBe(path);
		expect(isSetting(path)).toBe(true);
	},
);

test("without it, or with an empty one, it is the root", () => {
	expect(readBasePath({})).toBe("");
	expect(readBasePath({ HOSTBEAT_BASE_PATH: "" })).toBe("");
});
