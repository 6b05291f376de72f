// @ts-check
import { expect, test } from "vitest";
import { readReport } from "./audit.mjs";

test("a registry that does not answer is never taken for one that knows of no hole", () => {
	expect(readReport("")).toBeNull();
	expect(readReport("npm warn audit 405 Method Not Allowed")).toBeNull();
	expect(readReport('{ "error": { "code": "ENOTFOUND" } }')).toBeNull();
	expect(readReport('npm warn x {\n{"vulnerabilities": {')).toBeNull();
});

test("each known hole is told, whatever npm says before", () => {
	const report = { vulnerabilities: { next: { name: "next", severity: "high", range: "<16.4.7" } } };
	expect(readReport(`npm warn old config\n${JSON.stringify(report, null, 2)}\n`)).toEqual([
		{ name: "next", severity: "high", range: "<16.4.7" },
	]);
	expect(readReport('{"vulnerabilities":{}}')).toEqual([]);
});
