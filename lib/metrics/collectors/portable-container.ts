import type { Systeminformation } from "systeminformation";
import type { Collector } from "../collector";
import { type Outcome, reasons } from "../rate";
import { blankContainers } from "./container";
import type { GroupReading } from "./container-group";
import { listContainers } from "./container-list";
import { ContainerRates } from "./container-rates";
import type { SlowSource } from "./slow-source";

type Stats = Systeminformation.DockerContainerStatsData;

const none = "Docker runs no containers, or does not answer here";
const limited = "the limit of processor time is not told by Docker's statistics";

/**
 * Collects Docker's containers through systeminformation. Rates are made from Docker's own counters, not from the
 * library's answers, which are 0 for all that Docker did not tell.
 */
export function createPortableContainerCollector(
	source: SlowSource,
	paceMs: number,
	monotonicMs = () => performance.now(),
): Collector<"container"> {
	const rates = new ContainerRates(paceMs, () => true);
	return {
		metric: "container",
		blank: blankContainers,
		async collect({ time }) {
			const found = await source.ask("dockerContainers", (library) => library.dockerContainers());
			if (found.length === 0) return { time, ...blankContainers, missing: { "": none } };
			const all = await source.ask("dockerContainerStats", (library) => library.dockerContainerStats("*"));
			const groups = found.map(({ id, name, image }) => ({
				path: id,
				name: name || id.slice(0, 12),
				kind: "docker" as const,
				image: { name: image || null, reason: reasons.untold },
				reading: readStats(all.find((stats) => stats.id !== "" && id.startsWith(stats.id))),
			}));
			const totals = { cores: reasons.untold, memoryBytes: reasons.untold };
			const told = rates.read({ time, monotonicMs: monotonicMs() }, groups, totals);
			// Docker's machine counts them in a kernel that is not this one.
			for (const { container } of told) container.cgroup = "";
			return listContainers(time, told, told.length);
		},
	};
}

function readStats(stats: Stats | undefined): GroupReading {
	const { cpuStats, memoryStats } = { cpuStats: {}, memoryStats: {}, ...stats };
	const periods = count(cpuStats.throttling_data?.periods);
	const throttled = count(cpuStats.throttling_data?.throttled_periods);
	const isLimited = typeof periods === "number" && periods > 0;
	const usedBytes = count(memoryStats.usage);
	// Of version 2 of the control groups, and of version 1.
	const cache = count(memoryStats.stats?.inactive_file ?? memoryStats.stats?.total_inactive_file);
	const { r = 0, w = 0 } = stats?.blockIO ?? {};
	const usageNs = count(cpuStats.cpu_usage?.total_usage);
	return {
		usageUs: typeof usageNs === "string" ? usageNs : usageNs / 1_000,
		throttling:
			isLimited && typeof throttled === "number"
				? [periods, throttled]
				: "it was not limited in its processor time so far",
		usedBytes:
			typeof usedBytes === "string" || typeof cache === "string"
				? reasons.untold
				: Math.max(0, usedBytes - cache),
		oomKills: reasons.untold,
		// Without any the library gives zeros, as it does where Docker tells nothing.
		io: r + w > 0 ? new Map([["all", [r, w]]]) : "no input or output is told so far",
		tasks: positive(stats?.pids),
		limitCores: isLimited ? limited : positive(cpuStats.online_cpus),
		limitBytes: positive(memoryStats.limit),
	};
}

function count(value: unknown): Outcome<number> {
	return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : reasons.untold;
}

/** For what is never 0 of a container that runs. */
function positive(value: unknown): Outcome<number> {
	const known = count(value);
	return known === 0 ? reasons.untold : known;
}
