// @ts-check
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../project.mjs";
import { readLicenses } from "./rules.mjs";

/**
 * A package as the lockfile has it.
 * @typedef {object} Locked
 * @property {string} path its directory, `node_modules/next`
 * @property {string} version
 * @property {string} [license]
 * @property {string} [integrity]
 * @property {string} [resolved]
 * @property {boolean} [hasInstallScript]
 * @property {boolean} [optional]
 * @property {boolean} [dev]
 * @property {boolean} [link]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {Record<string, string>} [peerDependencies]
 */

/** @typedef {"dependencies" | "optionalDependencies" | "devDependencies"} Kind */

/** @param {string} name */
const read = (name) => JSON.parse(readFileSync(join(ROOT, name), "utf8"));

/** @type {Record<Kind, Record<string, string>>} */
const wanted = read("package.json");

/**
 * Every package of the lockfile, by its directory.
 * @type {Map<string, Locked>}
 */
export const locked = new Map(
	Object.entries(read("package-lock.json").packages)
		.filter(([path]) => path !== "")
		.map(([path, entry]) => [path, { path, ...entry }]),
);

/** What package.json asks for by name. */
export const direct = /** @type {Kind[]} */ ([
	"dependencies",
	"optionalDependencies",
	"devDependencies",
]).flatMap((kind) => Object.entries(wanted[kind]).map(([name, version]) => ({ kind, name, version })));

/** Whether a package was installed here: those for other systems are not. @param {string} path */
export const isHere = (path) => existsSync(join(ROOT, path, "package.json"));

/**
 * What a package says of its own licence, in a word or in a file that was read; the lockfile has it only of those that were installed where it was written.
 * @param {Locked} entry
 * @returns {string | null}
 */
export function readLicense({ path, license }) {
	if (Object.hasOwn(readLicenses, path)) return readLicenses[path] ?? null;
	if (license !== undefined) return license;
	if (!isHere(path)) return null;
	const { license: own } = read(join(path, "package.json"));
	return typeof own === "string" ? own : null;
}

/**
 * A package with all that it brings, as far as that is installed here.
 * @param {string} name
 */
export function listBrought(name) {
	/** @type {Set<string>} */
	const found = new Set();
	const waiting = [`node_modules/${name}`];
	for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
		const entry = locked.get(path);
		if (found.has(path) || !entry || !isHere(path)) continue;
		found.add(path);
		const names = { ...entry.dependencies, ...entry.optionalDependencies, ...entry.peerDependencies };
		for (const needed of Object.keys(names)) waiting.push(resolve(path, needed));
	}
	return found;
}

/**
 * Where Node finds a package that another one asks for: beside its own, or further up.
 * @param {string} from
 * @param {string} name
 */
function resolve(from, name) {
	for (let at = from; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
		const path = `${at}/node_modules/${name}`;
		if (locked.has(path)) return path;
	}
	return `node_modules/${name}`;
}
