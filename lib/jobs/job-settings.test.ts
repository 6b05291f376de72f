import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { defaultJobSettings, readJobSettings } from "./job-settings";
import type { Task } from "./types";

const surroundings = { rootFs: null, tiers: [{ name: "1 s", stepMs: 1_000, retentionMs: 86_400_000 }] };
const read = (text: string, env: Record<string, string> = {}) =>
	readJobSettings("hostbeat.yaml", text, env, surroundings);
const mistakes = (text: string) => {
	const { settings, mistakes } = read(text);
	expect(settings === null).toBe(mistakes.length > 0);
	return mistakes;
};
/** A task with more lines in it. */
const task = (...lines: string[]) =>
	["tasks:", "  - id: a", "    title: A", ...lines.map((line) => `    ${line}`)].join("\n");
const ids = (tasks: Task[]) => tasks.map(({ id }) => id);

describe("a mistake", () => {
	it("names its line and what was expected, all of them at once, whatever else is wrong", () => {
		const text = `jobs:
  atOnce: 0
  at_once: 3
tasks:
  - id: Nightly Backup
    command: [tar, -C, 5, "{nothing}"]
    environment: [PATH, HOSTBEAT_PASSWORD]
    timeout: 2 hours
    progress: { pattern: "(a+)+%(" }
    mayRun: everyone
    parameters:
      - { name: from, type: date }
      - { name: size, type: number, min: 5, max: 1 }
      - { name: depth, type: number, min: 1, max: 9, default: 10 }
  - id: report
    title: { de: Bericht }
    command: "tar -c"
    directory: ./here
builtIn:
  report: { mayRun: nobody }
  update: false
`;
		expect(mistakes(text)).toEqual([
			"hostbeat.yaml:2: jobs.atOnce: expected a whole number from 1 to 64, got 0",
			"hostbeat.yaml:3: jobs.at_once: expected one of the keys atOnce, keep, keepJobs, got another",
			'hostbeat.yaml:5: tasks[0].id: expected an id like nightly-backup, got "Nightly Backup"',
			"hostbeat.yaml:5: tasks[0].title: expected text on one line, at most 100 characters, or that by language (en, fr, ro), got nothing",
			"hostbeat.yaml:6: tasks[0].command[2]: expected text, numbers in quotes, got 5",
			'hostbeat.yaml:7: tasks[0].environment[1]: expected the name of an environment variable, none of Hostbeat\'s own, got "HOSTBEAT_PASSWORD"',
			'hostbeat.yaml:8: tasks[0].timeout: expected a time from 1s to 400d, like 30m or 2h, got "2 hours"',
			'hostbeat.yaml:9: tasks[0].progress.pattern: expected a regular expression of at most 500 characters, with a group that is a percentage, got "(a+)+%("',
			'hostbeat.yaml:10: tasks[0].mayRun: expected admin or viewer, got "everyone"',
			'hostbeat.yaml:12: tasks[0].parameters[0].type: expected one of text, number, choice, flag, directory, time, got "date"',
			"hostbeat.yaml:13: tasks[0].parameters[1].max: expected 5 or more, got 1",
			"hostbeat.yaml:14: tasks[0].parameters[2].default: expected a whole number from 1 to 9, got 10",
			'hostbeat.yaml:15: tasks[1].id: expected another id than disk-usage, report, export, import, got "report"',
			"hostbeat.yaml:16: tasks[1].title: expected text on one line, at most 100 characters, or that by language (en, fr, ro), got keys with values",
			'hostbeat.yaml:17: tasks[1].command: expected a list of a program and its arguments, at most 100, got "tar -c"',
			'hostbeat.yaml:18: tasks[1].directory: expected the full path of a directory, got "./here"',
			'hostbeat.yaml:20: builtIn.report.mayRun: expected admin or viewer, got "nobody"',
			"hostbeat.yaml:21: builtIn.update: expected one of the keys diskUsage, report, export, import, got another",
		]);
	});

	it.each([
		[
			["command: ['{name}']", "parameters: [{ name: name, type: text }]"],
			"command[0]: expected a program, which no parameter chooses, got {name}",
		],
		[
			["command: [echo, '{nam}']", "parameters: [{ name: name, type: text }]"],
			"command[1]: expected parameters out of name, got {nam}",
		],
		[["command: [echo, '{x}']"], "command[1]: expected no parameters, got {x}"],
		[
			["command: [echo]", "parameters: [{ name: name, type: text }]"],
			"parameters[0].name: expected {name} somewhere in command, got none",
		],
		[
			["command: [echo, '{n}']", "parameters: [{ name: n, type: flag }, { name: n, type: flag }]"],
			'parameters[1].name: expected each name once, got "n" again',
		],
		[
			["command: [sh, -c, 'echo {n}']", "parameters: [{ name: n, type: text }]"],
			"command[2]: expected no parameter in what an interpreter runs",
		],
		[
			["command: [echo, '{n}']", "parameters: [{ name: n, type: text, pattern: '.*.*.*', maxLength: 401 }]"],
			"parameters[0].maxLength: expected at most 400 with a pattern in which so much repeats, got 401",
		],
		[
			["command: [echo, '{n}']", "parameters: [{ name: n, type: text, pattern: '(a+)+b' }]"],
			"parameters[0].pattern: expected a regular expression in which no group repeats",
		],
		[
			["command: [tar, '{n}']", "parameters: [{ name: n, type: choice, options: ['-x', c] }]"],
			"command[1]: expected -- before an argument that may begin with -, or something at its beginning, got neither",
		],
		[
			["command: [tar, '{n}']", "parameters: [{ name: n, type: text, allowDash: true }]"],
			"command[1]: expected -- before an argument that may begin with -",
		],
		[
			["command: [echo, '{n}']", "parameters: [{ name: n, type: upload }]"],
			"parameters[0].type: expected one of text, number",
		],
		[
			["command: [echo, '{n}']", "parameters: [{ name: n, type: choice, options: [] }]"],
			"parameters[0].options: expected at least one option, got a list of 0",
		],
		[
			["command: [echo, '{n}']", "parameters: [{ name: n, type: choice, options: [a], default: b }]"],
			'parameters[0].default: expected one of a, got "b"',
		],
		[["command: [echo, '{n}']", "parameters: [5]"], "parameters[0]: expected keys with values, got 5"],
		[
			["command: [echo]", "progress: { pattern: 'no group' }"],
			"progress.pattern: expected a regular expression of at most 500 characters, with a group",
		],
		[
			["command: [echo]", "progress: fast"],
			"progress: expected json, percent, exit, or a pattern with a group",
		],
		[['command: ["a\\0b"]'], "command[0]: expected text"],
		[["command: []"], "command: expected a program, got a list of 0"],
		[[], "command: expected a list of a program and its arguments, at most 100, got nothing"],
		[
			["command: [echo]", "environment: [hostbeat_password]"],
			"environment[0]: expected the name of an environment variable",
		],
	])("%j is found", (lines, expected) => {
		expect(mistakes(task(...lines)).join("\n")).toContain(`tasks[0].${expected}`);
	});

	it("is each key that is twice, and each id", () => {
		expect(mistakes("jobs: {}\njobs: {}")).toEqual(["hostbeat.yaml:2: expected each key once, got it again"]);
		expect(mistakes(`${task("command: [a]")}\n  - { id: a, title: A, command: [b] }`)).toEqual([
			'hostbeat.yaml:5: tasks[1].id: expected each id once, got "a" again',
		]);
	});

	it.each([
		["tasks: [", "hostbeat.yaml:1: not YAML: "],
		["a: 1\n  b: 2", "hostbeat.yaml:1: not YAML: "],
		["a: &a [x]\nb: *a", "hostbeat.yaml:2: expected no references, got *a"],
		["tasks: !!js/function x", "hostbeat.yaml:1: not YAML: "],
		["--- {}\n--- {}", "hostbeat.yaml:2: not YAML: "],
		["5", "hostbeat.yaml:1: the file: expected keys with values, got 5"],
		["<<: { jobs: {} }", "hostbeat.yaml:1: <<: expected one of the keys"],
	])("is %j, which says more or less than it seems", (text, expected) => {
		expect(mistakes(text).join("\n")).toContain(expected);
	});

	it("is a file that would become gigabytes, or a tower, and it is found at once", {
		timeout: 30_000,
	}, () => {
		const began = performance.now();
		const bomb = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"];
		for (let level = 1; level < 20; level++)
			bomb.push(`a${level}: &a${level} [${`*a${level - 1},`.repeat(9)}]`);
		expect(mistakes(bomb.join("\n"))[0]).toContain("expected no references");
		expect(mistakes("[".repeat(100_000))[0]).toContain("hostbeat.yaml:1: ");
		expect(performance.now() - began).toBeLessThan(10_000);
	});
});

describe("whatever is in the file", () => {
	const key = fc.constantFrom(
		...[
			"jobs",
			"tasks",
			"builtIn",
			"id",
			"title",
			"command",
			"parameters",
			"name",
			"type",
			"options",
			"default",
		],
		...[
			"value",
			"within",
			"progress",
			"pattern",
			"environment",
			"__proto__",
			"toString",
			"constructor",
			"length",
		],
	);
	const leaf = fc.oneof(
		fc.constantFrom("text", "choice", "directory", "{a}", "-x", "/", "sh", "-c", "(", "", "a"),
		fc.anything({ withNullPrototype: false, maxDepth: 1 }).filter((value) => typeof value !== "symbol"),
	);
	const { any } = fc.letrec((tie) => ({
		any: fc.oneof(
			{ maxDepth: 6 },
			leaf,
			fc.array(tie("any"), { maxLength: 4 }),
			fc.dictionary(key, tie("any"), { maxKeys: 6 }),
		),
	}));
	const task = fc.record(
		{ id: leaf, title: leaf, command: fc.array(leaf), parameters: fc.array(any) },
		{ requiredKeys: [] },
	);

	it("each mistake is told on a line of it, and it is taken where there is none", { timeout: 30_000 }, () => {
		const check = (text: string) => {
			const { settings, mistakes } = read(text);
			expect(settings === null).toBe(mistakes.length > 0);
			for (const one of mistakes) expect(one).toMatch(/^hostbeat\.yaml:[1-9]\d*: ./);
		};
		fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), check), { seed: 7, numRuns: 300 });
		const write = (value: unknown) => {
			try {
				return stringify(value);
			} catch {
				// There are values that are none of YAML's.
				return "";
			}
		};
		fc.assert(fc.property(any.map(write), check), { seed: 7, numRuns: 150 });
		fc.assert(
			fc.property(
				fc.array(fc.oneof(task, any)).map((tasks) => write({ tasks })),
				check,
			),
			{ seed: 7, numRuns: 150 },
		);
	});
});

describe("what is written", () => {
	it("becomes tasks, behind those that come with Hostbeat", () => {
		const text = task(
			"description: What it does",
			'command: [/usr/local/bin/backup, --level, "{level}", "{where}"]',
			"directory: /",
			"environment: [DATABASE_URL]",
			"timeout: 2h",
			"concurrencyKey: database",
			"progress: percent",
			"mayRun: viewer",
			"parameters:",
			"  - { name: level, type: number, min: 1, max: 9, default: 3 }",
			"  - { name: where, title: { fr: Où }, type: directory, within: [/srv] }",
		);
		const env = { DATABASE_URL: "postgres://secret", PATH: "/bin", OTHER: "x", HOSTBEAT_PASSWORD: "secret" };
		const { settings, warnings } = read(text, env);
		expect(warnings).toEqual([]);
		expect(settings?.tasks.at(-1)).toEqual({
			id: "a",
			title: "A",
			description: "What it does",
			parameters: [
				{ name: "level", title: "level", type: "number", min: 1, max: 9, isWhole: true, default: 3 },
				{ name: "where", title: { fr: "Où" }, type: "directory", within: ["/srv"] },
			],
			mayRun: "viewer",
			timeoutMs: 7_200_000,
			concurrencyKey: "database",
			run: {
				kind: "command",
				command: ["/usr/local/bin/backup", "--level", "{level}", "{where}"],
				directory: "/",
				environment: { PATH: "/bin", DATABASE_URL: "postgres://secret" },
				progress: { kind: "pattern", pattern: "(\\d{1,3}(?:[.,]\\d+)?)\\s?%" },
			},
		});
	});

	it("is safe where little is: an admin's, a day at most, with nothing of the environment but what is needed", () => {
		const [found] =
			read(task("command: [true-enough]"), { HOME: "/root", AWS_SECRET: "x" }).settings?.tasks.slice(-1) ??
			[];
		expect(found).toMatchObject({
			mayRun: "admin",
			timeoutMs: 86_400_000,
			concurrencyKey: null,
			parameters: [],
		});
		expect(found?.run).toEqual({
			kind: "command",
			command: ["true-enough"],
			directory: "/",
			environment: { HOME: "/root" },
			progress: { kind: "exit" },
		});
	});

	it("warns of a directory and of a variable that are not there now", () => {
		const text = task("command: [a]", "directory: /not/there", "environment:", "  - PATH", "  - MISSING");
		expect(read(text, { PATH: "/bin" }).warnings).toEqual([
			"hostbeat.yaml:5: tasks[0].directory: there is no directory /not/there now; until there is, the task cannot run.",
			"hostbeat.yaml:8: tasks[0].environment[1]: MISSING is not set, and the command does without it.",
		]);
	});

	it.each(["", "# all of it is a remark\n", "jobs:\ntasks:\nbuiltIn:\n", "{}"])(
		"may be nothing: %j",
		(text) => {
			expect(read(text).settings).toEqual(defaultJobSettings(surroundings));
		},
	);
});

describe("without a file", () => {
	it("there are the tasks that come with Hostbeat, for admins, and no command", () => {
		const settings = defaultJobSettings(surroundings);
		expect(settings).toMatchObject({ atOnce: 4, keepMs: 30 * 86_400_000, keepJobs: 500 });
		expect(ids(settings.tasks)).toEqual(["disk-usage", "report", "export", "import"]);
		for (const { run, mayRun } of settings.tasks) expect([run.kind, mayRun]).toEqual(["builtIn", "admin"]);
	});

	it("the disk of the host is looked at, where it was given to a container", () => {
		const within = (rootFs: string | null) =>
			defaultJobSettings({ ...surroundings, rootFs }).tasks[0]?.parameters[0];
		expect(within(null)).toMatchObject({ within: ["/"], default: "/" });
		expect(within("/host/root")).toMatchObject({ within: ["/host/root"], default: "/host/root" });
	});
});

it("switches tasks of Hostbeat off, and says who may run them and where", () => {
	const { settings } = read(
		"builtIn: { diskUsage: { directories: [/srv, /home] }, report: { mayRun: viewer }, import: false }",
	);
	expect(ids(settings?.tasks ?? [])).toEqual(["disk-usage", "report", "export"]);
	expect(settings?.tasks[0]?.parameters[0]).toMatchObject({ within: ["/srv", "/home"], default: "/srv" });
	expect(settings?.tasks[1]?.mayRun).toBe("viewer");
	expect(settings?.tasks[2]?.mayRun).toBe("admin");
});
