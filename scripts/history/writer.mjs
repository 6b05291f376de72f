// @ts-check
// Feeds the history's own thread as fast as it takes it, from where it ended, and says on a line of its own up to which
// time all is acknowledged. Waits to be killed. node scripts/history/writer.mjs <settings as JSON>
import { writeSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { Random } from "../../bench/history/random.mjs";
import { ROOT } from "../project.mjs";
import { BEGAN, factAt, hasTick, processesAt, tickAt } from "./readings.mjs";

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

worker.on("message", (/** @type {import("../../lib/history/protocol").FromDisk} */ message) => {
	switch (message.type) {
		case "opened":
			if (message.setAside) end(`set aside: ${message.setAside}`);
			time = message.previous ? message.previous.time : BEGAN - 1_000;
			feed();
			break;
		case "answer":
			// Not console.log: this has to be in the pipe before the next one is told.
			writeSync(1, `${time}\n`);
			feed();
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
	tell({ type: "ask", id: ++asked, subject: "kept", data: null });
}

/** @param {string} why */
function end(why) {
	writeSync(1, `broken ${why}\n`);
	process.exit(1);
}
