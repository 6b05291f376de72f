/** `{name}` stands for a parameter; what else stands in braces is no placeholder: `{}`, `{print $1}`. */
const placeholder = /\{([a-zA-Z_][\w-]*)\}/g;

/** The names of the parameters that stand in an argument. */
export function findPlaceholders(argument: string): string[] {
	return [...argument.matchAll(placeholder)].map(([, name = ""]) => name);
}

/** Puts into an argument, in one go, what each name stands for; a name that stands for nothing stays as it is. */
export function fillPlaceholders(argument: string, textOf: (name: string) => string | null): string {
	return argument.replace(placeholder, (whole, name: string) => textOf(name) ?? whole);
}

/** The first argument that a dashed parameter begins, where a program would take it for an option; `null` if none. */
export function findOption(command: readonly string[], dashed: readonly string[]): number | null {
	const end = command.indexOf("--");
	const found = command.findIndex(
		(argument, index) =>
			(end === -1 || index < end) && dashed.some((name) => index > 0 && argument.startsWith(`{${name}}`)),
	);
	return found === -1 ? null : found;
}

/** What reads an argument as a program, after which option, and how the two begin where they are one argument. */
const interpreters: [program: RegExp, option: RegExp, joined: RegExp | null][] = [
	[/^(ba|da|z|k|mk|a|fi|c|tc)?sh$|^busybox$/, /^-[a-z]*c[a-z]*$/, null],
	[/^(python|pypy)[\d.]*$/, /^-[A-Za-z]*c$/, /^-[A-Za-z]*c/],
	[/^(perl|ruby)[\d.]*$/, /^-[A-Za-z]*[eE]$/, /^-[a-z]*[eE]/],
	[/^(node|nodejs|bun)$/, /^(-[a-z]*[ep]|--eval|--print)$/, /^--(eval|print)=/],
	[/^php[\d.]*$/, /^-[A-Za-z]*[rBRE]$/, /^-[A-Za-z]*[rBRE]/],
];

/** The first argument with a placeholder that a shell or another interpreter would read as its program; `null` if none. */
export function findInjection(command: readonly string[]): number | null {
	for (const [start, name] of command.entries()) {
		// Also behind env, nice, sudo or timeout.
		const program = name.split("/").at(-1) ?? "";
		for (const [isProgram, isOption, joined] of interpreters) {
			if (!isProgram.test(program)) continue;
			const found = command.findIndex((argument, index) => {
				if (index <= start || findPlaceholders(argument).length === 0) return false;
				const isAfter = index > start + 1 && isOption.test(command[index - 1] ?? "");
				return isAfter || (joined?.test(argument) ?? false);
			});
			if (found !== -1) return found;
		}
	}
	return null;
}
