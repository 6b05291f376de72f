// @ts-check
// Proves in real browsers what the page does about each fault on the way to its server, beside what their own
// EventSource does about it, and prints both as the table of docs/browsers.md.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir, type } from "node:os";
import { join } from "node:path";
import { findBrowser } from "./checks/find-browser.mjs";
import { findPrograms } from "./checks/programs.mjs";
import { ensureBuilt, ensureInstalled } from "./prepare.mjs";
import { runNode } from "./process/child.mjs";
import { environment, ROOT } from "./project.mjs";

/**
 * @typedef {{ browser: string, what: string, native: string | null, page: string | null }} Cell
 * @typedef {{ specs?: Spec[], suites?: Suite[] }} Suite
 * @typedef {{ tests: { annotations: { type: string, description?: string }[] }[] }} Spec
 */

await ensureInstalled("all");
await ensureBuilt();
const { env: programs, missing } = await findPrograms();
const directory = mkdtempSync(join(tmpdir(), "hostbeat-browsers-"));
const report = join(directory, "report.json");
const { code } = await runNode(
	["node_modules/@playwright/test/cli.js", "test", "--config=e2e/prove.config.ts", "--reporter=list,json"],
	{
		env: {
			...environment("test"),
			...programs,
			PLAYWRIGHT_CHROMIUM_EXECUTABLE: await findBrowser(),
			PLAYWRIGHT_JSON_OUTPUT_FILE: report,
			PLAYWRIGHT_OUTPUT_DIRECTORY: join(directory, "results"),
		},
		cwd: ROOT,
		show: true,
		endWith: "SIGINT",
	},
);
const cells = readCells(JSON.parse(readFileSync(report, "utf8")));
rmSync(directory, { recursive: true, force: true });
for (const sentence of missing) console.error(`\n${sentence}`);
const [day] = new Date().toISOString().split("T");
console.log(
	`\nMeasured on ${day} by \`npm run prove:browsers\`, Node ${process.versions.node} on ${type()}.`,
);
console.log(`\n${formatTable(cells)}`);
process.exitCode = code === 0 ? 0 : 1;

/**
 * @param {Suite} suite
 * @returns {Cell[]}
 */
function readCells({ specs = [], suites = [] }) {
	const annotations = specs.flatMap(({ tests }) => tests.flatMap((one) => one.annotations));
	const own = annotations
		.filter(({ type }) => type === "cell")
		.map(({ description }) => /** @type {Cell} */ (JSON.parse(description ?? "")));
	return [...own, ...suites.flatMap(readCells)];
}

/** @param {Cell[]} cells */
function formatTable(cells) {
	const rows = [...new Set(cells.map(({ what }) => what))].flatMap((what) =>
		cells
			.filter((cell) => cell.what === what)
			.map(({ browser, native, page }, index) => [
				index === 0 ? what : "",
				browser,
				native ?? "",
				page ?? "",
			]),
	);
	const head = ["What happens", "Browser", "Its own EventSource", "The page"];
	return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
