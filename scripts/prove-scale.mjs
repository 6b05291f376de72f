// @ts-check
// Proves that a host with very much on it is told like any other: 2,000 processes, 200 mounts and 100 interfaces, in
// namespaces that are made for it and vanish with it.
// node scripts/prove-scale.mjs [--processes=2000] [--mounts=200] [--interfaces=100] [--seconds=30] [--short] [--json]
import { readdirSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { digits, printTable } from "../bench/parts/summary.mjs";
import { findBrowser } from "./checks/find-browser.mjs";
import { findNamespaces } from "./namespaces/enter.mjs";
import { ensureBuilt, ensureInstalled } from "./prepare.mjs";
import { runProgram } from "./process/child.mjs";
import { environment, ROOT } from "./project.mjs";
import { isKept, judgeScale } from "./scale/judge.mjs";

const { values } = parseArgs({
	options: {
		processes: { type: "string" },
		mounts: { type: "string" },
		interfaces: { type: "string" },
		seconds: { type: "string" },
		short: { type: "boolean", default: false },
		json: { type: "boolean", default: false },
	},
});
const size = {
	processes: Number(values.processes ?? (values.short ? 300 : 2_000)),
	mounts: Number(values.mounts ?? (values.short ? 50 : 200)),
	interfaces: Number(values.interfaces ?? (values.short ? 30 : 100)),
};
const seconds = values.seconds ?? (values.short ? "8" : "30");

await ensureInstalled("all");
await ensureBuilt();
const entrance = await findNamespaces({ processes: true });
if ("reason" in entrance) end({ skipped: entrance.reason });
else await prove(entrance.command);

/** @param {string[]} command */
async function prove([unshare = "", ...options]) {
	const left = listHere();
	const args = Object.entries(size).map(([name, count]) => `--${name}=${count}`);
	const { output } = await runProgram(
		unshare,
		[
			...[...options, process.execPath, "scripts/scale/run.mjs", ...args, `--seconds=${seconds}`],
			...(values.short ? ["--short"] : []),
		],
		{ env: { ...environment("production"), ...(await browser()) }, cwd: ROOT },
	);
	const text = /^(\{"result":.*\})$/m.exec(output)?.[1];
	if (text === undefined) throw new Error(`it ended before its end:\n${output}`);
	const findings = judgeScale(JSON.parse(text).result, size);
	const now = listHere();
	findings.push({ what: "left behind", value: now.filter((one) => !left.includes(one)).length, limit: 0 });
	end({ findings });
}

async function browser() {
	return values.short ? {} : { PLAYWRIGHT_CHROMIUM_EXECUTABLE: await findBrowser() };
}

/** The mounts and interfaces outside, and the processes that sleep for the crowd. */
function listHere() {
	const names = ["/proc/self/mountinfo", "/proc/net/dev"].flatMap((file) =>
		readFileSync(file, "utf8")
			.split("\n")
			.map((line) => line.split(/\s+\d/)[0] ?? ""),
	);
	const sleepers = readdirSync("/proc").filter((pid) => {
		try {
			return readFileSync(`/proc/${pid}/cmdline`, "utf8") === "sleep\x0086400\0";
		} catch {
			// No process, or one that has ended.
			return false;
		}
	});
	return [...names, ...sleepers];
}

/** @param {{ skipped: string } | { findings: import("./scale/judge.mjs").Finding[] }} verdict */
function end(verdict) {
	if (values.json) console.log(JSON.stringify(verdict));
	else if ("skipped" in verdict) console.error(verdict.skipped);
	else print(verdict.findings);
	process.exitCode = "findings" in verdict && verdict.findings.every(isKept) ? 0 : 1;
}

/** @param {import("./scale/judge.mjs").Finding[]} findings */
function print(findings) {
	const { processes, mounts, interfaces } = size;
	console.log(`${processes} processes, ${mounts} mounts and ${interfaces} interfaces\n`);
	printTable([
		["", "found", "promised", ""],
		...findings.map((finding) => [
			...[finding.what, digits(finding.value)],
			`${finding.atLeast ? "≥" : "≤"} ${digits(finding.limit)}`,
			isKept(finding) ? "ok" : "BROKEN",
		]),
	]);
}
