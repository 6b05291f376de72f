import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Lines, maxLineBytes } from "./lines";

const readAll = (...chunks: (string | Buffer)[]) => {
	const lines = new Lines();
	return [...chunks.flatMap((chunk) => lines.read(Buffer.from(chunk))), ...lines.end()];
};
const texts = (...chunks: (string | Buffer)[]) => readAll(...chunks).map(({ text }) => text);

describe("Lines", () => {
	it("keeps 16 KiB of a line that never ends, and says how much more there was when it does", () => {
		const lines = new Lines();
		const chunk = Buffer.alloc(65_536, "a");
		expect(lines.read(chunk)).toEqual([
			{ text: "a".repeat(maxLineBytes), isOverwritten: false, cutBytes: 0 },
		]);
		for (let count = 1; count < 160; count++) expect(lines.read(chunk)).toEqual([]);
		expect(lines.read(Buffer.from("b\nnext\n"))).toEqual([
			{ text: "", isOverwritten: false, cutBytes: 160 * 65_536 + 1 - maxLineBytes },
			{ text: "next", isOverwritten: false, cutBytes: 0 },
		]);
	});

	it("does not cut through a character", () => {
		const [line, rest] = readAll(`${"a".repeat(maxLineBytes - 1)}€b\n`);
		expect(line?.text).toBe("a".repeat(maxLineBytes - 1));
		expect(rest?.cutBytes).toBe(4);
	});

	it("shows what is no UTF-8, and what a terminal would obey, as text", () => {
		expect(texts(Buffer.from([0x61, 0xff, 0xc3, 0x28, 0x0a]))).toEqual(["a\ufffd\ufffd("]);
		expect(texts("nul\0 bell\x07 back\x08 delete\x7f\n")).toEqual([
			"nul\u2400 bell\u2407 back\u2408 delete\u2421",
		]);
		expect(texts(Buffer.from("c1 \u009b31m\n"))).toEqual(["c1 \ufffd31m"]);
	});

	it("leaves tabs and colours as they are", () => {
		expect(texts("a\tb \x1b[31mred\x1b[0m\n")).toEqual(["a\tb \x1b[31mred\x1b[0m"]);
	});

	it("tells lines apart by LF, CRLF and CR, and keeps empty ones", () => {
		expect(texts("one\n\ntwo\r\nthree\rfour")).toEqual(["one", "", "two", "three", "four"]);
	});

	it("knows what is written over and over", () => {
		const lines = readAll("\r 10%\r 20%\rdone\n");
		expect(lines.map(({ text, isOverwritten }) => [text, isOverwritten])).toEqual([
			[" 10%", true],
			[" 20%", true],
			["done", false],
		]);
	});

	it("gives the same lines wherever the output is cut into reads", () => {
		const text = fc.array(fc.constantFrom("a", "é", "€", "😀", "\n", "\r\n", "\r", "\xff"), {
			maxLength: 40,
		});
		fc.assert(
			fc.property(text, fc.array(fc.nat(120)), (parts, cuts) => {
				const bytes = Buffer.from(parts.join(""));
				const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
				const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
				expect(texts(...chunks)).toEqual(texts(bytes));
			}),
		);
	});
});
