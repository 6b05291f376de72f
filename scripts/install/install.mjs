// @ts-check
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../failure.mjs";
import { bareEnvironment, ROOT } from "../project.mjs";
import { explainInstallFailure, lostFiles, summarize } from "./explain.mjs";
import { cacheArgs, runNpm } from "./npm.mjs";
import { covers, createStamp, recordCovers } from "./stamp.mjs";

/** @typedef {import("./stamp.mjs").Mode} Mode */

const STAMP = join(ROOT, "node_modules", ".hostbeat-install.json");
const RECORD = join(ROOT, "node_modules", ".package-lock.json");

/** One retry, so that a missing network takes seconds to notice and not minutes. */
const NETWORK_ARGS = [
	"--fetch-retries=1",
	"--fetch-retry-mintimeout=1000",
	"--fetch-retry-maxtimeout=2000",
	"--fetch-timeout=30000",
];

/**
 * True when exactly the lockfile's packages are there, and all of them.
 * @param {Mode} mode
 */
export function isInstalled(mode) {
	const lockfile = readLockfile();
	if (covers(readJson(STAMP), createStamp(lockfile, mode))) return true;
	const record = readJson(RECORD);
	return record !== null && recordCovers(JSON.parse(lockfile), record, mode);
}

/**
 * Installs exactly what the lockfile says. Call under the lock, when isInstalled says no.
 * @param {Mode} mode
 */
export async function install(mode) {
	const stamp = createStamp(readLockfile(), mode);
	// What the server runs on is already there: adding the rest must not take it from under a running server.
	const adds = mode === "all" && isInstalled("prod");
	// Without the stamp an install that is interrupted from here on is never taken for complete.
	rmSync(STAMP, { force: true });
	const verb = adds ? ["install", "--no-save"] : ["ci"];
	const scope = mode === "prod" ? "--omit=dev" : "--include=dev";
	const args = [...verb, scope, "--ignore-scripts", "--prefer-offline", "--loglevel=warn", "--no-progress"];
	const env = bareEnvironment(mode === "prod" ? "production" : "development");
	const ended = await runNpm([...args, ...NETWORK_ARGS, ...cacheArgs()], env).catch((error) => {
		if (error.code !== "ENOENT") throw error;
		throw new Failure(
			"Could not install the packages: npm was not found. Install it (it comes with Node.js from https://nodejs.org), then run the command again.",
		);
	});
	if (ended.code !== 0 || lostFiles(ended.output)) {
		// npm writes its record even when files are missing, and would be believed the next time.
		rmSync(RECORD, { force: true });
		console.error(`\n${summarize(ended.output)}`);
		throw new Failure(explainInstallFailure(ended.output, ended.signal));
	}
	writeFileSync(`${STAMP}.new`, JSON.stringify(stamp));
	renameSync(`${STAMP}.new`, STAMP);
}

function readLockfile() {
	try {
		return readFileSync(join(ROOT, "package-lock.json"), "utf8");
	} catch (cause) {
		throw new Failure("package-lock.json is missing. Bring it back with `git checkout package-lock.json`.", {
			cause,
		});
	}
}

/** @param {string} file */
function readJson(file) {
	try {
		return JSON.parse(readFileSync(file, "utf8"));
	} catch {
		// Not there, or cut off while being written: either way it proves nothing.
		return null;
	}
}
