// @ts-check
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { listDescendants } from "../process/family.mjs";
import { endWithUs } from "../process/lifetime.mjs";
import { environment, ROOT } from "../project.mjs";
import { lendDataDirectory } from "./data-directory.mjs";

/**
 * A running server: where its stream is, its processes, where it keeps its data, and what it says. `exited` resolves
 * however it ends.
 * @typedef {object} Running
 * @property {string} url
 * @property {number} pid
 * @property {number | null} samplerPid
 * @property {string} directory
 * @property {import("node:stream").Readable} output
 * @property {import("node:stream").Readable} errors what it says on standard error
 * @property {Promise<unknown>} exited
 * @property {() => Promise<void>} stop
 */

/**
 * Starts Hostbeat as `npm start` does and waits until its page answers. One that is started again at the same port has
 * the data of the one before.
 * @param {{ port?: number, env?: Record<string, string>, keepsErrors?: boolean }} [options] any free port unless told
 * @returns {Promise<Running>}
 */
export async function startHostbeat({ port = 0, env = {}, keepsErrors = false } = {}) {
	const data = lendDataDirectory(port);
	const child = spawn(process.execPath, ["scripts/run.mjs", "start"], {
		cwd: ROOT,
		env: {
			...environment("production"),
			HOST: "127.0.0.1",
			PORT: String(port),
			// Of whoever measures or tests: a build for it would take the place of the one that is meant.
			HOSTBEAT_BASE_PATH: "",
			HOSTBEAT_DATA_DIR: data.directory,
			...env,
		},
		stdio: ["ignore", "pipe", "pipe"],
	});
	if (!keepsErrors) child.stderr.pipe(process.stderr, { end: false });
	const exited = new Promise((resolve) => child.once("exit", resolve));
	const stop = endWithUs(child);
	for await (const line of createInterface({ input: child.stdout })) {
		const url = /^Hostbeat is at (http:\S+)$/.exec(line)?.[1];
		if (url === undefined || child.pid === undefined) continue;
		// Reading ends with this loop, and a full pipe would stop the server.
		child.stdout.resume();
		data.keepFor(Number(new URL(url).port));
		return {
			url,
			pid: child.pid,
			samplerPid: findSampler(child.pid),
			directory: env.HOSTBEAT_DATA_DIR ?? data.directory,
			output: child.stdout,
			errors: child.stderr,
			exited,
			stop,
		};
	}
	throw new Error(`Hostbeat did not start: it ended with exit code ${child.exitCode}. Try npm start.`);
}

/** @param {number} pid */
function findSampler(pid) {
	const isSampler = (/** @type {number} */ child) =>
		readFileSync(`/proc/${child}/cmdline`, "utf8").includes("agent.mjs");
	return listDescendants(pid).find(isSampler) ?? null;
}
