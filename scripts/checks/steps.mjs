// @ts-check
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../failure.mjs";
import { ensureBuilt, whileLocked } from "../prepare.mjs";
import { runNode } from "../process/child.mjs";
import { environment, ROOT } from "../project.mjs";
import { findBrowser } from "./find-browser.mjs";
import { findPrograms } from "./programs.mjs";
import { tallyExit, tallyPlaywright, tallyVitest } from "./tally.mjs";

/**
 * @typedef {import("./tally.mjs").Tally} Tally
 * @typedef {{ name: string, run: () => Promise<Tally> }} Step
 */

const LIMIT_MS = 8 * 60_000;
/** Several hundred browsers and servers, two at a time. */
const BROWSERS_LIMIT_MS = 20 * 60_000;

/** @param {string[]} args */
const show = (args) => runNode(args, { env: environment("test"), cwd: ROOT, show: true, limitMs: LIMIT_MS });

/** @type {Step} */
export const biome = {
	name: "Biome",
	run: async () => tallyExit((await show(["node_modules/@biomejs/biome/bin/biome", "check", "."])).code),
};

/** @type {Step} */
export const types = {
	name: "TypeScript",
	// Locked: a build that another command starts meanwhile would take the routes' types from under the compiler.
	run: () =>
		whileLocked(async () => {
			const generated = await runNode(["node_modules/next/dist/bin/next", "typegen"], {
				env: environment("production"),
				cwd: ROOT,
			});
			if (generated.code !== 0) console.error(generated.output.trim());
			const checked = await show(["node_modules/typescript/bin/tsc", "--noEmit"]);
			return tallyExit(generated.code || checked.code);
		}),
};

/** @type {Step} */
export const knip = {
	name: "knip",
	run: async () => tallyExit((await show(["node_modules/knip/bin/knip.js"])).code),
};

/** @type {Step} */
export const vitest = {
	name: "Vitest",
	run: () =>
		withReport(async (report) => {
			const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
			const { code } = await show(["node_modules/vitest/vitest.mjs", ...args]);
			return tallyVitest(readReport(report), code);
		}),
};

/** @type {Step} */
export const build = {
	name: "Build",
	async run() {
		await ensureBuilt();
		return tallyExit(0);
	},
};

/** @type {Step} */
export const playwright = {
	name: "Playwright",
	run: () =>
		withReport(async (report, directory) => {
			const programs = await findPrograms();
			const env = {
				...environment("test"),
				...programs.env,
				PLAYWRIGHT_CHROMIUM_EXECUTABLE: await findBrowser(),
				PLAYWRIGHT_JSON_OUTPUT_FILE: report,
				PLAYWRIGHT_OUTPUT_DIRECTORY: join(directory, "results"),
			};
			const args = ["test", "--config=e2e/playwright.config.ts", "--reporter=list,json"];
			// Playwright closes its browsers and the servers of the tests on SIGINT only.
			const { code } = await runNode(["node_modules/@playwright/test/cli.js", ...args], {
				env,
				cwd: ROOT,
				show: true,
				endWith: "SIGINT",
				limitMs: BROWSERS_LIMIT_MS,
			});
			// At the end, where it is read.
			for (const sentence of programs.missing) console.error(`\n${sentence}`);
			return tallyPlaywright(readReport(report), code);
		}),
};

/**
 * Runs the steps one after the other, also after one that failed, and sums up. What throws has failed as a whole.
 * @param {Step[]} steps
 * @returns {Promise<Tally>}
 */
export async function runSteps(steps) {
	const sum = { passed: 0, failed: 0 };
	for (const [index, { name, run }] of steps.entries()) {
		const place = `[${index + 1}/${steps.length}] ${name}`;
		console.log(`\n${place} …`);
		const began = Date.now();
		const { passed, failed } = await run().catch((error) => {
			console.error(error instanceof Failure ? error.message : error);
			return tallyExit(1);
		});
		sum.passed += passed;
		sum.failed += failed;
		const seconds = ((Date.now() - began) / 1_000).toFixed(1);
		console.log(
			`${place}: ${passed} passed, ${failed} failed, ${seconds} s (so far ${sum.passed} and ${sum.failed})`,
		);
	}
	return sum;
}

/**
 * A directory of its own for each run's reports, so that two runs side by side do not read each other's.
 * @param {(report: string, directory: string) => Promise<Tally>} work
 */
async function withReport(work) {
	const directory = mkdtempSync(join(tmpdir(), "hostbeat-test-"));
	const tally = await work(join(directory, "report.json"), directory);
	// What a failed browser test left (a screenshot, say) is for the reader.
	if (tally.failed > 0 && existsSync(join(directory, "results"))) {
		console.error(`What the failed tests left is in ${join(directory, "results")}`);
	} else {
		rmSync(directory, { recursive: true, force: true });
	}
	return tally;
}

/** @param {string} file */
function readReport(file) {
	try {
		return JSON.parse(readFileSync(file, "utf8"));
	} catch {
		// The tool ended before it could report; its exit code says so.
		return null;
	}
}
