import type { z } from "zod";
import type { LineMistake, Path, YamlLines } from "./yaml-lines";

/** An issue of the schema, on its line. */
export function explain(issue: z.core.$ZodIssue, data: unknown, yaml: YamlLines): LineMistake[] {
	const { path } = issue;
	if (issue.code === "unrecognized_keys")
		return issue.keys.map((key) => ({
			line: yaml.lineOfKey(path, key),
			text: `${name([...path, key.slice(0, 100)])}: expected ${issue.message}, got another`,
		}));
	const value = path.reduce<unknown>(
		(found, key) => (found as Record<PropertyKey, unknown> | undefined)?.[key],
		data,
	);
	const last = issue.code === "invalid_union" ? issue.errors.at(-1) : undefined;
	// It was meant to be the form with keys: what is wrong in that says more.
	if (last && isRecord(value))
		return last.flatMap((one) => explain({ ...one, path: [...path, ...one.path] }, data, yaml));
	return [{ line: yaml.lineOf(path), text: `${name(path)}: expected ${issue.message}, got ${show(value)}` }];
}

/** A place as it is written: `tasks[0].command`. */
export const name = (path: Path) =>
	path.reduce<string>(
		(text, key) => (typeof key === "number" ? `${text}[${key}]` : `${text}${text && "."}${String(key)}`),
		"",
	) || "the file";

/** A value that was not what was expected, in a few words. */
export function show(value: unknown): string {
	if (value === undefined || value === null) return "nothing";
	if (typeof value === "string")
		return JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value);
	if (Array.isArray(value)) return `a list of ${value.length}`;
	return typeof value === "object" ? "keys with values" : String(value);
}

/** Whether it holds keys with values. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);
