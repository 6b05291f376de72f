// @ts-check
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { readProcess } from "./family.mjs";

const POLL_MS = 200;
const BREAKER_STALE_MS = 10_000;

/** @typedef {{ pid: number, startTime: string | null }} Owner */

/**
 * Runs the work while holding the lock file, so that two commands in one clone never write the same files. A lock
 * whose owner is gone, by SIGKILL or power cut, is taken over.
 * @template T
 * @param {string} file
 * @param {(owner: Owner) => void} onWait called once if another process holds the lock
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, onWait, work) {
	mkdirSync(dirname(file), { recursive: true });
	let said = false;
	while (!tryLock(file)) {
		const owner = readOwner(file);
		if (owner === null || !isAlive(owner)) {
			breakLock(file);
		} else if (!said) {
			said = true;
			onWait(owner);
		}
		await wait(POLL_MS);
	}
	const release = () => rmSync(file, { force: true });
	process.on("exit", release);
	try {
		return await work();
	} finally {
		process.off("exit", release);
		release();
	}
}

/** @param {string} file */
function tryLock(file) {
	const mine = `${file}.${process.pid}`;
	/** @type {Owner} */
	const owner = { pid: process.pid, startTime: readProcess(process.pid)?.startTime ?? null };
	writeFileSync(mine, JSON.stringify(owner));
	try {
		// A link appears with its content, so no one can read a lock that is only half written.
		linkSync(mine, file);
		return true;
	} catch (error) {
		if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
		throw error;
	} finally {
		rmSync(mine, { force: true });
	}
}

/**
 * @param {string} file
 * @returns {Owner | null} null when the lock has just been released, or holds nothing that can be read
 */
function readOwner(file) {
	try {
		return JSON.parse(readFileSync(file, "utf8"));
	} catch {
		return null;
	}
}

/** @param {Owner} owner */
export function isAlive({ pid, startTime }) {
	if (startTime !== null) return readProcess(pid)?.startTime === startTime;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
	}
}

/**
 * Removes a dead owner's lock under a second lock: two waiters that both saw the dead owner could otherwise remove
 * each other's fresh lock.
 * @param {string} file
 */
function breakLock(file) {
	const breaker = `${file}.break`;
	try {
		writeFileSync(breaker, "", { flag: "wx" });
	} catch {
		const age = Date.now() - (statSync(breaker, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
		if (age > BREAKER_STALE_MS) rmSync(breaker, { force: true });
		return;
	}
	try {
		const owner = readOwner(file);
		if (owner === null || !isAlive(owner)) rmSync(file, { force: true });
	} finally {
		rmSync(breaker, { force: true });
	}
}
