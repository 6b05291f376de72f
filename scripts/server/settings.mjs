// @ts-check
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Failure } from "../failure.mjs";
import { ROOT } from "../project.mjs";

/**
 * Checks all settings as the server itself will read them, and says all mistakes at once. Needs packages and build;
 * what they only warn of is the server's to say.
 * @param {Record<string, string | undefined>} env
 * @param {string} [bundle]
 */
export async function checkSettings(env, bundle = join(ROOT, "dist/config.mjs")) {
	/** @type {typeof import("../../lib/config")} */
	const { readConfig } = await import(pathToFileURL(bundle).href);
	try {
		readConfig(env);
	} catch (error) {
		// By its name, for a class in a bundle is another one than ours.
		if (error instanceof Error && error.name === "ConfigError") {
			throw new Failure(error.message, { cause: error });
		}
		throw error;
	}
}
