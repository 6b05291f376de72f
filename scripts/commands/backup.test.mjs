// @ts-check
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { ROOT } from "../project.mjs";
import { sayWhatIsIn } from "./backup.mjs";

/** @param {string[]} args */
function backup(...args) {
	return spawnSync(process.execPath, ["scripts/run.mjs", "backup", ...args], { cwd: ROOT, encoding: "utf8" });
}

test.each([
	[[], "Expected one file, got 0."],
	[["one", "two"], "Expected one file, got 2."],
	[["one", "--fore"], "Unknown option '--fore'"],
])("%j is answered with how it is meant", (args, sentence) => {
	const { status, stderr } = backup(...args);
	expect(stderr).toContain(sentence);
	expect(stderr).toContain("npm run backup -- <file> [--force]");
	expect(status).toBe(1);
});

test("a copy is described by what is in it", () => {
	const copy = {
		...{ bytes: 5 * 2 ** 20, series: 97, ownSeries: 2, facts: 3, jobs: 1 },
		...{ from: 1_795_143_600_000, to: 1_795_230_000_000 },
	};
	expect(sayWhatIsIn("/b/copy.db", copy)).toBe(
		"/b/copy.db (5.0 MiB) holds 97 series (2 of your own), 3 facts, 1 job, and readings from 2026-11-20 03:00:00 UTC to 2026-11-21 03:00:00 UTC. It was looked through, and is whole.",
	);
	expect(sayWhatIsIn("/b", { ...copy, bytes: 9_000, ownSeries: 0, jobs: 0, from: null })).toContain(
		"/b (9 KiB) holds 97 series, 3 facts, 0 jobs, and no readings yet.",
	);
});
