// @ts-check

/** What the product runs on is older than what the tools of its tests run on. */
const NEEDED = "20.9.0";
const NEEDED_FOR_TESTS = "20.19.0";

/**
 * Says in one sentence what to do when this Node is too old for a command, or returns null when it is not.
 * @param {string} version as in process.versions.node
 * @param {string} [command]
 * @returns {string | null}
 */
export function explainNodeVersion(version, command = "start") {
	const tests = ["check", "test", "bench", "conformance"].includes(command);
	const needed = tests ? NEEDED_FOR_TESTS : NEEDED;
	if (rank(version) >= rank(needed)) return null;
	return `${tests ? `npm run ${command}` : "Hostbeat"} needs Node.js ${needed} or newer, and this is ${version}: install a newer one from https://nodejs.org and run the command again.`;
}

/**
 * One number by which versions sort; what follows the numbers, as in 21.0.0-nightly, does not count.
 * @param {string} version
 */
function rank(version) {
	return version
		.split(".")
		.slice(0, 3)
		.reduce((sum, part) => sum * 1000 + Number.parseInt(part, 10), 0);
}
