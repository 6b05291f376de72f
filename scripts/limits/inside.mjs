// @ts-check
// Runs the sampler under a load in the control groups that it is told to join, and prints what it tells, as JSON:
// node scripts/limits/inside.mjs '{"join":[],"agent":"dist/agent.mjs","settings":{},"load":2,"ticks":4,"usage":null}'
import { fork, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { endWithUs } from "../process/lifetime.mjs";

/**
 * @typedef {object} Task
 * @property {string[]} join
 * @property {string} agent
 * @property {object} settings
 * @property {number} load how many programs are to take all that they can get
 * @property {number} ticks how many readings are made under it in which the processor is known
 * @property {import("./group.mjs").LimitedGroup["usage"]} usage
 */

/** Takes all it can get, and ends even where nobody is left to end it. */
const LOAD = "const end = Date.now() + 120_000; while (Date.now() < end);";
/** Of the first readings after the load began, those that are of the time before it too. */
const SETTLING = 2;

/** @type {Task} */
const { join, agent, settings, load, ticks, usage } = JSON.parse(process.argv[2] ?? "{}");
for (const file of join) writeFileSync(file, String(process.pid));

const child = fork(agent, [JSON.stringify(settings)], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
endWithUs(child);
child.once("exit", () => process.exit(1));
/** @type {object} */
let first = {};
/** @type {{ events: Partial<import("../../lib/metrics/types").MetricEvents>, atMs: number, usedMicroseconds: number | null }[]} */
const told = [];
let seen = 0;
child.on(
	"message",
	(
		/** @type {{ subject: string, data: { events: Partial<import("../../lib/metrics/types").MetricEvents> } }} */ {
			subject,
			data,
		},
	) => {
		if (subject !== "snapshot") return;
		// What seldom changes is told once, and what is told later stands in its place.
		first = { ...data.events, ...first };
		seen++;
		if (seen === 1) startLoad();
		if (seen > 1 + SETTLING) {
			told.push({ events: data.events, atMs: performance.now(), usedMicroseconds: readUsage() });
		}
		if (told.filter(({ events }) => events.cpu?.utilization != null).length < ticks) return;
		process.stdout.write(JSON.stringify({ first, told }), () => process.exit(0));
	},
);

function startLoad() {
	for (let one = 0; one < load; one++) {
		endWithUs(spawn(process.execPath, ["--eval", LOAD], { stdio: "ignore" }));
	}
}

function readUsage() {
	if (!usage) return null;
	const text = readFileSync(usage.file, "utf8");
	const digits = usage.key === null ? text : new RegExp(`^${usage.key} (\\d+)$`, "m").exec(text)?.[1];
	return Number(digits) / usage.perMicrosecond;
}
