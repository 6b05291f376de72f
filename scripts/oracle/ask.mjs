// @ts-check
import { spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";

/** @typedef {{ from: number, to: number, slackMs: number }} Timed the window that was measured, and how far off it may be in all */

/**
 * Runs a program to its end. It read what it tells between `began` and `ended`, Unix milliseconds.
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<{ output: string, began: number, ended: number }>}
 */
export function ask(program, args) {
	return new Promise((resolve, reject) => {
		const began = Date.now();
		const child = spawn(program, args, {
			// Without it mpstat writes decimal commas, and ps cuts its lines.
			env: { ...process.env, LC_ALL: "C", S_COLORS: "never", COLUMNS: "1000" },
			stdio: ["ignore", "pipe", "inherit"],
		});
		let output = "";
		let ended = 0;
		child.stdout.setEncoding("utf8").on("data", (text) => {
			output += text;
		});
		child.on("exit", () => {
			ended = Date.now();
		});
		child.on("error", reject);
		child.on("close", (code) => {
			if (code === 0) resolve({ output, began, ended });
			else reject(new Error(`${program} ended with exit code ${code}`));
		});
	});
}

/** The next full second, at which Hostbeat reads: Unix milliseconds. */
const nextSecond = () => Math.ceil(Date.now() / 1_000) * 1_000;

/**
 * Runs a program that measures for so many seconds and then ends, from a full second on: the next one, unless told.
 * @param {string} program
 * @param {string[]} args
 * @param {number} seconds
 * @param {number} [from] Unix milliseconds
 * @returns {Promise<Timed & { output: string }>}
 */
export async function askOver(program, args, seconds, from = nextSecond()) {
	await wait(from - Date.now());
	const { output, began, ended } = await ask(program, args);
	// It took its first reading after it began, and its second, so many seconds later, before it ended.
	const slackMs = Math.max(0, ended - began - seconds * 1_000);
	const first = began + slackMs / 2;
	return { output, from: first, to: first + seconds * 1_000, slackMs };
}

/**
 * Runs a program that tells counters at a full second, and again so many seconds later; what is between them is the
 * growth over the window.
 * @param {() => Promise<{ output: string, began: number, ended: number }>} read
 * @param {number} seconds
 * @param {number} [from] Unix milliseconds
 * @returns {Promise<Timed & { before: string, after: string }>}
 */
export async function askTwice(read, seconds, from = nextSecond()) {
	await wait(from - Date.now());
	const first = await read();
	await wait(from + seconds * 1_000 - Date.now());
	const second = await read();
	return {
		before: first.output,
		after: second.output,
		from: (first.began + first.ended) / 2,
		to: (second.began + second.ended) / 2,
		slackMs: (first.ended - first.began + second.ended - second.began) / 2,
	};
}
