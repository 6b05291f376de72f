// @ts-check
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** @type {Map<number, string>} */
const byPort = new Map();
/** @type {string[]} */
const made = [];

/**
 * Where a server that is started for a test or a measurement keeps what it keeps: in a directory of its own, or in
 * that of the server that this process had at the same port before, as a restart would. Removed as this process ends.
 * `keepFor` says which port it got.
 * @param {number} port 0: any
 */
export function lendDataDirectory(port) {
	const directory = byPort.get(port) ?? makeDirectory();
	return {
		directory,
		/** @param {number} got */
		keepFor: (got) => byPort.set(got, directory),
	};
}

function makeDirectory() {
	// Later than what ends the servers at the exit, as that is asked for when the first module is loaded.
	if (made.length === 0) process.on("exit", removeAll);
	const directory = mkdtempSync(join(tmpdir(), "hostbeat-data-"));
	made.push(directory);
	return directory;
}

function removeAll() {
	// A server that still ends may make a file meanwhile.
	for (const directory of made) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}
