import { describe, expect, it } from "vitest";
import { fillCommand } from "./command";

describe("fillCommand", () => {
	it.each(["; rm -rf /", "$(id)", "`id`", "a\nb", "../../etc/passwd", "{other}", "$&", "a b", "'\"\\"])(
		"keeps %j one argument, as it is",
		(name) => {
			expect(fillCommand(["echo", "{name}", "in {name}"], { name, other: "filled" }).args).toEqual([
				name,
				`in ${name}`,
			]);
		},
	);

	it("lets no text be an option, but after `--` and for numbers", () => {
		expect(() => fillCommand(["tar", "{name}"], { name: "--checkpoint-action=exec=sh" })).toThrow(
			'name begins with "-" and would be taken for an option',
		);
		expect(() => fillCommand(["tar", "{empty}{name}"], { empty: "", name: "-x" })).toThrow("would be taken");
		expect(fillCommand(["tar", "--", "{name}"], { name: "-x" }).args).toEqual(["--", "-x"]);
		expect(fillCommand(["tar", "--name={name}", "{n}"], { name: "-x", n: -5 }).args).toEqual([
			"--name=-x",
			"-5",
		]);
	});

	it("lets no parameter choose the program", () => {
		expect(fillCommand(["{name}"], { name: "/bin/sh" }).program).toBe("{name}");
	});

	it("joins lists by commas, writes flags and numbers out, and leaves what is no parameter", () => {
		const parameters = { list: ["a", "b"], flag: true, n: 1.5 };
		expect(fillCommand(["x", "{list}", "{flag}", "{n}", "{none}", "{constructor}"], parameters).args).toEqual(
			[...["a,b", "true", "1.5", "{none}", "{constructor}"]],
		);
	});
});
