// @ts-check
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { findBrowser } from "../checks/find-browser.mjs";
import { Failure } from "../failure.mjs";
import { ensureBuilt, ensureInstalled } from "../prepare.mjs";
import { runNode } from "../process/child.mjs";
import { environment, ROOT } from "../project.mjs";

/**
 * Runs the measurements of bench/: all of them, or those named first; what follows is theirs, from the first `--` on.
 * @param {string[]} args
 */
export default async function bench(args) {
	const first = args.findIndex((arg) => arg.startsWith("--"));
	const [names, options] = first === -1 ? [args, []] : [args.slice(0, first), args.slice(first)];
	const all = readdirSync(join(ROOT, "bench")).filter((file) => /^[a-z-]+\.mjs$/.test(file));
	const known = all.map((file) => file.replace(".mjs", ""));
	const unknown = names.find((name) => !known.includes(name));
	if (unknown !== undefined) throw new Failure(`Expected one of ${known.join(", ")}, got "${unknown}".`);
	await ensureInstalled("all");
	await ensureBuilt();
	const env = { ...environment("production"), PLAYWRIGHT_CHROMIUM_EXECUTABLE: await findBrowser() };
	for (const name of names.length > 0 ? names : known) {
		console.log(`\n${name}`);
		const { code } = await runNode([`bench/${name}.mjs`, ...options], { env, cwd: ROOT, show: true });
		if (code !== 0) throw new Failure(`bench/${name}.mjs ended with exit code ${code}: see above.`);
	}
}
