import { expect, it } from "vitest";
import { eachLine, readColumns, readNamed } from "./columns";

const columns = (text: string, count: number) => readColumns(text, 0, text.length, count);

it("does not take the end of another name for the name that is asked for", () => {
	const text = "SwapCached: 1 kB\nxx Cached: 2 kB\nCached: 3 kB\n";
	expect(readNamed(text, "Cached:")).toBe(3);
	expect(readNamed(text, "SwapCached:")).toBe(1);
	expect(readNamed(text, "ached:")).toBeNaN();
});

it("does not take a number for whole that ends where the file was cut off, nor one of the next line", () => {
	expect(readNamed("ctxt 12", "ctxt ")).toBeNaN();
	expect(readNamed("ctxt \n12\n", "ctxt ")).toBeNaN();
});

it("reads counters of 64 bits as exactly as a number can hold them, so that none seems to go back", () => {
	const large = ["18446744073709551613", "18446744073709551615", "9007199254740993", "999999999999999"];
	expect(columns(large.join(" "), 4)).toEqual(large.map(Number));
});

it("has no number for what is none, and for what is not there", () => {
	expect(columns("  1\t-1 x2 3.5  0x7 \r\n", 7)).toEqual([1, ...Array(6).fill(Number.NaN)]);
});

it("leaves out the line at which the file was cut off, and ends when it is told to", () => {
	const lines: string[] = [];
	const text = "one\n\ntwo\nthr";
	eachLine(text, (start, end) => lines.push(text.slice(start, end)));
	expect(lines).toEqual(["one", "", "two"]);
	let visits = 0;
	eachLine(text, () => ++visits < 2);
	expect(visits).toBe(2);
});
