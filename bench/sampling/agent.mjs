// @ts-check
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { endWithUs } from "../../scripts/process/lifetime.mjs";
import { ROOT } from "../../scripts/project.mjs";

/** How the ticks went. @typedef {{ tookMs: number[], latenessMs: number[] }} Ticks */
/** For how many milliseconds a loop was blocked: at most, and the 99.9th percentile. @typedef {{ longest: number, most: number }} Blocked */
/** @typedef {{ pid: number, ticks: Ticks, stop: () => Promise<void>, readBlocked: () => Promise<Blocked> }} Agent */

const PROBE = fileURLToPath(new URL("./loop-probe.cjs", import.meta.url));
// All that a page shows, and with it the processes.
const COMMON = ["cpu", "memory", "load", "pressure", "disk", "network", "kernel", "filesystem", "container"];
const MORE = ["temperature", "gpu", "battery", "diskHealth", "system", "self"];

/**
 * Starts Hostbeat's sampler as the server does, watched as by a page.
 * @param {{ processes: boolean, probe?: boolean }} options processes: as by somebody who looks at them too
 * @returns {Promise<Agent>}
 */
export async function startAgent({ processes, probe = false }) {
	const child = fork(`${ROOT}/dist/agent.mjs`, [JSON.stringify({ intervalMs: 1_000 })], {
		stdio: ["ignore", "pipe", "inherit", "ipc"],
		// As the server's: lib/fleet/agent-process.ts.
		execArgv: ["--max-semi-space-size=2", ...(probe ? ["--require", PROBE] : [])],
	});
	const stop = endWithUs(child);
	/** @type {Ticks} */
	const ticks = { tookMs: [], latenessMs: [] };
	child.on("message", (message) => {
		const { subject, data } =
			/** @type {{ subject: string, data: { tookMs: number, latenessMs: number } }} */ (message);
		if (subject !== "snapshot") return;
		ticks.tookMs.push(data.tookMs);
		ticks.latenessMs.push(data.latenessMs);
	});
	child.send({ subject: "watch", data: [...COMMON, ...MORE, ...(processes ? ["process"] : [])] });
	return { pid: Number(child.pid), ticks, stop, readBlocked: () => readBlocked(child) };
}

/** Starts a Node that does nothing, and whose loop is watched. */
export async function startIdle() {
	const child = spawn(process.execPath, ["--require", PROBE, "-e", "setInterval(() => {}, 1000)"], {
		stdio: ["ignore", "pipe", "inherit"],
	});
	const stop = endWithUs(child);
	await once(child, "spawn");
	return { stop, readBlocked: () => readBlocked(child) };
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<Blocked>}
 */
async function readBlocked(child) {
	const out = /** @type {import("node:stream").Readable} */ (child.stdout);
	child.kill("SIGUSR2");
	const [text] = await once(out, "data");
	const [, longest, most] = /^blocked (\S+) (\S+)$/m.exec(String(text)) ?? [];
	return { longest: Number(longest), most: Number(most) };
}
