// @ts-check
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startHostbeat } from "./spawn.mjs";

const PROBE = fileURLToPath(new URL("../../e2e/fixtures/memory-probe.cjs", import.meta.url));

/**
 * Starts a server whose every word is kept, and which can be asked what it holds in memory.
 * @param {Record<string, string>} env
 */
export async function startListened(env) {
	const server = await startHostbeat({
		env: { ...env, NODE_OPTIONS: `--require ${JSON.stringify(PROBE)}` },
		keepsErrors: true,
	});
	let said = "";
	for (const stream of [server.output, server.errors]) {
		stream.setEncoding("utf8").on("data", (text) => {
			said += text;
		});
	}
	return {
		...server,
		/** What it said beside what it was asked for; of the sampler's own troubles it may tell at any time. */
		said: () => said.split("\n").filter((line) => line && !/^held \d+$|\[sampler\]/.test(line)),
		/** What it holds once its garbage is collected, in bytes. */
		readHeldBytes: async () => {
			const told = () => [...said.matchAll(/^held (\d+)$/gm)].map(([, bytes]) => Number(bytes));
			const before = told().length;
			process.kill(server.pid, "SIGUSR2");
			for (let tries = 0; tries < 400 && told().length === before; tries++) await wait(25);
			if (told().length === before) throw new Error("the server did not tell what it holds");
			return told().at(-1) ?? Number.NaN;
		},
	};
}
