// @ts-check
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PROBE = fileURLToPath(new URL("../../e2e/fixtures/memory-probe.cjs", import.meta.url));

/** The environment of a process that can be asked what it holds. */
export const withMemoryProbe = { NODE_OPTIONS: `--require ${JSON.stringify(PROBE)}` };

/**
 * What a process holds once its garbage is collected, in KiB.
 * @param {{ pid: number, output: import("node:stream").Readable }} process
 */
export async function readHeldKib({ pid, output }) {
	const lines = createInterface({ input: output });
	process.kill(pid, "SIGUSR2");
	for (;;) {
		const [line] = await once(lines, "line");
		const bytes = /^held (\d+)$/.exec(line)?.[1];
		if (bytes === undefined) continue;
		lines.close();
		// Closing pauses it, and a full pipe would stop the process.
		output.resume();
		return Number(bytes) / 1_024;
	}
}
