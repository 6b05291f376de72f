// @ts-check
import { fileURLToPath } from "node:url";

/** The repository's root, without a slash at the end. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

/**
 * The environment for our own tools: production or not is ours to say, since a NODE_ENV from the user's shell would
 * otherwise change what npm installs and what Next builds. So would the base path, which a build sets for itself.
 * @param {"production" | "development" | "test"} nodeEnv
 * @returns {NodeJS.ProcessEnv}
 */
export function environment(nodeEnv) {
	return { ...process.env, NODE_ENV: nodeEnv, NEXT_TELEMETRY_DISABLED: "1", NEXT_PUBLIC_BASE_PATH: "" };
}

/**
 * The same for what installs and builds: programs of many others, which no password of ours concerns.
 * @param {"production" | "development"} nodeEnv
 */
export function bareEnvironment(nodeEnv) {
	const env = environment(nodeEnv);
	for (const name of ["HOSTBEAT_PASSWORD", "HOSTBEAT_VIEWER_PASSWORD"]) delete env[name];
	return env;
}
