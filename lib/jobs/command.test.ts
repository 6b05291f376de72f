import fc from "fast-check";
import { expect, it } from "vitest";
import { fillCommand, findInjection, findPlaceholders } from "./command";

fc.configureGlobal({ seed: 20_261_121 });

it("puts a parameter in its place once, whatever is in it", () => {
	fc.assert(
		fc.property(fc.string({ unit: "binary" }), (value) => {
			const filled = fillCommand(["program", "--name={name}", "{name}", "{}"], { name: value });
			expect(filled).toEqual(["program", `--name=${value}`, value, "{}"]);
		}),
	);
	expect(fillCommand(["p", "{a}{b}"], { a: "{b}", b: "$&" })).toEqual(["p", "{b}$&"]);
});

it("leaves in braces what is no parameter, or stands in two of them", () => {
	expect(fillCommand(["awk", "{print $1}", "{{url}}", "{ n }"], { n: 1 })).toEqual([
		"awk",
		"{print $1}",
		"{url}",
		"{ n }",
	]);
	expect(findPlaceholders("{a} {{b}} {c-d} {E} {1} {}")).toEqual(["a", "c-d"]);
	expect(() => fillCommand(["{toString}"], {})).toThrow("expected a parameter toString, got none");
});

it.each([
	[["sh", "-c", "echo {name}"], 2],
	[["/bin/bash", "-e", "-xc", "echo {name}"], 3],
	[["env", "A=1", "zsh", "-c", "{name}"], 4],
	[["python3.12", "-c", "print('{name}')"], 2],
	[["perl", "-ne", "{name}"], 2],
	[["node", "--eval", "{name}"], 2],
])("finds where %j would run what it is given", (command, index) => {
	expect(findInjection(command)).toBe(index);
});

it.each([
	[["sh", "-c", 'echo "$1"', "sh", "{name}"]],
	[["sh", "script.sh", "{name}"]],
	[["tar", "-c", "{name}"]],
	[["python3", "import.py", "-e", "{name}"]],
])("has nothing against %j", (command) => {
	expect(findInjection(command)).toBeNull();
});
