// @ts-check
// Proves on this machine what is promised to whoever watches: whatever happens to the server and to the connection,
// nothing is lost that was not announced, nothing comes twice or out of order, and everyone gets back to live.
// node scripts/prove-restarts.mjs [--viewers=500] [--restarts=20]
import { parseArgs } from "node:util";
import { runRestarts } from "./restarts/rounds.mjs";
import { startHostbeat } from "./server/spawn.mjs";

const SHOWN = 20;

const { values } = parseArgs({
	options: { viewers: { type: "string", default: "500" }, restarts: { type: "string", default: "20" } },
});

/** @type {import("./restarts/rounds.mjs").Step["when"][]} */
const moments = ["live", "live", "replaying", "returning", "live"];
const steps = Array.from({ length: Number(values.restarts) }, (_, at) => ({
	signal: /** @type {"SIGKILL" | "SIGTERM"} */ (at % 2 === 0 ? "SIGKILL" : "SIGTERM"),
	family: at % 4 === 0,
	when: moments[at % moments.length] ?? "live",
}));

const began = performance.now();
/** @type {import("./server/spawn.mjs").Running | undefined} */
let last;
const { complaints, ticks, replayed, gaps, skips } = await runRestarts({
	start: async (port) => {
		last = await startHostbeat({ port });
		return last;
	},
	viewers: Number(values.viewers),
	steps,
	say: console.log,
});
await last?.stop();

const seconds = Math.round((performance.now() - began) / 1_000);
console.log(
	`\n${steps.length} restarts under ${values.viewers} viewers in ${seconds} s: ${ticks.toLocaleString("en")} ticks, ` +
		`${replayed.toLocaleString("en")} replays, ${gaps.toLocaleString("en")} gaps, all told of; ${skips} skips; ` +
		`${complaints.length} not as promised`,
);
for (const complaint of complaints.slice(0, SHOWN)) console.error(complaint);
process.exitCode = complaints.length > 0 ? 1 : 0;
