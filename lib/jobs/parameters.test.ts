import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkParameters, ParameterError } from "./parameters";
import type { Parameter } from "./types";

fc.configureGlobal({ seed: 20_261_121 });

const text: Parameter = { name: "name", title: "Name", type: "text", maxLength: 200 };
const check = (parameter: Parameter, value: unknown, now?: number) =>
	checkParameters({ parameters: [parameter] }, { [parameter.name]: value }, now).then(
		(all) => all[parameter.name],
	);
const refusal = async (parameters: Parameter[], input: unknown): Promise<string> => {
	const error = await checkParameters({ parameters }, input).then(
		() => null,
		(error) => error,
	);
	expect(error).toBeInstanceOf(ParameterError);
	return error.message;
};

describe("text", () => {
	it.each([
		["the end of a line", "a\nb"],
		["a carriage return", "a\rb"],
		["NUL", "a\0b"],
		["an escape of a terminal", "\u001b[2J"],
		["what some take for the end of a line", "a\u2028b"],
		["half of a pair", "a\ud800"],
	])("has no %s", async (_, value) => {
		expect(await refusal([text], { name: value })).toContain("name: expected text on one line");
	});

	it("does not begin with a dash, unless it may: a program would take it for an option", async () => {
		expect(await refusal([text], { name: "--output=/etc/passwd" })).toBe(
			'name: expected text that does not begin with -, got "--output=/etc/passwd"',
		);
		expect(await check({ ...text, allowDash: true }, "-1")).toBe("-1");
	});

	it("of a megabyte is refused by its length, and hardly repeated", async () => {
		const began = performance.now();
		const message = await refusal([{ ...text, pattern: "(a|b)*" }], { name: "a".repeat(2 ** 20) });
		expect(message).toBe(`name: expected text of at most 200 characters, got "${"a".repeat(100)}…"`);
		expect(performance.now() - began).toBeLessThan(1_000);
	});

	it("matches its pattern as a whole, or not at all", async () => {
		const dated: Parameter = { ...text, pattern: "\\d{4}|x" };
		expect(await check(dated, "2026")).toBe("2026");
		for (const value of ["2026; rm -rf /", "a x", "x "])
			expect(await refusal([dated], { name: value })).toContain("name: expected text like \\d{4}|x");
	});

	it("is an argument as it stands, whatever a shell would make of it", async () => {
		const value = "$(touch /tmp/x); `id` | cat > \"y\" 'z' && * ~ \\";
		expect(await check(text, value)).toBe(value);
	});

	it("that is taken reaches a program as one argument, letter by letter", async () => {
		const nasty = fc.array(
			fc.oneof(
				fc.constantFrom(
					";",
					"$(id)",
					"`id`",
					"|",
					"&&",
					"\n",
					"\0",
					"'",
					'"',
					"\\",
					"*",
					"../",
					"-",
					" ",
					"{a}",
					"é",
				),
				fc.string({ unit: "binary", maxLength: 4 }),
			),
			{ maxLength: 20 },
		);
		const taken: string[] = [];
		await fc.assert(
			fc.asyncProperty(nasty, async (parts) => {
				const value = parts.join("");
				const found = await check(text, value).catch((error) => {
					expect(error).toBeInstanceOf(ParameterError);
					return null;
				});
				if (found === null) return;
				expect(found).toBe(value);
				taken.push(value);
			}),
			{ numRuns: 500 },
		);
		const script = "process.stdout.write(JSON.stringify(process.argv.slice(1)))";
		const { stdout } = spawnSync(process.execPath, ["-e", script, "--", ...taken], { encoding: "utf8" });
		expect(taken.length).toBeGreaterThan(50);
		expect(JSON.parse(stdout)).toEqual(taken);
	});
});

describe("a directory", () => {
	let root: string;
	let parameter: Parameter;
	beforeAll(() => {
		root = realpathSync(mkdtempSync(join(tmpdir(), "hostbeat-parameters-")));
		for (const path of ["in/a/b", "inside", "out/secret"]) mkdirSync(join(root, path), { recursive: true });
		writeFileSync(join(root, "in/file"), "");
		symlinkSync(join(root, "out"), join(root, "in/leads-out"));
		symlinkSync(join(root, "in/a"), join(root, "in/leads-in"));
		symlinkSync(join(root, "in/circle"), join(root, "in/circle"));
		symlinkSync(join(root, "in"), join(root, "alias"));
		parameter = { name: "directory", title: "Directory", type: "directory", within: [join(root, "in")] };
	});
	afterAll(() => rmSync(root, { recursive: true }));

	it.each([
		"in/../out",
		"in/a/../../out/secret",
		"in/leads-out",
		"in/leads-out/secret",
		"inside",
		"out",
		".",
		"in/missing",
		"in/circle",
		"in/file",
		"in/a\0/../../out",
		"in/a\n",
	])("is not %j: it leads out, or is none", async (path) => {
		expect(await refusal([parameter], { directory: `${root}/${path}` })).toContain(
			`directory: expected the full path of a directory that is there, ${root}/in or below, got "`,
		);
	});

	it.each(["in", "", "~", "/".repeat(5_000), 7, ["/"], null])("is not %j either", async (path) => {
		expect(await refusal([parameter], { directory: path })).toContain(
			"expected the full path of a directory",
		);
	});

	it("says the same of what is elsewhere and of what is nowhere", async () => {
		const [there, nowhere] = await Promise.all(
			["out/secret", "out/nothing"].map((path) => refusal([parameter], { directory: `${root}/${path}` })),
		);
		expect(there?.replace("secret", "nothing")).toBe(nowhere);
	});

	it("is the one that it really is, however it was named", async () => {
		for (const path of ["in/a", "in/leads-in", "in/a/b/..", "alias/a", "in//a/"])
			expect(await check(parameter, `${root}/${path}`)).toBe(join(root, "in/a"));
		expect(await check({ ...parameter, within: [join(root, "alias")] } as Parameter, join(root, "in"))).toBe(
			join(root, "in"),
		);
		expect(await check({ ...parameter, within: ["/"] } as Parameter, "/")).toBe("/");
	});

	it("is never outside, whatever steps lead to it", async () => {
		const step = fc.constantFrom(
			"..",
			".",
			"a",
			"b",
			"leads-out",
			"leads-in",
			"secret",
			"",
			"in",
			"out",
			"\0",
		);
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
				const found = await check(parameter, [join(root, "in"), ...steps].join("/")).catch(() => null);
				if (found !== null) expect(`${found}/`.startsWith(`${root}/in/`)).toBe(true);
			}),
			{ numRuns: 500 },
		);
	});
});

describe("other types", () => {
	const number: Parameter = { name: "n", title: "n", type: "number", min: 1, max: 9, isWhole: true };
	it.each([0, 10, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "5", true, null, [5]])(
		"takes no %j for a number",
		(value) => expect(check(number, value)).rejects.toThrow("n: expected a whole number from 1 to 9, got"),
	);

	it("takes only what there is to choose from, and only true or false for a flag", async () => {
		const options = [{ value: "a", title: "A" }];
		const choice: Parameter = { name: "c", title: "c", type: "choice", options };
		expect(await check(choice, "a")).toBe("a");
		await expect(check(choice, "A")).rejects.toThrow('c: expected one of a, got "A"');
		const flag: Parameter = { name: "f", title: "f", type: "flag" };
		expect(await check(flag, false)).toBe(false);
		await expect(check(flag, "false")).rejects.toThrow('f: expected true or false, got "false"');
	});

	it("reads times, also before now, and guesses at none", async () => {
		const time: Parameter = { name: "t", title: "t", type: "time" };
		const now = Date.UTC(2026, 10, 21, 12);
		expect(await check(time, "-24h", now)).toBe(Date.UTC(2026, 10, 20, 12));
		expect(await check(time, "now", now)).toBe(now);
		expect(await check(time, 0, now)).toBe(0);
		expect(await check(time, "2026-11-21T03:00+01:00", now)).toBe(Date.UTC(2026, 10, 21, 2));
		for (const value of ["yesterday", "24h", "--1h", "-1", "2026-11-21", -1, 1.5, 9e15])
			await expect(check(time, value, now)).rejects.toThrow("t: expected Unix milliseconds");
	});

	it("takes names of metrics in a list", async () => {
		const metrics: Parameter = { name: "m", title: "m", type: "metrics", default: [] };
		expect(await check(metrics, ["cpu", "filesystem./mnt/a b.usedBytes"])).toHaveLength(2);
		expect(await check(metrics, undefined)).toEqual([]);
		for (const value of ["cpu", ["-x"], ["a\n"], [""], [1], Array(65).fill("cpu")])
			await expect(check(metrics, value)).rejects.toThrow("m: expected a list of at most 64 names");
	});

	it("takes an id and no path for an upload", async () => {
		const upload: Parameter = { name: "file", title: "File", type: "upload" };
		expect(await check(upload, "0123456789abcdef")).toBe("0123456789abcdef");
		await expect(check(upload, "../../etc/passwd")).rejects.toThrow("file: expected the id of a file");
	});
});

describe("all together", () => {
	const optional: Parameter = { ...text, name: "other", default: "x" };

	it.each([[[]], ["name"], [5], [true]])("are no %j", async (input) => {
		expect(await refusal([text], input)).toContain("parameters: expected names with values, got");
	});

	it("have no other names than the task has, those of every object among them", async () => {
		const input = JSON.parse('{"name":"a","__proto__":{"x":1},"constructor":1}');
		expect(await refusal([text, optional], input)).toBe(
			"__proto__: expected one of name, other, got another\nconstructor: expected one of name, other, got another",
		);
		expect(await refusal([], { x: 1 })).toBe("x: expected no parameters, got one");
		expect((await refusal([text], { [`${"x".repeat(2 ** 20)}`]: 1, name: "" })).length).toBeLessThan(200);
	});

	it("are complete, by defaults where nothing came; every mistake is named", async () => {
		expect(await checkParameters({ parameters: [text, optional] }, { name: "a" })).toEqual({
			name: "a",
			other: "x",
		});
		expect(await checkParameters({ parameters: [] }, undefined)).toEqual({});
		expect(await refusal([text, optional], { other: "\n" })).toBe(
			"name: expected text of at most 200 characters, got nothing\n" +
				'other: expected text on one line, without control characters, got "\uFFFD"',
		);
	});
});
