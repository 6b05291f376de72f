// @ts-check
import { Failure } from "../failure.mjs";

/**
 * The path under which the app is built and served, empty for the root. Throws a sentence when HOSTBEAT_BASE_PATH is
 * none. The settings say the same (lib/config.ts), but have to be built first.
 * @param {Record<string, string | undefined>} env
 */
export function readBasePath(env) {
	const path = env.HOSTBEAT_BASE_PATH || "";
	if (path === "" || isBasePath(path)) return path;
	throw new Failure(
		`HOSTBEAT_BASE_PATH: expected a path like /status, without a slash at its end, got "${path}"`,
	);
}

/** @param {string} path */
function isBasePath(path) {
	// What Next has its own files and routes under would be taken for those.
	return /^(?!\/(?:api|_next)(?:\/|$))(\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/.test(path) && path.length <= 200;
}

/**
 * What tells Next of the base path, also of none: a variable of this name in somebody's shell shall not.
 * @param {string} basePath
 */
export function basePathEnvironment(basePath) {
	return { NEXT_PUBLIC_BASE_PATH: basePath };
}
