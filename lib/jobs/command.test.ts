import { expect, it } from "vitest";
import { findInjection, findOption, findPlaceholders } from "./command";

it("finds names in braces, and nothing else in them", () => {
	expect(findPlaceholders("{a} --x={c-d}{E} {1} {} {print $1} { a } {_b}")).toEqual(["a", "c-d", "E", "_b"]);
	expect(findPlaceholders("{constructor}{{x}}")).toEqual(["constructor", "x"]);
});

it("finds where what may begin with a dash would be an option", () => {
	expect(findOption(["tar", "{a}", "{b}"], ["b"])).toBe(2);
	expect(findOption(["tar", "-{b}", "--x={b}", "--", "{b}"], ["b"])).toBeNull();
	expect(findOption(["tar", "{a}"], [])).toBeNull();
});

it.each([
	[["sh", "-c", "echo {name}"], 2],
	[["/bin/bash", "-e", "-xc", "echo {name}"], 3],
	[["env", "A=1", "zsh", "-c", "{name}"], 4],
	[["python3.12", "-c", "print('{name}')"], 2],
	[["perl", "-ne", "{name}"], 2],
	[["node", "--eval", "{name}"], 2],
	[["sh", "-ce", "echo {name}"], 2],
	[["python3", "-cprint('{name}')"], 1],
	[["perl", "-nesay {name}"], 1],
	[["node", "--eval={name}"], 1],
])("finds where %j would run what it is given", (command, index) => {
	expect(findInjection(command)).toBe(index);
});

it.each([
	[["sh", "-c", 'echo "$1"', "sh", "{name}"]],
	[["sh", "script.sh", "{name}"]],
	[["tar", "-c", "{name}"]],
	[["perl", "-w", "report.pl", "--day={name}"]],
	[["python3", "-m", "http.server", "{name}"]],
	[["python3", "import.py", "-e", "{name}"]],
])("has nothing against %j", (command) => {
	expect(findInjection(command)).toBeNull();
});
