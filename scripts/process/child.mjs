// @ts-check
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { listDescendants, signalAll } from "./family.mjs";

const LEASH = fileURLToPath(new URL("./leash.cjs", import.meta.url));
const KEPT_CHARACTERS = 200_000;
const GRACE_MS = 4_000;

/**
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null, output: string }} Ended
 * @typedef {{ env?: NodeJS.ProcessEnv, show?: boolean, endWith?: NodeJS.Signals, cwd?: string, limitMs?: number }} Options
 *   show: output goes to the terminal as it comes; otherwise it is kept and returned.
 *   endWith: the signal that makes this program end its own children.
 *   limitMs: after which it is ended.
 */

/**
 * Runs a script with this Node until it ends. The child ends with this process, however that one ends.
 * @param {string[]} args
 * @param {Options} [options]
 */
export function runNode(args, options = {}) {
	const env = { ...(options.env ?? process.env), LEASH_HOLDER: String(process.pid) };
	return runProgram(process.execPath, ["--require", LEASH, ...args], { ...options, env });
}

/**
 * Runs a program until it ends. A signal to this process ends the program and all below it, then this process.
 * @param {string} program
 * @param {string[]} args
 * @param {Options} [options]
 * @returns {Promise<Ended>}
 */
export function runProgram(program, args, options = {}) {
	const { env = process.env, show = false, endWith = "SIGTERM", cwd, limitMs = 0 } = options;
	return new Promise((resolve, reject) => {
		const out = show ? "inherit" : "pipe";
		const child = spawn(program, args, { env, cwd, stdio: ["pipe", out, out] });
		child.on("error", reject);
		let output = "";
		for (const stream of [child.stdout, child.stderr]) {
			stream?.setEncoding("utf8").on("data", (text) => {
				output = (output + text).slice(-KEPT_CHARACTERS);
			});
		}
		const release = endWithUs(child, endWith);
		const limit = limitMs > 0 ? setTimeout(() => endFamily(child, endWith), limitMs) : undefined;
		child.on("close", (code, signal) => {
			clearTimeout(limit);
			release();
			resolve({ code, signal, output });
		});
	});
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {NodeJS.Signals} endWith
 */
function endWithUs(child, endWith) {
	let ending = false;
	/** @param {NodeJS.Signals} signal */
	const stop = (signal) => {
		if (ending) return;
		ending = true;
		child.on("close", () => process.exit(128 + constants.signals[signal]));
		endFamily(child, endWith);
	};
	/** @type {NodeJS.Signals[]} */
	const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
	for (const signal of signals) process.on(signal, stop);
	return () => {
		if (ending) return;
		for (const signal of signals) process.off(signal, stop);
	};
}

/**
 * Asks a child to end, and makes sure of it and of all below it.
 * @param {import("node:child_process").ChildProcess} child
 * @param {NodeJS.Signals} endWith
 */
function endFamily(child, endWith) {
	if (child.pid === undefined) return;
	// Listed before the signal: once their parent is gone they are no longer known as ours.
	const family = [...listDescendants(child.pid), child.pid];
	const finish = () => signalAll(family, "SIGKILL");
	const grace = setTimeout(finish, GRACE_MS);
	child.on("exit", () => {
		clearTimeout(grace);
		finish();
	});
	signalAll([child.pid], endWith);
}
