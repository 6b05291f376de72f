// @ts-check
import { expect, test } from "vitest";
import { explainNodeVersion } from "./node-version.mjs";

test.each(["12.22.12", "18.20.8", "20.8.1", "20.8.99"])("Node %s is told what to install", (version) => {
	expect(explainNodeVersion(version)).toBe(
		`Hostbeat needs Node.js 20.9.0 or newer, and this is ${version}: install a newer one from https://nodejs.org and run the command again.`,
	);
});

test.each(["20.9.0", "20.10.0", "21.0.0-nightly2023", "22.1.0", "24.21.0", "100.0.0"])(
	"Node %s will do",
	(version) => {
		expect(explainNodeVersion(version)).toBeNull();
	},
);

test("the tools of the tests need a newer one than the product", () => {
	expect(explainNodeVersion("20.9.0", "test")).toMatch(
		/^npm run test needs Node.js 20.19.0 or newer, and this is 20.9.0:/,
	);
	expect(explainNodeVersion("20.9.0", "conformance")).not.toBeNull();
	expect(explainNodeVersion("20.19.0", "test")).toBeNull();
	expect(explainNodeVersion("20.9.0", "build")).toBeNull();
});
