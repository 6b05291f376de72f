// @ts-check
// How long it takes to look at everything below a directory, beside `du`, and whether both find the same.
// node bench/disk-usage.mjs [--directory=/usr] [--rounds=5]
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { ROOT } from "../scripts/project.mjs";
import { describeMachine, digits, median, printTable } from "./parts/summary.mjs";

const { values } = parseArgs({
	options: { directory: { type: "string", default: "/usr" }, rounds: { type: "string", default: "5" } },
});
const { directory } = values;
const made = mkdtempSync(join(tmpdir(), "hostbeat-bench-"));
const bundle = join(made, "walk.mjs");
await build({
	entryPoints: [join(ROOT, "lib/jobs/tasks/disk/walk.ts")],
	outfile: bundle,
	...{ bundle: true, format: "esm", platform: "node", alias: { "@": ROOT } },
});
/** @type {typeof import("../lib/jobs/tasks/disk/walk")} */
const { walk } = await import(pathToFileURL(bundle).href);
rmSync(made, { recursive: true });

/** @param {() => number | Promise<number>} look */
async function time(look) {
	const begun = performance.now();
	const bytes = await look();
	return { bytes, ms: performance.now() - begun };
}

const ours = async () => {
	const { usage } = await walk(directory, {
		isMountPoint: () => false,
		limits: { perDirectory: 50, entries: 2_000, depth: 24 },
		breathMs: 25,
		signal: new AbortController().signal,
		onState: () => {},
		onFault: () => {},
	});
	return usage.bytes;
};
const du = () =>
	Number(spawnSync("du", ["-xs", "--block-size=1", directory], { encoding: "utf8" }).stdout.split("\t")[0]);

console.log(`${directory}; ${describeMachine()}`);
// Once before, so that both read what the kernel remembers.
du();
const rounds = { ours: [await time(ours)], du: [await time(du)] };
while (rounds.ours.length < Number(values.rounds)) {
	rounds.ours.push(await time(ours));
	rounds.du.push(await time(du));
}
printTable([
	["", "ms", "bytes"],
	...Object.entries(rounds).map(([name, all]) => [
		name === "ours" ? "the built-in task" : "du -x",
		digits(median(all.map(({ ms }) => ms))),
		String(all.at(-1)?.bytes),
	]),
]);
console.log(`at most ${digits(process.resourceUsage().maxRSS / 1024)} MiB of memory, Node itself included`);
