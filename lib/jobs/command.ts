import type { Parameters } from "./types";

/** `{name}` stands for a parameter, `{{name}}` for `{name}` itself. */
const placeholder = /\{\{([a-z][A-Za-z0-9_-]*)\}\}|\{([a-z][A-Za-z0-9_-]*)\}/g;

/** The names of the parameters that stand in an argument. */
export function findPlaceholders(argument: string): string[] {
	return [...argument.matchAll(placeholder)].flatMap(([, , name]) => (name === undefined ? [] : [name]));
}

/**
 * Program and arguments with the parameters in their places: each argument stays one, and what a parameter holds is
 * never looked at again. A flag is `true` or `false`, a time Unix milliseconds.
 */
export function fillCommand(command: readonly string[], parameters: Parameters): string[] {
	return command.map((argument) =>
		argument.replace(placeholder, (_, literal: string | undefined, name: string) => {
			if (literal !== undefined) return `{${literal}}`;
			const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
			if (value === undefined) throw new TypeError(`command: expected a parameter ${name}, got none`);
			return String(value);
		}),
	);
}

/** What reads an argument as a program, and after which option. */
const interpreters: [program: RegExp, option: RegExp][] = [
	[/^(ba|da|z|k|mk|a|fi|c|tc)?sh$|^busybox$/, /^-[a-z]*c$/],
	[/^(python|pypy)[\d.]*$/, /^-[A-Za-z]*c$/],
	[/^(perl|ruby)[\d.]*$/, /^-[A-Za-z]*[eE]$/],
	[/^(node|nodejs|bun)$/, /^(-[a-z]*[ep]|--eval|--print)$/],
	[/^php[\d.]*$/, /^-[A-Za-z]*[rBRE]$/],
];

/** The first argument with a placeholder that a shell or another interpreter would read as its program; `null` if none. */
export function findInjection(command: readonly string[]): number | null {
	for (const [start, name] of command.entries()) {
		// Also behind env, nice, sudo or timeout.
		const program = name.split("/").at(-1) ?? "";
		for (const [isProgram, isOption] of interpreters) {
			if (!isProgram.test(program)) continue;
			const found = command.findIndex(
				(argument, index) =>
					index > start + 1 &&
					isOption.test(command[index - 1] ?? "") &&
					findPlaceholders(argument).length > 0,
			);
			if (found !== -1) return found;
		}
	}
	return null;
}
