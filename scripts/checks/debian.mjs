// @ts-check
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../process/child.mjs";

const APT = "/usr/bin/apt-get";
const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" };

/** Whether a package can be installed here by us: on Debian and its relatives, as root. */
export const canInstall = () => isRoot() && existsSync(APT);

/** Whether a package can be unpacked here by us: on Debian and its relatives, by anyone. */
export const canUnpack = () => existsSync(APT);

const isRoot = () => process.getuid?.() === 0;

/** @type {Promise<unknown> | undefined} */
let updated;

/** Reads the lists of packages anew, once a run. Whoever is not root has to take them as they are. */
function update() {
	updated ??= isRoot() ? apt(["update"]) : Promise.resolve();
	return updated;
}

/**
 * Installs a package into the system.
 * @param {string} name
 */
export async function installPackage(name) {
	await update();
	return apt(["install", "-y", "--no-install-recommends", name]);
}

/**
 * Unpacks a package into a directory, with those that it needs and the system has not. Nothing is installed: a server
 * that is would start at once, and again at each boot.
 * @param {string} name
 * @param {string} directory
 */
export async function unpackPackage(name, directory) {
	await update();
	mkdirSync(directory, { recursive: true });
	const plan = await runProgram(APT, ["install", "--simulate", "--no-install-recommends", name], { env });
	const missing = [...plan.output.matchAll(/^Inst (\S+)/gm)].map(([, found = ""]) => found);
	await apt(["download", ...missing], directory);
	for (const file of readdirSync(directory).filter((file) => file.endsWith(".deb"))) {
		await runProgram("dpkg-deb", ["--extract", file, "."], { cwd: directory, env });
		rmSync(join(directory, file));
	}
}

/**
 * @param {string[]} args
 * @param {string} [cwd]
 */
async function apt(args, cwd) {
	const { code, output } = await runProgram(APT, args, { env, cwd });
	if (code !== 0) console.log(output.trim());
}
