import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findJobSettings } from "./find-settings";
import { readSettingsFile } from "./settings-file";

let directory: string;
let path: string;
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "hostbeat-settings-"));
	path = join(directory, "hostbeat.yaml");
	writeFileSync(path, "jobs: {}", { mode: 0o600 });
});
afterEach(() => rmSync(directory, { recursive: true }));

it.each([0o620, 0o602, 0o666])("refuses a file that others may write: mode %o", (mode) => {
	chmodSync(path, mode);
	expect(() => readSettingsFile(path)).toThrow(
		`expected a file that nobody else may write, for its commands are run, got mode ${mode.toString(8)}: chmod go-w ${path}`,
	);
});

it("refuses one that everyone may put another in the place of", () => {
	chmodSync(directory, 0o777);
	expect(() => readSettingsFile(path)).toThrow(`got mode 777: chmod o-w ${directory}`);
	chmodSync(directory, 0o1777);
	expect(readSettingsFile(path)).toBe("jobs: {}");
});

it.runIf(process.getuid?.() === 0)("refuses one of another user", () => {
	chownSync(path, 12_345, 12_345);
	expect(() => readSettingsFile(path)).toThrow("got one of user 12345: chown 0 ");
});

it("refuses what is no file, and does not wait for it", () => {
	expect(() => readSettingsFile("/dev/zero")).toThrow("expected a regular file");
	mkdirSync(join(directory, "a"));
	expect(() => readSettingsFile(join(directory, "a"))).toThrow("expected a regular file");
	const pipe = join(directory, "pipe");
	execFileSync("mkfifo", [pipe]);
	expect(() => readSettingsFile(pipe)).toThrow("expected a regular file");
});

it("refuses what is too large, or no text", () => {
	writeFileSync(path, "#".repeat(256 * 1_024));
	expect(readSettingsFile(path)).toHaveLength(256 * 1_024);
	writeFileSync(path, "#".repeat(256 * 1_024 + 1));
	expect(() => readSettingsFile(path)).toThrow("expected at most 256 KiB, got 262145 bytes");
	writeFileSync(path, Buffer.from([0x61, 0xff]));
	expect(() => readSettingsFile(path)).toThrow("expected text in UTF-8");
});

it("follows a link, for it is the file that counts", () => {
	symlinkSync(path, join(directory, "link"));
	expect(readSettingsFile(join(directory, "link"))).toBe("jobs: {}");
	chmodSync(path, 0o666);
	expect(() => readSettingsFile(join(directory, "link"))).toThrow("nobody else may write");
});

it("there has to be one that was named, and no other", () => {
	const surroundings = { rootFs: null, tiers: null };
	expect(readSettingsFile(join(directory, "missing"))).toBeNull();
	expect(findJobSettings({ HOSTBEAT_CONFIG: join(directory, "missing") }, surroundings).mistakes).toEqual([
		`HOSTBEAT_CONFIG: expected the path of a file that is there, got "${join(directory, "missing")}"`,
	]);
	writeFileSync(path, "jobs:\n  atOnce: 0\n");
	expect(findJobSettings({ HOSTBEAT_CONFIG: path }, surroundings).mistakes).toEqual([
		`${path}:2: jobs.atOnce: expected a whole number from 1 to 64, got 0`,
	]);
	chmodSync(path, 0o622);
	expect(findJobSettings({ HOSTBEAT_CONFIG: path }, surroundings).mistakes[0]).toContain(
		`${path}: expected a file`,
	);
});
