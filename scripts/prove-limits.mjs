// @ts-check
// Proves on this machine that what is limited is told as such: the sampler in a real control group of half a core and
// 256 MiB that is full, the same with HOSTBEAT_SCOPE=host, and the same outside of it. Ends with 1 where that cannot be had.
import { join } from "node:path";
import { Failure } from "./failure.mjs";
import { makeLimitedGroup } from "./limits/group.mjs";
import { countedUtilization, judgeTrial, meanUtilization, runTrial } from "./limits/trial.mjs";
import { ensureBuilt } from "./prepare.mjs";
import { ROOT } from "./project.mjs";

const LIMITS = { cores: 0.5, memoryBytes: 256 * 1024 ** 2 };
const AGENT = join(ROOT, "dist/agent.mjs");
const TICKS = 6;

/** @param {number | null} share */
const percent = (share) => (share === null ? "unknown" : `${(share * 100).toFixed(1)} %`);

async function prove() {
	const group = makeLimitedGroup(LIMITS);
	console.log(`Made ${group.made}.`);
	try {
		const task = { agent: AGENT, load: 2, ticks: TICKS };
		const outside = await runTrial(null, { ...task, settings: { intervalMs: 1_000 }, load: 0 });
		const limited = await runTrial(group, { ...task, settings: { intervalMs: 1_000 } });
		const asked = await runTrial(group, { ...task, settings: { intervalMs: 1_000, scope: "host" } });
		const kind = outside.first.system?.environment?.kind === "container" ? "container" : "cgroup";
		const { cpu, memory, system } = { ...limited.first, ...limited.told.at(-1)?.events };
		console.log(`Inside: ${JSON.stringify(system?.environment)}`);
		console.log(
			`  cpu ${percent(meanUtilization(limited))} of ${cpu?.limit?.cores} cores (by the kernel's count ${percent(countedUtilization(limited, LIMITS.cores))}), throttled in ${percent(cpu?.limit?.throttledUtilization ?? null)} of the periods`,
		);
		console.log(
			`  memory ${memory?.usedBytes} of ${memory?.totalBytes} bytes, the host has ${memory?.limit?.hostBytes}`,
		);
		console.log(`Outside: ${JSON.stringify(outside.first.system?.environment)}`);
		const unlimited = { first: asked.first, told: [...outside.told, ...asked.told] };
		return judgeTrial(limited, unlimited, { ...LIMITS, kind });
	} finally {
		await group.remove();
	}
}

try {
	await ensureBuilt();
	const complaints = await prove();
	for (const complaint of complaints) console.error(complaint);
	console.log(
		complaints.length === 0 ? "All as the limits demand." : `${complaints.length} not as the limits demand`,
	);
	process.exitCode = complaints.length === 0 ? 0 : 1;
} catch (error) {
	console.error(error instanceof Failure ? `Not proven. ${error.message}` : error);
	process.exitCode = 1;
}
