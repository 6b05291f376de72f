// @ts-check
import { findNamespaces } from "../namespaces/enter.mjs";
import { runProgram } from "../process/child.mjs";
import { environment, ROOT } from "../project.mjs";

/**
 * Fills the disk under a real server, on a small file system of its own that is mounted where nobody else sees it: the
 * history stops and says so, the ticks go on, and with room it goes on as well. `null` where nothing may be mounted.
 * @param {{ say: (line: string) => void }} options
 */
export async function proveFullDisk({ say }) {
	const entrance = await findNamespaces({ processes: true });
	if ("reason" in entrance) {
		say(`NOT PROVEN on a full disk: ${entrance.reason}`);
		return null;
	}
	const [program = "", ...args] = entrance.command;
	const { output } = await runProgram(
		program,
		[...args, process.execPath, "scripts/history/full-disk-inside.mjs"],
		{ env: environment("production"), cwd: ROOT },
	);
	const text = /^(\{"complaints":.*\})$/m.exec(output)?.[1];
	if (text === undefined) return [`on a full disk it ended before its end:\n${output}`];
	const { complaints, reason, stoppedMs, lost, worst } = JSON.parse(text);
	say(
		`a full disk: "${reason}" for ${stoppedMs} ms, ${lost.length} stretches lost; the longest wait for a tick: ${worst} ms`,
	);
	return complaints.map((/** @type {string} */ what) => `on a full disk: ${what}`);
}
