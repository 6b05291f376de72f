import fc from "fast-check";
import { expect, it } from "vitest";
import { showPath } from "./shown-path";

const show = (name: string | Uint8Array) => showPath(Buffer.from(name as string).toString("latin1"));

it.each([
	["plain name.txt", "plain name.txt"],
	["naïve 日本 😀", "naïve 日本 😀"],
	["two\nlines\r\t", "two\\nlines\\r\\t"],
	["back\\n", "back\\\\n"],
	["\x1b[2Jgone\u202e", "\\x1b[2Jgone\\xe2\\x80\\xae"],
	[new Uint8Array([0x61, 0xff, 0xc3]), "a\\xff\\xc3"],
	// Too long a form of a slash, and half of a pair: neither is UTF-8.
	[new Uint8Array([0xc0, 0xaf, 0xed, 0xa0, 0x80]), "\\xc0\\xaf\\xed\\xa0\\x80"],
])("shows %j as %s", (name, shown) => {
	expect(show(name)).toBe(shown);
});

it("shows different names differently, each on one line", () => {
	fc.assert(
		fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
			expect(show(a)).not.toMatch(/[\n\r\u2028\u2029]/);
			if (Buffer.compare(a, b) !== 0) expect(show(a)).not.toBe(show(b));
		}),
	);
});
