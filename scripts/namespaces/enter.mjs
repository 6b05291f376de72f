// @ts-check
import { runProgram } from "../process/child.mjs";

/** @typedef {{ command: string[] } | { reason: string }} Entrance how to run a program in there, or why that cannot be */

/**
 * How to run a program where it has networks and mounts of its own, which vanish with it: what is made there cannot
 * leak. With `processes` also the processes are its own, and end with it.
 * @param {{ processes?: boolean }} [options]
 * @returns {Promise<Entrance>}
 */
export async function findNamespaces({ processes = false } = {}) {
	if (process.platform !== "linux") return { reason: "only Linux has network namespaces" };
	const own = processes ? ["--pid", "--fork", "--mount-proc", "--kill-child"] : [];
	// Who is not root may be it in a user namespace, where the system allows that.
	const root = process.getuid?.() === 0 ? [] : ["--map-root-user"];
	const command = ["unshare", ...root, "--net", "--mount", ...own];
	const [program = "", ...args] = command;
	for (const [what, trial] of /** @type {const} */ ([
		["unshare", ["true"]],
		["ip", ["ip", "link", "set", "lo", "up"]],
		["a pair of interfaces", ["ip", "link", "add", "near0", "type", "veth", "peer", "name", "far0"]],
		["a mount", ["mount", "-t", "tmpfs", "tmpfs", "/mnt"]],
	])) {
		const ended = await runProgram(program, [...args, ...trial]).catch((error) => ({
			code: null,
			output: error.message,
		}));
		if (ended.code !== 0) return { reason: `no namespaces here: ${what}: ${ended.output.trim()}` };
	}
	return { command };
}
