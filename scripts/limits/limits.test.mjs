// @ts-check
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ROOT } from "../project.mjs";
import { makeLimitedGroup } from "./group.mjs";
import { judgeTrial, runTrial } from "./trial.mjs";

const LIMITS = { cores: 0.5, memoryBytes: 256 * 1024 ** 2 };
// Below node_modules, so that the bundle finds the packages that are left out of it.
const CACHE = join(ROOT, "node_modules/.cache");

/** @type {string} */
let directory;
/** @type {string} */
let agent;

beforeAll(async () => {
	mkdirSync(CACHE, { recursive: true });
	directory = mkdtempSync(join(CACHE, "limits-"));
	agent = join(directory, "agent.mjs");
	await build({
		entryPoints: [join(ROOT, "lib/agent.ts")],
		outfile: agent,
		bundle: true,
		platform: "node",
		format: "esm",
		target: "node20",
		packages: "external",
		alias: { "@": ROOT },
	});
});

afterAll(() => {
	rmSync(directory, { recursive: true });
});

it("tells a real group of half a core as full, and not as a quarter of the host", async ({ skip }) => {
	const group = makeOrSkip(skip);
	const task = { agent, settings: { intervalMs: 500 }, load: 2, ticks: 3 };
	try {
		const outside = await runTrial(null, { ...task, load: 0 });
		const kind = outside.first.system?.environment?.kind === "container" ? "container" : "cgroup";
		expect(judgeTrial(await runTrial(group, task), outside, { ...LIMITS, kind })).toEqual([]);
	} finally {
		await group.remove();
	}
}, 130_000);

/** @param {(reason: string) => never} skip */
function makeOrSkip(skip) {
	try {
		return makeLimitedGroup(LIMITS);
	} catch (error) {
		return skip(/** @type {Error} */ (error).message);
	}
}
