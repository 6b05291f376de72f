// @ts-check
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Everything whose content the build depends on, from the repository's root. */
const SOURCES = [
	"app",
	"components",
	"lib",
	"public",
	"scripts/build",
	"instrumentation.ts",
	"instrumentation-node.ts",
	"proxy.ts",
	"next.config.ts",
	"tsconfig.json",
	"postcss.config.mjs",
	"package-lock.json",
];

/**
 * One hash over the names and contents of all the build's sources: equal means that building again changes nothing.
 * @param {string} root
 */
export function hashSources(root) {
	const hash = createHash("sha256");
	for (const source of SOURCES) {
		for (const file of listFiles(root, source)) {
			const content = readFileSync(join(root, file));
			// The length keeps the end of one file apart from the beginning of the next.
			hash.update(`${file}\0${content.length}\0`).update(content);
		}
	}
	return hash.digest("hex");
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {string[]}
 */
function listFiles(root, path) {
	const found = statSync(join(root, path), { throwIfNoEntry: false });
	if (found === undefined || isTest(path)) return [];
	if (!found.isDirectory()) return [path];
	return readdirSync(join(root, path))
		.sort()
		.flatMap((name) => listFiles(root, `${path}/${name}`));
}

/** @param {string} path */
function isTest(path) {
	return /\.test\.(tsx?|mjs)$/.test(path);
}
