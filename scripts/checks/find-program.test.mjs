// @ts-check
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findProgram } from "./find-program.mjs";

/** @type {string} */
let directory;

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "hostbeat-programs-"));
	vi.spyOn(console, "log").mockReturnValue();
});

afterEach(() => {
	rmSync(directory, { recursive: true });
	vi.unstubAllEnvs();
	vi.restoreAllMocks();
});

const program = {
	title: "Pulse",
	variable: "HOSTBEAT_TEST_PULSE",
	names: ["pulse-esr", "pulse"],
	places: [],
	version: ["--version"],
	package: "pulse",
};

/**
 * @param {string} name
 * @param {number} code
 */
function write(name, code) {
	const file = join(directory, name);
	writeFileSync(file, `#!/bin/sh\ntest "$1" = --version && exit ${code}\nexit 1\n`);
	chmodSync(file, 0o755);
	return file;
}

test("one that is there but does not run is passed over", async () => {
	write("pulse-esr", 127);
	const running = write("pulse", 0);
	vi.stubEnv("PATH", [directory, process.env.PATH].join(delimiter));
	expect(await findProgram(program)).toBe(running);
});

test("the one that is named is taken before all others, and must run", async () => {
	const named = write("mine", 0);
	write("pulse", 0);
	vi.stubEnv("PATH", directory);
	vi.stubEnv("HOSTBEAT_TEST_PULSE", named);
	expect(await findProgram(program)).toBe(named);
	vi.stubEnv("HOSTBEAT_TEST_PULSE", write("broken", 1));
	await expect(findProgram(program)).rejects.toThrow(
		`HOSTBEAT_TEST_PULSE: expected a Pulse that runs, got "${join(directory, "broken")}".`,
	);
});
