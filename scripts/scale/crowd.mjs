// @ts-check
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { must } from "../namespaces/setup.mjs";
import { ROOT } from "../project.mjs";

/** How many of each there are to be. @typedef {{ processes: number, mounts: number, interfaces: number }} Size */

// A shell's worth of processes at a time, so that nothing waits for a core meanwhile.
const AT_ONCE = 50;
/** In the clone: whatever else is mounted over might be needed. */
const PLACE = join(ROOT, ".hostbeat", "scale");

/**
 * Fills the namespaces that this runs in, and returns what the kernel then lists. It all goes with them.
 * @param {Size} size
 */
export async function makeCrowd({ processes, mounts, interfaces }) {
	await makeMounts(mounts);
	await makeInterfaces(interfaces);
	await makeProcesses(processes);
	return countCrowd();
}

/** What the kernel lists here now. @returns {Size} */
export function countCrowd() {
	return {
		processes: readdirSync("/proc").filter((name) => /^\d+$/.test(name)).length,
		mounts: readFileSync("/proc/self/mountinfo", "utf8").trim().split("\n").length,
		// Two lines are its head.
		interfaces: readFileSync("/proc/net/dev", "utf8").trim().split("\n").length - 2,
	};
}

/** @param {number} count */
async function makeProcesses(count) {
	for (let made = 0; made < count; made += AT_ONCE) {
		const some = Array.from({ length: Math.min(AT_ONCE, count - made) }, () => {
			const child = spawn("sleep", ["86400"], { stdio: "ignore" });
			child.unref();
			return new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject));
		});
		await Promise.all(some);
	}
}

/** @param {number} count */
async function makeMounts(count) {
	mkdirSync(PLACE, { recursive: true });
	// Over the directory first: what is made in it then goes with the namespace too.
	await must("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", PLACE);
	for (let index = 0; index < count; index++) {
		// A blank is written \040 in the kernel's list.
		const place = join(PLACE, `mount ${index}`);
		mkdirSync(place);
		await must("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place);
	}
}

/**
 * Pairs of interfaces by names that Hostbeat shows: those of containers' ends it leaves out.
 * @param {number} count
 */
async function makeInterfaces(count) {
	const batch = join(PLACE, "batch");
	const lines = Array.from({ length: Math.ceil(count / 2) }, (_, index) => [
		`link add lan${index} type veth peer name wan${index}`,
		`link set lan${index} up`,
		`link set wan${index} up`,
	]);
	writeFileSync(batch, `${lines.flat().join("\n")}\n`);
	await must("ip", "-batch", batch);
}
