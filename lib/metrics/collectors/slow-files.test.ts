import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SlowFiles } from "./slow-files";

let asked: string[];
let hanging: Map<string, (text: string) => void>;

const read = (path: string) => {
	asked.push(path);
	if (!path.includes("dead")) return Promise.resolve(`${path}\n`);
	return new Promise<string>((resolve) => hanging.set(path, resolve));
};
const one = (path: string) => ({ device: path, paths: [path] });
const answersOf = async (files: SlowFiles, paths: string[], nowMs = 0) => {
	const answers = files.read(paths.map(one), nowMs);
	await vi.advanceTimersByTimeAsync(4_000);
	return Object.fromEntries(await answers);
};

beforeEach(() => {
	vi.useFakeTimers();
	asked = [];
	hanging = new Map();
});

afterEach(() => {
	vi.useRealTimers();
});

it("waits four seconds for a device that hangs, and reaches the others the next time", async () => {
	const files = new SlowFiles(read);
	expect(await answersOf(files, ["a", "dead", "b"])).toEqual({
		a: { text: "a" },
		dead: { reason: "not answering" },
		b: { reason: "not asked: another one is not answering" },
	});
	expect(await answersOf(files, ["a", "dead", "b"], 5_000)).toEqual({
		a: { text: "a" },
		dead: { reason: "not answering" },
		b: { text: "b" },
	});
	expect(asked).toEqual(["a", "dead", "a", "b"]);
});

it("never holds more than two threads of four, however many devices hang and however often it is asked", async () => {
	const files = new SlowFiles(read);
	for (let round = 0; round < 5; round++)
		await answersOf(files, ["dead1", "dead2", "dead3", "a"], round * 5_000);
	expect([...hanging.keys()]).toEqual(["dead1", "dead2"]);
});

it("lets a device rest for a minute that answered too late, and does not change what was told", async () => {
	const files = new SlowFiles(read);
	const told = await answersOf(files, ["dead"]);
	hanging.get("dead")?.("late");
	await vi.advanceTimersByTimeAsync(0);
	expect(told).toEqual({ dead: { reason: "not answering" } });
	expect(await answersOf(files, ["dead"], 59_000)).toEqual({ dead: { reason: "not answering" } });
	expect(asked).toHaveLength(1);
	void answersOf(files, ["dead"], 60_000);
	await vi.advanceTimersByTimeAsync(0);
	expect(asked).toHaveLength(2);
});

it("asks a device that hangs for none of its other files", async () => {
	const files = new SlowFiles(read);
	const answers = files.read([{ device: "disk", paths: ["dead", "limit"] }], 0);
	await vi.advanceTimersByTimeAsync(4_000);
	expect(Object.fromEntries(await answers)).toEqual({
		dead: { reason: "not answering" },
		limit: { reason: "not asked: another one is not answering" },
	});
});

it("reads a kept descriptor from its beginning, and closes what it is no longer asked for", async () => {
	vi.useRealTimers();
	const directory = mkdtempSync(join(tmpdir(), "hostbeat-files-"));
	const path = join(directory, "temp1_input");
	writeFileSync(path, "41000\n");
	const files = new SlowFiles();
	const free = openSync(path, "r");
	closeSync(free);
	expect(await files.read([one(path)], 0)).toEqual(new Map([[path, { text: "41000" }]]));
	writeFileSync(path, "42000\n");
	expect(await files.read([one(path)], 0)).toEqual(new Map([[path, { text: "42000" }]]));
	await files.read([], 0);
	const next = openSync(path, "r");
	expect(next).toBe(free);
	closeSync(next);
	rmSync(directory, { recursive: true });
	expect(await files.read([one(path)], 0)).toEqual(new Map([[path, { reason: "no longer there (ENOENT)" }]]));
});
