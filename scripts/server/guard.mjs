// @ts-check
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "../project.mjs";

/**
 * Makes the server that is started next in this process one that strangers cannot hold up. Needs the build, and
 * settings that were checked.
 * @param {Record<string, string | undefined>} env
 */
export async function guardServer(env) {
	/** @type {typeof import("../../lib/config")} */
	const { readConfig } = await load("config");
	/** @type {typeof import("../../lib/front")} */
	const { guardNextServer } = await load("front");
	guardNextServer(readConfig(env), readMostFiles());
}

/** How many files this process may open; `null` where that is not told or not limited. */
function readMostFiles() {
	const report = /** @type {{ userLimits?: { open_files?: { soft: unknown } } }} */ (
		process.report.getReport()
	);
	const most = Number(report.userLimits?.open_files?.soft);
	return Number.isFinite(most) ? most : null;
}

/** @param {string} name */
function load(name) {
	return import(pathToFileURL(join(ROOT, "dist", `${name}.mjs`)).href);
}
