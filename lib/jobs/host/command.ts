import { fillPlaceholders, findPlaceholders } from "../command";
import type { Parameters } from "../types";

/**
 * The program and its arguments, with parameters where they name them. An argument stays one whatever a parameter says,
 * and the program is never a parameter's to choose. Throws where text would be taken for an option: before `--`, no
 * argument that begins with a parameter begins with `-`.
 */
export function fillCommand(command: string[], parameters: Parameters): { program: string; args: string[] } {
	const [program = "", ...templates] = command;
	const textOf = (name: string) => (Object.hasOwn(parameters, name) ? String(parameters[name]) : null);
	let mayBeOption = true;
	const args = templates.map((template) => {
		if (template === "--") mayBeOption = false;
		const text = fillPlaceholders(template, textOf);
		const [first] = template.startsWith("{") ? findPlaceholders(template) : [];
		const isText = first !== undefined && typeof parameters[first] !== "number";
		if (mayBeOption && isText && text.startsWith("-")) {
			throw new Error(`${first} begins with "-" and would be taken for an option`);
		}
		return text;
	});
	return { program, args };
}
