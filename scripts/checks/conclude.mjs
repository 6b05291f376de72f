// @ts-check
import { Failure } from "../failure.mjs";
import { ensureInstalled } from "../prepare.mjs";
import { runSteps } from "./steps.mjs";
import { formatTally } from "./tally.mjs";

/**
 * Installs, runs the steps, prints the sum as the very last line and exits with 0 only if something ran and nothing failed.
 * @param {import("./steps.mjs").Step[]} steps
 */
export async function conclude(steps) {
	const sum = await ensureInstalled("all").then(
		() => runSteps(steps),
		(error) => {
			console.error(error instanceof Failure ? `\n${error.message}` : error);
			return { passed: 0, failed: 1 };
		},
	);
	console.log(`\n${formatTally(sum)}`);
	process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
}
