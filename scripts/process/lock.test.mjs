// @ts-check
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readProcess } from "./family.mjs";
import { isAlive, withLock } from "./lock.mjs";

let directory = "";
let lock = "";

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "hostbeat-lock-"));
	lock = join(directory, "deep", "lock");
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

const never = () => expect.unreachable();

test("the second waits until the first is done, and says so once", async () => {
	/** @type {string[]} */
	const order = [];
	/** @type {() => void} */
	let release = () => {};
	const held = new Promise((resolve) => {
		release = () => resolve(null);
	});
	const first = withLock(lock, never, async () => {
		await held;
		order.push("first");
	});
	const onWait = vi.fn(() => release());
	await withLock(lock, onWait, async () => void order.push("second"));
	await first;
	expect(order).toEqual(["first", "second"]);
	expect(onWait).toHaveBeenCalledOnce();
	expect(onWait).toHaveBeenCalledWith({ pid: process.pid, startTime: expect.anything() });
});

test("a lock left by a killed process is taken over", async () => {
	await withLock(lock, never, async () => {});
	writeFileSync(lock, JSON.stringify({ pid: 2 ** 22 + 1, startTime: null }));
	await expect(withLock(lock, never, async () => "done")).resolves.toBe("done");
});

test("a lock that is only half written is taken over", async () => {
	await withLock(lock, never, async () => {});
	writeFileSync(lock, '{ "pid": 1');
	await expect(withLock(lock, never, async () => "done")).resolves.toBe("done");
});

test("a process that merely got the dead owner's number does not hold the lock", () => {
	if (readProcess(process.pid) === null) return;
	expect(isAlive({ pid: process.pid, startTime: "1" })).toBe(false);
	expect(isAlive({ pid: process.pid, startTime: readProcess(process.pid)?.startTime ?? "" })).toBe(true);
});

test("work that fails releases the lock", async () => {
	await expect(withLock(lock, never, async () => Promise.reject(new Error("disk full")))).rejects.toThrow(
		"disk full",
	);
	expect(existsSync(lock)).toBe(false);
});
