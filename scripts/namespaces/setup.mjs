// @ts-check
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "../process/child.mjs";

/**
 * Runs a program that has to succeed, and returns what it said.
 * @param {string} program
 * @param {...string} args
 */
export async function must(program, ...args) {
	const { code, output } = await runProgram(program, args);
	if (code !== 0) throw new Error(`${program} ${args.join(" ")}: ${output.trim() || `exit code ${code}`}`);
	return output;
}

/** Makes a fresh network namespace usable: its loopback, and a /sys that shows its own interfaces. Call inside. */
export async function setUpNamespace() {
	await must("ip", "link", "set", "lo", "up");
	const kept = mkdtempSync(join(tmpdir(), "hostbeat-cgroups-"));
	// What is mounted below /sys is hidden by the new one, and the control groups still have to be seen.
	const groups = await runProgram("mount", ["--rbind", "/sys/fs/cgroup", kept]);
	await must("mount", "-t", "sysfs", "sysfs", "/sys");
	if (groups.code === 0) await must("mount", "--move", kept, "/sys/fs/cgroup");
	rmdirSync(kept);
}
