// @ts-check
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../failure.mjs";
import { runNode } from "../process/child.mjs";
import { bareEnvironment, ROOT } from "../project.mjs";
import { basePathEnvironment } from "./base-path.mjs";
import { explainBuildFailure } from "./explain.mjs";
import { hashSources } from "./sources.mjs";

const STAMP = join(ROOT, ".next", "hostbeat-build.json");
const OUTPUTS = [
	".next/BUILD_ID",
	"dist/agent.mjs",
	"dist/config.mjs",
	"dist/disk-thread.mjs",
	"dist/front.mjs",
	"dist/job-host.mjs",
	"dist/job-task.mjs",
];

/**
 * True when the build is complete and was made from the sources as they are now, for this base path or, where none is
 * named, for any.
 * @param {string} [basePath]
 */
export function isBuilt(basePath) {
	try {
		const stamp = JSON.parse(readFileSync(STAMP, "utf8"));
		return (
			(basePath === undefined || stamp.basePath === basePath) &&
			stamp.sources === hashSources(ROOT) &&
			OUTPUTS.every((output) => existsSync(join(ROOT, output)))
		);
	} catch {
		// Never built, or ended before the stamp was written.
		return false;
	}
}

/**
 * Builds the agent, the check of the settings and the app. Call under the lock, when isBuilt says no.
 * @param {string} basePath
 */
export async function build(basePath) {
	// Without the stamp a build that is interrupted from here on is never taken for complete.
	rmSync(STAMP, { force: true });
	// Next's cache outlives a change of the packages, and then repeats what the old ones said.
	rmSync(join(ROOT, ".next", "cache"), { recursive: true, force: true });
	// Taken before: a source that changes during the build must make the next start build again.
	const sources = hashSources(ROOT);
	const env = { ...bareEnvironment("production"), ...basePathEnvironment(basePath) };
	await runBuild(["scripts/build/bundle.mjs"], env);
	await runBuild(["node_modules/next/dist/bin/next", "build"], env);
	writeFileSync(`${STAMP}.new`, JSON.stringify({ sources, basePath }));
	renameSync(`${STAMP}.new`, STAMP);
}

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
async function runBuild(args, env) {
	const ended = await runNode(args, { env, cwd: ROOT });
	if (ended.code === 0) return;
	console.error(`\n${ended.output.trim()}`);
	throw new Failure(explainBuildFailure(ended.output, ended.signal));
}
