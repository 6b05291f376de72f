import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { defaultJobSettings, readJobSettings } from "./job-settings";

const page = readFileSync(join(import.meta.dirname, "../../docs/jobs.md"), "utf8");
const surroundings = { rootFs: null, tiers: null };
const read = (text: string) => readJobSettings("hostbeat.yaml", text, {}, surroundings);
const [, example = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];

it("the file that docs/jobs.md shows is taken as it stands, and has every key of its tables", () => {
	const { settings, mistakes } = read(example);
	expect(mistakes).toEqual([]);
	const tasks = settings?.tasks.map(({ id }) => id);
	expect(tasks).toEqual(["disk-usage", "report", "export", "nightly-backup", "import-customers", "build"]);
	const keys = [...page.matchAll(/^\| `(?:jobs\.|builtIn\.)?(\w+)` /gm)].map(([, key]) => key);
	expect(keys.length).toBeGreaterThan(20);
	for (const key of ["atOnce", "keepJobs", "diskUsage", "concurrencyKey", "environment", "mayRun"]) {
		expect(keys).toContain(key);
		expect(example).toContain(`${key}:`);
	}
});

it("the defaults of its tables are those of the program", () => {
	const row = (key: string) => new RegExp(`^\\| \`${key}\` .*\\| \`(.*)\` \\|$`, "m").exec(page)?.[1];
	const given = ["atOnce", "keep", "keepJobs"].map((key) => `  ${key}: ${row(`jobs\\.${key}`)}\n`).join("");
	expect(read(`jobs:\n${given}`).settings).toEqual(defaultJobSettings(surroundings));
	const task = "tasks:\n  - id: a\n    title: A\n    command: [a]\n";
	const written = ["directory", "timeout", "progress", "mayRun"]
		.map((key) => `    ${key}: ${row(key)}\n`)
		.join("");
	expect(read(task + written).settings).toEqual(read(task).settings);
});

it("the mistake that it shows is told in these words", () => {
	const [shown] = /^hostbeat\.yaml:6: .*$/m.exec(page) ?? [];
	expect(
		read('tasks:\n  - id: a\n    title: A\n    command:\n      - a\n    timeout: "2 hours"\n').mistakes,
	).toEqual([shown]);
});
