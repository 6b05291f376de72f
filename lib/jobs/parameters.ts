import { realpath, stat } from "node:fs/promises";
import { sep } from "node:path";
import { expectedDirectory, readValue, Unexpected } from "./parameter-value";
import type { Parameter, Parameters, ParameterValue, Task } from "./types";

/** Every parameter that cannot be taken, a line each, and by name. */
export class ParameterError extends Error {
	override name = "ParameterError";
	/** By the name of the parameter, `expected …, got …`. */
	readonly mistakes: Readonly<Record<string, string>>;

	constructor(mistakes: [string, string][]) {
		super(mistakes.map(([name, mistake]) => `${name}: ${mistake}`).join("\n"));
		this.mistakes = Object.fromEntries(mistakes);
	}
}

const longestShown = 100;

/**
 * What a task is given of what somebody sent: each of its parameters and no other, as its type demands, with defaults
 * where nothing came. Directories are those that are there, with no symbolic link on the way. Rejects with a
 * ParameterError that names every mistake.
 */
export async function checkParameters(
	task: Pick<Task, "parameters">,
	input: unknown,
	now: number = Date.now(),
): Promise<Parameters> {
	const given = input ?? {};
	if (typeof given !== "object" || Array.isArray(given))
		throw new ParameterError([["parameters", `expected names with values, got ${show(input)}`]]);
	const values = new Map(Object.entries(given));
	const mistakes: [string, string][] = [];
	const parameters: [string, ParameterValue][] = [];
	const names = task.parameters.map(({ name }) => name);
	for (const name of values.keys()) {
		if (names.includes(name)) continue;
		mistakes.push([
			cut(name),
			names.length === 0
				? "expected no parameters, got one"
				: `expected one of ${names.join(", ")}, got another`,
		]);
		// Nobody needs a thousand of these.
		if (mistakes.length > names.length) break;
	}
	for (const parameter of task.parameters) {
		const { name } = parameter;
		const value = values.get(name) ?? parameter.default;
		try {
			parameters.push([name, await findValue(parameter, value, now)]);
		} catch (error) {
			if (!(error instanceof Unexpected)) throw error;
			mistakes.push([name, `expected ${error.message}, got ${show(value)}`]);
		}
	}
	if (mistakes.length > 0) throw new ParameterError(mistakes);
	return Object.fromEntries(parameters);
}

async function findValue(parameter: Parameter, value: unknown, now: number): Promise<ParameterValue> {
	const read = readValue(parameter, value, now);
	return parameter.type === "directory" ? findDirectory(parameter.within, read as string) : read;
}

// One answer for all that is not right, for it is nobody's business what there is elsewhere.
async function findDirectory(within: string[], path: string): Promise<string> {
	const found = await findReal(path);
	if (found !== null) {
		for (const one of within) {
			const root = await findReal(one);
			if (root !== null && (found === root || found.startsWith(root.endsWith(sep) ? root : root + sep)))
				return found;
		}
	}
	throw new Unexpected(expectedDirectory(within));
}

/** Where a directory really is; `null` where there is none, or none that may be seen. */
async function findReal(path: string): Promise<string | null> {
	try {
		const found = await realpath(path);
		return (await stat(found)).isDirectory() ? found : null;
	} catch {
		return null;
	}
}

function show(value: unknown): string {
	if (value === undefined) return "nothing";
	if (typeof value === "string") return `"${cut(value)}"`;
	if (Array.isArray(value)) return `a list of ${value.length}`;
	return typeof value === "object" && value !== null ? "an object" : String(value);
}

// What goes into answers and logs is one line of what can be read.
function cut(text: string): string {
	const one = text.slice(0, longestShown).replace(/[\p{C}\u2028\u2029]/gu, "\uFFFD");
	return text.length > longestShown ? `${one}…` : one;
}
