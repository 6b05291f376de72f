import { mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { KeptFiles } from "./kept-files";

vi.mock("node:fs", async (original) => {
	const fs = await original<typeof import("node:fs")>();
	return { ...fs, openSync: vi.fn(fs.openSync) };
});

let directory: string;
let files: KeptFiles;

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "kept-"));
	files = new KeptFiles(2);
});

afterEach(() => {
	files.close();
	rmSync(directory, { recursive: true });
});

const write = (name: string, text: string) => writeFileSync(join(directory, name), text);
const read = (name: string) => files.read(join(directory, name), (text) => `${text}!`, "absent");

it("tells a file that is not there from one that cannot be read", () => {
	expect(read("nothing")).toBe("absent");
	mkdirSync(join(directory, "folder"));
	expect(read("folder")).toBe("could not be read (EISDIR)");
	expect(files.open).toBe(0);
});

it("keeps no more descriptors than it may, and reads all the same", () => {
	for (const name of ["a", "b", "c"]) write(name, name);
	for (let round = 0; round < 2; round++) {
		expect(["a", "b", "c"].map(read)).toEqual(["a!", "b!", "c!"]);
		expect(files.open).toBe(2);
	}
});

it("closes what is not read any more, and has room for others then", () => {
	for (const name of ["a", "b", "c"]) write(name, name);
	for (const name of ["a", "b"]) read(name);
	files.sweep();
	read("a");
	files.sweep();
	expect(files.open).toBe(1);
	read("c");
	expect(files.open).toBe(2);
});

it("gives the present text, longer or shorter than before and than its buffer", () => {
	for (const text of ["one", "x".repeat(100_000), "", "two"]) {
		write("a", text);
		expect(read("a")).toBe(`${text}!`);
	}
});

it("lets a mistake of the one who parses be seen", () => {
	write("a", "1");
	const parse = () => {
		throw new TypeError("a mistake");
	};
	expect(() => files.read(join(directory, "a"), parse, "absent")).toThrow("a mistake");
});

it("gives its descriptors back when the process has none left, and reads one file at a time from then on", () => {
	for (const name of ["a", "b", "c"]) write(name, name);
	for (const name of ["a", "b"]) read(name);
	expect(files.open).toBe(2);
	vi.mocked(openSync).mockImplementationOnce(() => {
		throw Object.assign(new Error("too many open files"), { code: "EMFILE" });
	});
	expect(["c", "a", "b"].map(read)).toEqual(["c!", "a!", "b!"]);
	expect(files.open).toBe(0);
	files.sweep();
	read("a");
	expect(files.open).toBe(1);
});
