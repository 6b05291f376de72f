// @ts-check
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../project.mjs";
import { checkSettings } from "./settings.mjs";

// The source of the bundle, as tests must not need a build.
const source = join(ROOT, "lib/config.ts");

test("all mistakes are said at once, in sentences without a stack and without secrets", async () => {
	const env = { PORT: "web", HOSTBEAT_INTERVAL_MS: "fast", HOSTBEAT_PASSWORD: "s3cret" };
	const failure = await checkSettings(env, source).catch((error) => error);
	expect(failure.name).toBe("Failure");
	expect(failure.message.split("\n")).toEqual([
		'PORT: expected a whole number from 0 to 65535, got "web"',
		'HOSTBEAT_INTERVAL_MS: expected 250, 500, or whole seconds up to 60000, got "fast"',
		"HOSTBEAT_PASSWORD: expected 12 to 1024 characters on one line, got 6 on 1",
	]);
});

test("those of the file of jobs are among them, by their lines, and nothing else is said", async () => {
	const directory = mkdtempSync(join(tmpdir(), "hostbeat-jobs-"));
	const file = join(directory, "hostbeat.yaml");
	writeFileSync(file, "tasks:\n  - id: backup\n    title: Backup\n    command: rm -rf\n    shell: true\n");
	const failure = await checkSettings({ PORT: "web", HOSTBEAT_CONFIG: file }, source).catch((error) => error);
	rmSync(directory, { recursive: true });
	expect(failure.name).toBe("Failure");
	expect(failure.message.split("\n")).toEqual([
		'PORT: expected a whole number from 0 to 65535, got "web"',
		`${file}:4: tasks[0].command: expected a list of a program and its arguments, at most 100, got "rm -rf"`,
		expect.stringMatching(/:5: tasks\[0\]\.shell: expected one of the keys id, title, .*, got another$/),
	]);
});

test("what only deserves a warning is left to the server, which says it once", async () => {
	await expect(checkSettings({ HOSTBEAT_INTERVALL_MS: "500" }, source)).resolves.toBeUndefined();
});
