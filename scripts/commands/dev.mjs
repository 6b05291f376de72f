// @ts-check
import { createRequire } from "node:module";
import { basePathEnvironment, readBasePath } from "../build/base-path.mjs";
import { Failure } from "../failure.mjs";
import { ensureInstalled } from "../prepare.mjs";
import { runNode } from "../process/child.mjs";
import { environment, ROOT } from "../project.mjs";
import { probe, readAddress } from "../server/address.mjs";
import { checkSettings } from "../server/settings.mjs";

const require = createRequire(import.meta.url);

/** The app with hot reload. The agent is bundled once: start again after changing it. */
export default async function dev() {
	const address = readAddress(process.env);
	const basePath = readBasePath(process.env);
	await probe(address);
	await ensureInstalled("all");
	const env = environment("development");
	const bundled = await runNode(["scripts/build/bundle.mjs"], { env, cwd: ROOT, show: true });
	if (bundled.code !== 0) throw new Failure("Could not bundle the agent and the settings: see above.");
	await checkSettings(process.env);
	Object.assign(process.env, env, basePathEnvironment(basePath));
	process.argv = [process.execPath, "next", "dev", "-H", address.host, "-p", String(address.port)];
	require("next/dist/bin/next");
}
