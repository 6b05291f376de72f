// @ts-check
import { accessSync, constants, existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { runNode, runProgram } from "../process/child.mjs";
import { ROOT } from "../project.mjs";

/**
 * Runs npm and keeps what it says. Rejects with ENOENT when there is no npm.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
export function runNpm(args, env) {
	const script = findNpm();
	return script === null
		? runProgram("npm", args, { env, cwd: ROOT })
		: runNode([script, ...args], { env, cwd: ROOT });
}

/** The script of the npm that runs us, or of the one beside this Node, else null: npm may still be on the PATH. */
function findNpm() {
	const { npm_execpath: running } = process.env;
	// Under pnpm and Yarn the same variable names their script, which knows no `ci`.
	if (running !== undefined && /npm-cli\.c?js$/.test(running) && existsSync(running)) return running;
	const beside = dirname(process.execPath);
	const places = ["../lib/node_modules/npm/bin/npm-cli.js", "node_modules/npm/bin/npm-cli.js"];
	return places.map((place) => join(beside, place)).find((file) => existsSync(file)) ?? null;
}

/**
 * Where npm keeps downloads if its own place cannot be written, as for a service user without a home; else nothing.
 * @returns {string[]}
 */
export function cacheArgs() {
	const cache = process.env.npm_config_cache || join(homedir(), ".npm");
	let place = cache;
	while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
	try {
		accessSync(place, constants.W_OK);
		return [];
	} catch {
		return ["--cache", join(ROOT, ".hostbeat", "npm-cache")];
	}
}
