import { statSync } from "node:fs";
import { listBuiltInTasks, type Surroundings } from "./built-in-tasks";
import { explain, isRecord, name } from "./settings-mistakes";
import { parameterSchema, settingsSchema, type WrittenSettings, type WrittenTask } from "./settings-schema";
import { checkIds, checkPlaceholders, looseTask, type Mismatch, readParameter } from "./task-checks";
import type { JobSettings, ProgressForm, Task } from "./types";
import { type LineMistake, type Path, readYaml, type YamlLines } from "./yaml-lines";

/** What was read, or why it cannot be: each mistake and each warning on a line of its own. */
export interface ReadJobSettings {
	/** `null` where there are mistakes. */
	settings: JobSettings | null;
	mistakes: string[];
	warnings: string[];
}

/** Of the environment of this process, what every command gets. */
const basics = ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "TZ", "TMPDIR"];
const percent = String.raw`(\d{1,3}(?:[.,]\d+)?)\s?%`;

/** The settings where nobody wrote any: the tasks that come with Hostbeat alone. */
export function defaultJobSettings(surroundings: Surroundings): JobSettings {
	return complete(settingsSchema.parse({}), [], surroundings);
}

/** Reads what a file of settings says of jobs. `file` is what it is called. */
export function readJobSettings(
	file: string,
	text: string,
	env: Record<string, string | undefined>,
	surroundings: Surroundings,
): ReadJobSettings {
	const yaml = readYaml(text);
	const say = (all: LineMistake[]) =>
		// By lines, for so they are looked for.
		[...all].sort((a, b) => a.line - b.line).map(({ line, text }) => `${file}:${line}: ${text}`);
	if (yaml.data === null && yaml.mistakes.length > 0)
		return { settings: null, mistakes: say(yaml.mistakes), warnings: [] };
	// A key under which all was taken out holds nothing.
	const data = isRecord(yaml.data)
		? Object.fromEntries(Object.entries(yaml.data).filter(([, value]) => value !== null))
		: (yaml.data ?? {});
	const parsed = settingsSchema.safeParse(data);
	const raw = isRecord(data) && Array.isArray(data.tasks) ? data.tasks : [];
	const mismatches = [
		...checkIds(raw.map((one) => one?.id)),
		...raw.flatMap((one, index) => {
			const loose = looseTask(one);
			const path = ["tasks", index];
			return loose ? checkPlaceholders(path, loose) : [];
		}),
		...raw.flatMap((one, index) => checkTogether(["tasks", index, "parameters"], one?.parameters)),
	];
	const mistakes = [
		...yaml.mistakes,
		...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => explain(issue, data, yaml))),
		...mismatches.map(({ path, expected, got }) => ({
			line: yaml.lineOf(path),
			text: `${name(path)}: expected ${expected}, got ${got}`,
		})),
	];
	if (!parsed.success || mistakes.length > 0)
		return { settings: null, mistakes: [...new Set(say(mistakes))], warnings: [] };
	const warnings = parsed.data.tasks.flatMap((task, index) => warnOf(["tasks", index], task, env, yaml));
	const tasks = parsed.data.tasks.map((task) => readTask(task, env));
	return { settings: complete(parsed.data, tasks, surroundings), mistakes: [], warnings: say(warnings) };
}

/** Those in which single values are right: whether they go together. */
function checkTogether(path: Path, raw: unknown): Mismatch[] {
	return (Array.isArray(raw) ? raw : []).flatMap((one, index) => {
		const parsed = parameterSchema.safeParse(one);
		return parsed.success ? readParameter([...path, index], parsed.data)[1] : [];
	});
}

function complete(
	{ jobs, builtIn }: WrittenSettings,
	tasks: Task[],
	surroundings: Surroundings,
): JobSettings {
	return {
		...{ atOnce: jobs.atOnce, keepMs: jobs.keep, keepJobs: jobs.keepJobs },
		tasks: [...listBuiltInTasks(builtIn, surroundings), ...tasks],
	};
}

function readTask(written: WrittenTask, env: Record<string, string | undefined>): Task {
	const { id, title, description, command, directory, mayRun } = written;
	const environment = Object.fromEntries(
		[...basics, ...written.environment].flatMap((one) =>
			env[one] === undefined ? [] : [[one, env[one] as string]],
		),
	);
	return {
		...{ id, title, ...(description !== undefined && { description }), mayRun },
		parameters: written.parameters.map((one) => readParameter([], one)[0]),
		...{ timeoutMs: written.timeout, concurrencyKey: written.concurrencyKey ?? null },
		run: { kind: "command", command, directory, environment, progress: readProgress(written.progress) },
	};
}

function readProgress(written: WrittenTask["progress"]): ProgressForm {
	if (typeof written === "object") return { kind: "pattern", pattern: written.pattern };
	return written === "percent" ? { kind: "pattern", pattern: percent } : { kind: written };
}

// Neither ends a start: a disk may be mounted later, and a variable be set only where it is needed.
function warnOf(
	path: Path,
	{ directory, environment }: WrittenTask,
	env: Record<string, string | undefined>,
	yaml: YamlLines,
): LineMistake[] {
	const found: LineMistake[] = [];
	const warn = (at: Path, text: string) =>
		found.push({ line: yaml.lineOf(at), text: `${name(at)}: ${text}` });
	if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory())
		warn(
			[...path, "directory"],
			`there is no directory ${directory} now; until there is, the task cannot run.`,
		);
	for (const [index, variable] of environment.entries())
		if (env[variable] === undefined)
			warn([...path, "environment", index], `${variable} is not set, and the command does without it.`);
	return found;
}
