// @ts-check
// Feeds the history's own thread as fast as it takes it, from where it ended, and says on a line of its own up to which
// time all is acknowledged, and up to which line what a job said and what was pushed. Waits to be killed. node scripts/history/writer.mjs <settings as JSON>
import { writeSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { Random } from "../../bench/history/random.mjs";
import { ROOT } from "../project.mjs";
import { BEGAN, factAt, hasTick, processesAt, tickAt } from "./readings.mjs";
import { againFrom, job, lineAt, saidBetween } from "./said.mjs";

const MOST_AT_ONCE = 60;

/** @type {{ options: import("../../lib/history/protocol").DiskOptions, seed: number }} */
const { options, seed } = JSON.parse(process.argv[2] ?? "");
const random = new Random(seed);
const taken = new Int32Array(new SharedArrayBuffer(4));
const path = join(ROOT, "dist/disk-thread.mjs");
const worker = new Worker(path, { workerData: { ...options, taken }, env: {} });
/** @param {import("../../lib/history/protocol").ToDisk} message */
const tell = (message) => worker.postMessage(message);
let time = 0;
let asked = 0;
let said = 0;

worker.on("message", (/** @type {import("../../lib/history/protocol").FromDisk} */ message) => {
	switch (message.type) {
		case "opened":
			if (message.setAside) end(`set aside: ${message.setAside}`);
			time = message.previous ? message.previous.time : BEGAN - 1_000;
			said = againFrom(time) - 1;
			tell({ type: "jobs", id: 0, writes: [{ type: "put", job }] });
			feed();
			break;
		case "answer":
			// Not console.log: this has to be in the pipe before the next one is told.
			writeSync(1, `${time}\n`);
			feed();
			break;
		case "jobsKept":
			if (message.reason !== null) end(`a job: ${message.reason}`);
			if (message.id > 0) writeSync(1, `said ${message.id}\n`);
			break;
		case "ownKept":
			if (message.came.reason ?? message.error) end(`pushed: ${message.came.reason ?? message.error}`);
			writeSync(1, `pushed ${message.id}\n`);
			break;
		case "refused":
			end(message.reason);
			break;
		case "kept":
			if (message.kept.state !== "kept") end(`${message.kept.state}: ${message.kept.reason}`);
	}
});
worker.on("error", (error) => end(error.stack ?? error.message));

/** Tells a few ticks and then asks something: what was told before a question is taken in before its answer. */
function feed() {
	for (let left = 1 + random.below(MOST_AT_ONCE); left > 0; ) {
		time += 1_000;
		if (!hasTick(time)) continue;
		left--;
		tell({ type: "tick", ...tickAt(time) });
		const fact = factAt(time);
		if (fact) tell({ type: "fact", fact });
		const minute = processesAt(time);
		if (minute) tell({ type: "processes", minute });
	}
	const last = lineAt(time);
	const { writes, readings } = saidBetween(said + 1, last);
	// Their number is the newest line.
	tell({ type: "jobs", id: last, writes });
	tell({ type: "own", id: last, readings });
	said = last;
	tell({ type: "ask", id: ++asked, subject: "kept", data: null });
}

/** @param {string} why */
function end(why) {
	writeSync(1, `broken ${why}\n`);
	process.exit(1);
}
