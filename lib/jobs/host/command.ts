import type { Parameters, ParameterValue } from "../types";

const textOf = (value: ParameterValue) => (Array.isArray(value) ? value.join(",") : String(value));

/**
 * The program and its arguments, with parameters where they name them. An argument stays one whatever a parameter says,
 * and the program is never a parameter's to choose. Throws where text would be taken for an option: before `--`, no
 * argument that begins with a parameter begins with `-`.
 */
export function fillCommand(command: string[], parameters: Parameters): { program: string; args: string[] } {
	const [program = "", ...templates] = command;
	let mayBeOption = true;
	const args = templates.map((template) => {
		if (template === "--") mayBeOption = false;
		// In one go, so that what a parameter says is not itself filled.
		const text = template.replace(/\{([a-zA-Z_][\w-]*)\}/g, (whole, name) =>
			Object.hasOwn(parameters, name) ? textOf(parameters[name] as ParameterValue) : whole,
		);
		const first = /^\{([a-zA-Z_][\w-]*)\}/.exec(template)?.[1];
		const isNumber = first !== undefined && typeof parameters[first] === "number";
		if (mayBeOption && !template.startsWith("-") && text.startsWith("-") && !isNumber) {
			throw new Error(`${first} begins with "-" and would be taken for an option`);
		}
		return text;
	});
	return { program, args };
}
