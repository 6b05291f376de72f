import { setTimeout as wait } from "node:timers/promises";
import { listDescendants, signalAll } from "../../scripts/process/family.mjs";
import { readCommandLine } from "../fixtures/process";

/** Lets the browser of this test sleep as a closed laptop does: none of its processes runs, and the clocks go on. */
export async function sleepBrowser(ms: number): Promise<void> {
	const browser = listDescendants(process.pid).filter((pid) =>
		/ --(user-data-dir|profile)[= ]/.test(readCommandLine(pid)),
	);
	const family = [...new Set(browser.flatMap((pid) => [pid, ...listDescendants(pid)]))];
	signalAll(family, "SIGSTOP");
	try {
		await wait(ms);
	} finally {
		signalAll(family, "SIGCONT");
	}
}
