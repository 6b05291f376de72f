import { findInjection, findOption, findPlaceholders } from "./command";
import { readValue, Unexpected } from "./parameter-value";
import { explainPattern, longestFor } from "./pattern";
import { show } from "./settings-mistakes";
import type { WrittenParameter, WrittenTask } from "./settings-schema";
import { builtInNames, type Parameter } from "./types";
import type { Path } from "./yaml-lines";

/** A mistake that is not in a value alone. */
export interface Mismatch {
	path: Path;
	expected: string;
	got: string;
}

/** What must not be a name twice, or a name of Hostbeat's. */
export function checkIds(ids: readonly unknown[]): Mismatch[] {
	return ids.flatMap((id, index) => {
		const path = ["tasks", index, "id"];
		if (typeof id !== "string") return [];
		if ((builtInNames as readonly string[]).includes(id))
			return [{ path, expected: `another id than ${builtInNames.join(", ")}`, got: `"${id}"` }];
		return ids.indexOf(id) < index ? [{ path, expected: "each id once", got: `"${id}" again` }] : [];
	});
}

/** Whether placeholders and parameters of a task belong together, whatever else is wrong with it. */
export function checkPlaceholders(path: Path, { command, names, dashed }: LooseTask): Mismatch[] {
	const found: Mismatch[] = [];
	for (const [index, argument] of command.entries()) {
		const at = [...path, "command", index];
		const used = findPlaceholders(argument);
		if (index === 0 && used.length > 0)
			found.push({ path: at, expected: "a program, which no parameter chooses", got: `{${used[0]}}` });
		for (const name of used.filter((one) => !names.includes(one))) {
			const others = names.length === 0 ? "no parameters" : `parameters out of ${names.join(", ")}`;
			found.push({ path: at, expected: others, got: `{${name}}` });
		}
	}
	const injected = findInjection(command);
	if (injected !== null) {
		const expected =
			"no parameter in what an interpreter runs: give it as an argument, as in sh -c 'echo \"$1\"' sh {name}";
		found.push({ path: [...path, "command", injected], expected, got: "one" });
	}
	const option = findOption(command, dashed);
	if (option !== null) {
		const expected = "-- before an argument that may begin with -, or something at its beginning";
		found.push({ path: [...path, "command", option], expected, got: "neither" });
	}
	const used = new Set(command.flatMap(findPlaceholders));
	for (const [index, name] of names.entries()) {
		const at = [...path, "parameters", index, "name"];
		if (names.indexOf(name) < index)
			found.push({ path: at, expected: "each name once", got: `"${name}" again` });
		else if (!used.has(name))
			found.push({ path: at, expected: `{${name}} somewhere in command`, got: "none" });
	}
	return found;
}

/** A parameter as a task has it, with what in it does not go together. */
export function readParameter(path: Path, written: WrittenParameter): [Parameter, Mismatch[]] {
	const { default: preset, title = written.name, ...rest } = written;
	const found: Mismatch[] = [];
	const parameter = { ...rest, title } as Parameter;
	if (written.type === "number" && written.min > written.max)
		found.push({ path: [...path, "max"], expected: `${written.min} or more`, got: String(written.max) });
	if (written.type === "text" && parameter.type === "text") {
		// Undefined where it is wrong in itself, which was said.
		const { pattern } = written;
		const longest = pattern !== undefined && explainPattern(pattern) === null ? longestFor(pattern) : 10_000;
		parameter.maxLength = written.maxLength ?? Math.min(200, longest);
		if (parameter.maxLength > longest)
			found.push({
				...{ path: [...path, "maxLength"], got: String(parameter.maxLength) },
				expected: `at most ${longest} with a pattern in which so much repeats`,
			});
	}
	if (preset === undefined || found.length > 0) return [parameter, found];
	try {
		readValue(parameter, preset, Date.now());
		return [{ ...parameter, default: preset as NonNullable<Parameter["default"]> }, found];
	} catch (error) {
		if (!(error instanceof Unexpected)) throw error;
		return [parameter, [{ path: [...path, "default"], expected: error.message, got: show(preset) }]];
	}
}

/** What of a task can be judged together, even where other things in it are wrong. */
interface LooseTask {
	command: string[];
	/** Of its parameters. */
	names: string[];
	/** Of those that may begin with a dash. */
	dashed: string[];
}

/** Reads it off a task of any form; `null` where there is not enough of it. */
export function looseTask(raw: unknown): LooseTask | null {
	const { command, parameters = [] } = (raw ?? {}) as Partial<Record<keyof WrittenTask, unknown>>;
	if (!Array.isArray(command) || !Array.isArray(parameters)) return null;
	const isText = (value: unknown) => typeof value === "string";
	if (!command.every(isText) || !parameters.every((one) => isText(one?.name))) return null;
	const names = parameters.map(({ name }) => name);
	const dashed = parameters.filter((one) => one.allowDash === true || hasDash(one.options));
	return { command, names, dashed: dashed.map(({ name }) => name) };
}

const hasDash = (options: unknown) =>
	Array.isArray(options) &&
	options.some((one) => [one, one?.value].some((text) => typeof text === "string" && text.startsWith("-")));
