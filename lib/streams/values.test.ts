import { describe, expect, it } from "vitest";
import { readText, readValues } from "./values";

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`f${at}`, at]));

describe("readValues", () => {
	it.each([
		[null, "body: expected an object of numbers and text, got null"],
		[[1], "body: expected an object of numbers and text, got a list"],
		["text", "body: expected an object of numbers and text, got a string"],
		[{}, "body: expected 1 to 20 fields, got 0"],
		[many(21), "body: expected 1 to 20 fields, got 21"],
		[{ time: 1 }, "time: expected none, for it is the server's"],
		[JSON.parse('{"__proto__":1}'), 'fields of a letter and up to 39 more and digits, got "__proto__"'],
		[{ "a.b": 1 }, 'got "a.b"'],
		[{ "": 1 }, 'got ""'],
		[{ [`a${"b".repeat(40)}`]: 1 }, "expected fields"],
		[{ price: JSON.parse("1e999") }, "price: expected a number or text, got a number that is too large"],
		[{ price: null }, "price: expected a number or text, got null"],
		[{ price: true }, "price: expected a number or text, got a boolean"],
		[{ price: { a: 1 } }, "price: expected a number or text, got an object"],
		[{ text: "x".repeat(1_001) }, "text: expected at most 1000 characters, got 1001"],
	])("refuses %j, and says why", (body, message) => {
		expect(() => readValues(body)).toThrow(message);
		expect(() => readValues(body)).toThrow(RangeError);
	});

	it("takes numbers and text as they are, lines and all", () => {
		const body = { price: -1.5e-7, volume: 0, text: "one\r\ntwo\n\tthree <b>" };
		expect(readValues(body)).toEqual(body);
		expect(Object.keys(readValues(many(20)))).toHaveLength(20);
	});
});

it("plain text is the field of that name", () => {
	expect(readText("a\nb")).toEqual({ text: "a\nb" });
	expect(() => readText("x".repeat(1_001))).toThrow("text: expected at most");
});
