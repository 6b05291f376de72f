import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { KernelFile } from "./kernel-file";

let directory: string;
let path: string;
let file: KernelFile;

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "kernel-file-"));
	path = join(directory, "file");
	file = new KernelFile(path);
});

afterEach(() => {
	file.close();
	rmSync(directory, { recursive: true });
});

it("says which file cannot be read, and why, and reads it once it is there", () => {
	expect(() => file.read()).toThrow(`${path} cannot be read (ENOENT)`);
	writeFileSync(path, "now");
	expect(file.read()).toBe("now");
});

it("opens the file anew when the kept descriptor went bad", () => {
	const directoryFile = new KernelFile(directory);
	expect(() => directoryFile.read()).toThrow("EISDIR");
	expect(() => directoryFile.read()).toThrow("EISDIR");
	writeFileSync(path, "one");
	expect(file.read()).toBe("one");
	file.close();
	writeFileSync(path, "two");
	expect(file.read()).toBe("two");
});

it("reads to the end of a file far longer than its buffer, in whole characters", () => {
	const text = `${"ä".repeat(50_000)}end`;
	writeFileSync(path, text);
	expect(file.read()).toBe(text);
});

it("gives the present text each time, also when it became shorter or empty", () => {
	writeFileSync(path, "a long first text");
	expect(file.read()).toBe("a long first text");
	writeFileSync(path, "short");
	expect(file.read()).toBe("short");
	truncateSync(path);
	expect(file.read()).toBe("");
});

it("reads once for all that ask at the same instant", () => {
	writeFileSync(path, "one");
	expect(file.read(1)).toBe("one");
	writeFileSync(path, "two");
	expect(file.read(1)).toBe("one");
	expect(file.read(2)).toBe("two");
	expect(file.read()).toBe("two");
});

it.runIf(process.platform === "linux")("reads files that the kernel makes", () => {
	const stat = new KernelFile("/proc/stat");
	expect(stat.read()).toMatch(/^cpu .*\nsoftirq .*\n$/s);
	expect(stat.read()).toMatch(/^cpu .*\nsoftirq .*\n$/s);
	stat.close();
});
