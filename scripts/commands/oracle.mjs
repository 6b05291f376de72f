// @ts-check
import { findNamespaces } from "../namespaces/enter.mjs";
import { ensureBuilt, ensureInstalled } from "../prepare.mjs";
import { runNode, runProgram } from "../process/child.mjs";
import { environment, ROOT } from "../project.mjs";

const SCRIPT = "scripts/oracle/run.mjs";

/**
 * Compares the numbers with those of independent programs; exits with 1 when one is further off than its limit.
 * @param {string[]} args
 */
export default async function oracle(args) {
	await ensureInstalled("all");
	await ensureBuilt();
	const options = { env: environment("production"), cwd: ROOT, show: true };
	const entrance = await findNamespaces();
	const { code } =
		"command" in entrance
			? await runProgram(
					entrance.command[0] ?? "",
					[...entrance.command.slice(1), process.execPath, SCRIPT, ...args],
					options,
				)
			: await runNode([SCRIPT, `--no-namespaces=${entrance.reason}`, ...args], options);
	process.exitCode = code ?? 1;
}
