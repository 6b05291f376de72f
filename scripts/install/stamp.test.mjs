// @ts-check
import { expect, test } from "vitest";
import { covers, createStamp, recordCovers } from "./stamp.mjs";

const lockfile = {
	packages: {
		"": { version: "0.1.0" },
		"node_modules/next": { version: "16.0.0", integrity: "sha512-a" },
		"node_modules/vitest": { version: "4.0.0", integrity: "sha512-b", dev: true },
		"node_modules/@next/swc-darwin-arm64": { version: "16.0.0", optional: true },
	},
};
const { "node_modules/next": next, "node_modules/vitest": vitest } = lockfile.packages;

test("an install that wrote no stamp is not complete", () => {
	expect(covers(null, createStamp("{}", "prod"))).toBe(false);
	expect(covers("prod", createStamp("{}", "prod"))).toBe(false);
});

test("a changed lockfile makes an install stale", () => {
	expect(covers(createStamp("{}", "all"), createStamp("{ }", "prod"))).toBe(false);
	expect(covers(createStamp("{}", "all"), createStamp("{}", "all"))).toBe(true);
});

test("a full install serves the server, the server's does not serve the tests", () => {
	expect(covers(createStamp("{}", "all"), createStamp("{}", "prod"))).toBe(true);
	expect(covers(createStamp("{}", "prod"), createStamp("{}", "all"))).toBe(false);
});

test("packages of another platform are not ours", () => {
	const elsewhere = { ...createStamp("{}", "prod"), platform: "plan9-mips" };
	expect(covers(elsewhere, createStamp("{}", "prod"))).toBe(false);
});

test("npm's own record counts only when it has every package in the locked version", () => {
	expect(recordCovers(lockfile, {}, "prod")).toBe(false);
	expect(recordCovers({}, {}, "prod")).toBe(false);
	expect(recordCovers(lockfile, { packages: { "node_modules/next": next } }, "prod")).toBe(true);
	expect(recordCovers(lockfile, { packages: { "node_modules/next": next } }, "all")).toBe(false);
	const full = { "node_modules/next": next, "node_modules/vitest": vitest };
	expect(recordCovers(lockfile, { packages: full }, "all")).toBe(true);
	const older = { ...full, "node_modules/next": { ...next, version: "15.0.0" } };
	expect(recordCovers(lockfile, { packages: older }, "all")).toBe(false);
});
