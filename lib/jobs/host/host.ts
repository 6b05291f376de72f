import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createLog } from "@/lib/log";
import { startChild } from "./child";
import { jobMarks, toEntries } from "./marks";
import { listProcesses } from "./processes";
import type { FromHost, HostSettings, ToHost } from "./protocol";
import { Run } from "./run";

// The process that runs jobs: whatever they do, and whatever it takes to read and to end them, the server goes on. It
// lives no longer than the server does, and neither do they.

const log = createLog("jobs");
const taskPath = fileURLToPath(new URL("job-task.mjs", import.meta.url));
const lookMs = 1_000;
const runs = new Map<string, Run>();
let settings: HostSettings | null = null;
let looks: NodeJS.Timeout | null = null;

process.on("uncaughtException", (error) => {
	log.error("the process that runs jobs ends", error);
	leave(1);
});
// The terminal sends them to the whole group; when to end is the server's to say.
for (const name of ["SIGINT", "SIGHUP"] as const) process.on(name, () => {});
process.on("SIGTERM", () => leave(0));
process.on("disconnect", () => leave(0));
process.on("message", (message) => receive(message as ToHost));
if (!process.send) throw new Error("the host of jobs is started by the server, with a channel to it");
preferOverServer();

function receive(message: ToHost): void {
	if (message.kind === "settings") settings = message;
	else if (message.kind === "start") start(message.order);
	else if (message.kind === "cancel") runs.get(message.id)?.cancel();
	else runs.get(message.id)?.answer(message);
}

function start(order: Extract<ToHost, { kind: "start" }>["order"]): void {
	if (!settings) throw new Error("jobs are started after the settings are told");
	const { owner, environment, graceMs } = settings;
	const marks = jobMarks(owner, order.id);
	const run = new Run({
		order,
		start: () => startChild({ order, taskPath, taskEnvironment: environment, marks }),
		marks: toEntries(marks),
		send,
		graceMs,
	});
	runs.set(order.id, run);
	looks ??= setInterval(look, lookMs);
	void run.ended.then(() => {
		runs.delete(order.id);
		if (runs.size > 0 || !looks) return;
		clearInterval(looks);
		looks = null;
	});
}

function look(): void {
	const all = listProcesses();
	for (const run of runs.values()) run.look(all);
}

function send(message: FromHost): Promise<void> {
	return new Promise((resolve) => {
		// Where the server is gone, the channel says so, and this ends.
		if (process.connected) process.send?.(message, undefined, {}, () => resolve());
		else resolve();
	});
}

function leave(code: number): void {
	for (const run of runs.values()) run.endNow();
	process.exit(code);
}

// When memory runs out the kernel is to end a job, and not the server. Children have it from this process.
function preferOverServer(): void {
	try {
		const file = "/proc/self/oom_score_adj";
		if (Number(readFileSync(file, "utf8")) < 300) writeFileSync(file, "300");
	} catch {
		// Not Linux, or forbidden: then the kernel chooses by itself.
	}
}
