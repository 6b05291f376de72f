// @ts-check
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Failure } from "../failure.mjs";
import { runProgram } from "../process/child.mjs";
import { ROOT } from "../project.mjs";
import { canInstall, canUnpack, installPackage, unpackPackage } from "./debian.mjs";

/**
 * A program that is not ours and that tests need.
 * @typedef {object} Program
 * @property {string} title
 * @property {string} variable the environment variable by which a person names one, and the tests are told of it
 * @property {string[]} names what it is called on the PATH
 * @property {string[]} places full paths beside those
 * @property {string[]} version the arguments on which it says its version and ends
 * @property {string} package Debian's
 * @property {boolean} [unpacked] the package is unpacked into the clone instead of being installed: no root is needed for it, and no service starts
 */

const UNPACKED = join(ROOT, ".hostbeat", "programs");

/**
 * The path of a program that runs: the one a person has named, one of the system's, or else one that is fetched now.
 * `null` when there is none to be had. Throws a sentence when the one that was named does not run.
 * @param {Program} program
 */
export async function findProgram(program) {
	const named = process.env[program.variable];
	if (named) {
		if (await runs(named, program.version)) return named;
		throw new Failure(`${program.variable}: expected a ${program.title} that runs, got "${named}".`);
	}
	const path = (await findFirst(placesOf(program), program.version)) ?? (await fetchProgram(program));
	if (path !== null) console.log(`${program.title}: ${path}`);
	return path;
}

/**
 * All places where programs of these names would be.
 * @param {{ names: string[], places: string[] }} program
 */
export function placesOf({ names, places }) {
	// Where servers are, which is not on everybody's PATH.
	const directories = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
	const onPath = directories
		.filter((directory) => directory !== "")
		.flatMap((directory) => names.map((name) => join(directory, name)));
	return [...onPath, ...places];
}

/**
 * The first of some files that runs.
 * @param {string[]} files
 * @param {string[]} version
 */
export async function findFirst(files, version) {
	for (const file of new Set(files)) if (await runs(file, version)) return file;
	return null;
}

/**
 * Being there is not enough: a download without the system's libraries, or a stub that asks for a snap, does not run.
 * @param {string} file
 * @param {string[]} version
 */
export async function runs(file, version) {
	if (!existsSync(file)) return false;
	const ended = await runProgram(file, version).catch(() => null);
	return ended?.code === 0;
}

/** @param {Program} program */
async function fetchProgram(program) {
	if (program.unpacked) return fetchUnpacked(program);
	if (!canInstall()) return null;
	console.log(`${program.title}: none found, installing the system's ${program.package} with apt-get …`);
	await installPackage(program.package);
	return findFirst(placesOf(program), program.version);
}

/** @param {Program} program */
async function fetchUnpacked(program) {
	const directory = join(UNPACKED, program.package);
	// By its name: a package may hold several programs.
	const launcher = join(directory, `run-${program.names[0]}`);
	if (await runs(launcher, program.version)) return launcher;
	if (!canUnpack()) return null;
	const find = () =>
		placesOf(program)
			.map((place) => join(directory, place))
			.find((place) => existsSync(place));
	if (find() === undefined) {
		console.log(
			`${program.title}: none found, unpacking the system's ${program.package} into ${directory} …`,
		);
		await unpackPackage(program.package, directory);
	}
	const file = find();
	if (file === undefined) return null;
	writeFileSync(launcher, launch(file.slice(directory.length)));
	chmodSync(launcher, 0o755);
	return (await runs(launcher, program.version)) ? launcher : null;
}

/**
 * A script that runs what was unpacked beside it with the libraries that were.
 * @param {string} file
 */
function launch(file) {
	return `#!/bin/sh
for directory in "\${0%/*}"/lib/*-linux-* "\${0%/*}"/usr/lib/*-linux-*; do
	LD_LIBRARY_PATH="$directory\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
done
export LD_LIBRARY_PATH
exec "\${0%/*}${file}" "$@"
`;
}
