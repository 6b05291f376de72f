// @ts-check
// Runs in namespaces of its own, where it may mount: a real server whose disk is full and then has room again. What
// could not be written waits in memory, up to an hour of it; all else is told as lost. Prints what it saw. See scripts/history/full-disk.mjs.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must, setUpNamespace } from "../namespaces/setup.mjs";
import { startHostbeat } from "../server/spawn.mjs";
import { readRange } from "./server-kills.mjs";
import { Watcher } from "./watcher.mjs";

const MIB = 2 ** 20;
const DISK_MIB = 6;
const CHUNK = 16_384;
/** With no room it may still write over what it has, for so long. */
const NOTICE_MS = 60_000;

/** @type {string[]} */
const complaints = [];

// Whoever started this is gone: as the first process here it takes all others with it.
process.stdin.on("end", () => process.exit(1)).resume();
await setUpNamespace();
const directory = mkdtempSync(join(tmpdir(), "hostbeat-full-"));
await must("mount", "-t", "tmpfs", "-o", `size=${DISK_MIB}m`, "tmpfs", directory);
const env = { HOSTBEAT_INTERVAL_MS: "250", HOSTBEAT_DATA_DIR: directory };
const server = await startHostbeat({ env });
const watcher = new Watcher(server.url);
await watcher.until("a history that is kept", () => watcher.kept?.state === "kept" && watcher.ticks.size > 8);

const filler = join(directory, "filler");
const stopped = untilStopped();
fill();
const refill = setInterval(fill, 200);
await stopped;
clearInterval(refill);
const reason = watcher.kept?.reason;
const [stoppedAt, count] = [watcher.newest, watcher.ticks.size];
await watcher.until("ticks on a full disk", () => watcher.ticks.size > count + 12);
const health = /** @type {any} */ (await (await fetch(`${server.url}/api/health`)).json());
if (health.history?.state !== "stopped") complaints.push(`its health says ${JSON.stringify(health.history)}`);

rmSync(filler);
await watcher.until("a history that is kept again", () => watcher.kept?.state === "kept", NOTICE_MS);
const again = watcher.newest;
await watcher.until("ticks after that", () => watcher.newest > again + 2_000);
const { facts, gaps, series } = await readRange(server.url, stoppedAt - 5_000, watcher.newest);
const lost = facts.filter((fact) => fact.kind === "notKept");
if (lost.some((fact) => fact.until === null || fact.until < fact.time))
	complaints.push(`the stretch: ${JSON.stringify(lost)}`);
if (lost.length > 0 && gaps.length === 0) complaints.push("what was lost is no gap");
const inLost = (/** @type {number} */ time) =>
	lost.some((fact) => time >= fact.time && time <= (fact.until ?? 0));
const steps = series[0]?.points.filter(([, mean]) => mean !== null) ?? [];
if (steps.some(([time]) => inLost(time))) complaints.push("there are readings in what is said to be lost");
const missing = [...watcher.ticks.keys()]
	.map((time) => Math.floor(time / 250) * 250)
	.filter((time) => time > stoppedAt - 4_000 && time <= again && !inLost(time))
	.filter((time) => !steps.some(([step]) => step === time));
if (missing.length > 0) complaints.push(`neither kept nor told as lost: ${missing.join(", ")}`);
const gapOfTicks = [...watcher.ticks.keys()].map((time, at, all) => time - (all[at - 1] ?? time));
const worst = Math.max(...gapOfTicks);
if (worst > 1_000) complaints.push(`the dashboard had no tick for ${worst} ms`);
watcher.close();
await server.stop();
await must("umount", directory);
rmSync(directory, { recursive: true });
const stoppedMs = again - stoppedAt;
console.log(`\n${JSON.stringify({ complaints, reason, stoppedMs, lost, worst })}`);
process.exit(0);

/** Takes all room there is. */
function fill() {
	for (let bytes = MIB; bytes >= CHUNK / 4; ) {
		try {
			writeFileSync(filler, Buffer.alloc(bytes), { flag: "a" });
		} catch {
			// Full, for this much.
			bytes /= 4;
		}
	}
}

function untilStopped() {
	return watcher.until("a history that is stopped", () => watcher.kept?.state === "stopped", NOTICE_MS);
}
