import {
	appendFileSync,
	chmodSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Audit, type Note } from "./audit";

let directory: string;
let file: string;
let audit: Audit;
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
const failed: Note = { action: "sign-in-failed", who: null, address: "10.0.0.1", what: null };
const signedIn: Note = { action: "signed-in", who: "admin", address: "10.0.0.1", what: null };

beforeEach(() => {
	vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
	vi.clearAllMocks();
	directory = mkdtempSync(join(tmpdir(), "hostbeat-audit-"));
	file = join(directory, "data", "audit.log");
	let time = 0;
	audit = new Audit(file, { now: () => ++time, log });
});
afterEach(() => {
	audit.close();
	vi.useRealTimers();
	rmSync(directory, { recursive: true, force: true });
});

it("never throws where it cannot be written, and says so once", () => {
	writeFileSync(join(directory, "data"), "");
	for (let n = 0; n < 3; n++) audit.note(signedIn);
	expect(log.warn).toHaveBeenCalledTimes(1);
	expect(log.warn.mock.calls[0]?.[0]).toMatch(
		/audit\.log cannot be written \(\w+\): who signs in is not noted/,
	);
	rmSync(join(directory, "data"));
	audit.note(signedIn);
	expect(log.info).toHaveBeenCalledTimes(1);
});

it("is bounded: one file of a mebibyte and the one before it", async () => {
	for (let n = 0; n < 25_000; n++) audit.note({ ...signedIn, what: `${n}` });
	expect(readdirSync(join(directory, "data")).sort()).toEqual(["audit.log", "audit.log.1"]);
	for (const name of ["audit.log", "audit.log.1"]) {
		expect(statSync(join(directory, "data", name)).size).toBeLessThanOrEqual(2 ** 20);
	}
	const entries = await audit.read(1_000_000);
	expect(entries[0]?.what).toBe("24999");
	expect(entries.length).toBeGreaterThan(9_000);
});

it("writes down five failed attempts of a second by themselves, and how many more there were", async () => {
	for (let n = 0; n < 2_000; n++) audit.note(failed);
	audit.note(signedIn);
	vi.advanceTimersByTime(1_000);
	audit.note(failed);
	const entries = (await audit.read(100)).reverse();
	expect(entries.map(({ action, count, address }) => [action, count, address])).toEqual([
		...Array.from({ length: 5 }, () => ["sign-in-failed", 1, "10.0.0.1"]),
		["signed-in", 1, "10.0.0.1"],
		["sign-in-failed", 1_995, null],
		["sign-in-failed", 1, "10.0.0.1"],
	]);
});

it("loses none of them at the end", async () => {
	for (let n = 0; n < 8; n++) audit.note(failed);
	audit.close();
	expect((await audit.read(1))[0]).toMatchObject({ action: "sign-in-failed", count: 3 });
});

it("reads on past lines that are damaged, and begins its own on a new line after one", async () => {
	audit.note(signedIn);
	appendFileSync(file, 'not json\n{"time":1}\n[]\n\n{"time":5,"action":"gone","who":null}\n{"time":7,"acti');
	const next = new Audit(file, { now: () => 9, log });
	next.note({ ...signedIn, who: "viewer" });
	expect((await next.read(100)).map(({ who }) => who)).toEqual(["viewer", "admin"]);
});

it("may be read by its owner alone, also when it stood open", () => {
	audit.note(signedIn);
	expect(statSync(file).mode & 0o777).toBe(0o600);
	chmodSync(file, 0o644);
	audit.note(signedIn);
	expect(statSync(file).mode & 0o777).toBe(0o600);
});

it("writes what is named in one line, and nothing that it was not told to", () => {
	const note = { ...signedIn, what: 'a\n{"action":"signed-in"}\u2028', password: "secret" };
	audit.note(note);
	const text = readFileSync(file, "utf8");
	expect(text.trimEnd().split("\n")).toHaveLength(1);
	expect(text).not.toContain("secret");
});

it("is empty before anything was done", async () => {
	expect(await audit.read(10)).toEqual([]);
	mkdirSync(join(directory, "data"));
	writeFileSync(file, "");
	expect(await audit.read(10)).toEqual([]);
});
