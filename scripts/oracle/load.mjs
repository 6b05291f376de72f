// @ts-check
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { endWithUs } from "../process/lifetime.mjs";

/** A load that runs, until it is ended. @typedef {{ pid: number, end: () => Promise<void> }} Load */

const MARGIN_MS = 1_500;

/**
 * Starts a program that makes a load, and that ends with us at the latest.
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<Load>}
 */
export async function startLoad(program, args) {
	const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"] });
	await once(child, "spawn");
	return { pid: Number(child.pid), end: endWithUs(child) };
}

/**
 * Measures over so many seconds, and has the load begin after the window's beginning and end before its end: where the
 * windows of two programs do not meet to the millisecond, nothing goes on then.
 * @template T
 * @param {number} seconds
 * @param {() => Promise<T>} measure
 * @param {() => Promise<Load>} start
 */
export async function measureLoad(seconds, measure, start) {
	const measuring = measure();
	// Failing before it is awaited must not end the program.
	measuring.catch(() => {});
	await wait(1_000 + MARGIN_MS);
	const load = await start();
	await wait(seconds * 1_000 - 2 * MARGIN_MS - 1_000);
	await load.end();
	return measuring;
}

const halfBusy = `
const busy = (ms) => { const end = performance.now() + ms; while (performance.now() < end); };
setInterval(() => busy(20), 40);
// So much is held as makes a difference, and touched so that it is there.
globalThis.held = Buffer.alloc(256 * 1024 * 1024, 1);`;

/** Keeps half a core busy, and 256 MiB of memory, with Node alone. */
export function startHalfBusy() {
	return startLoad(process.execPath, ["-e", halfBusy]);
}
