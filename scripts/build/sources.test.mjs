// @ts-check
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashSources } from "./sources.mjs";

let root = "";

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "hostbeat-sources-"));
	mkdirSync(join(root, "app/api"), { recursive: true });
	writeFileSync(join(root, "app/page.tsx"), "one");
	writeFileSync(join(root, "package-lock.json"), "{}");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** @param {() => void} change */
function changesHash(change) {
	const before = hashSources(root);
	change();
	return hashSources(root) !== before;
}

test("a changed source makes the build stale, even with the same size and time", () => {
	expect(changesHash(() => writeFileSync(join(root, "app/page.tsx"), "two"))).toBe(true);
});

test("a new, a moved and a removed file make it stale", () => {
	expect(changesHash(() => writeFileSync(join(root, "app/api/route.ts"), ""))).toBe(true);
	expect(changesHash(() => rmSync(join(root, "app/api/route.ts")))).toBe(true);
	const move = () => {
		rmSync(join(root, "app/page.tsx"));
		writeFileSync(join(root, "app/error.tsx"), "one");
	};
	expect(changesHash(move)).toBe(true);
});

test("what may be run does not, for it is read at each start", () => {
	expect(changesHash(() => writeFileSync(join(root, "hostbeat.yaml"), "jobs: {}"))).toBe(false);
});

test("other packages make it stale", () => {
	expect(changesHash(() => writeFileSync(join(root, "package-lock.json"), "{ }"))).toBe(true);
});

test("tests, documents and what is no source do not", () => {
	expect(changesHash(() => writeFileSync(join(root, "app/page.test.ts"), "test"))).toBe(false);
	expect(changesHash(() => writeFileSync(join(root, "README.md"), "read"))).toBe(false);
});
