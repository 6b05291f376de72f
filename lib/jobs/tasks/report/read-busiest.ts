import type { FamilyId } from "./families";
import type { ProcessSort, Questions } from "./questions";
import type { ReadBusiest, ReadFamily } from "./report-model";

const minuteMs = 60_000;
const mostProcesses = 8;
const worst: { family: FamilyId; metric: string; sort: ProcessSort }[] = [
	{ family: "cpu", metric: "cpu.utilization", sort: "utilization" },
	{ family: "memory", metric: "memory.usedBytes", sort: "residentBytes" },
];

/** Reads who used most in the minute in which the processor was busiest, and in that in which most memory was used. */
export async function readBusiest(
	questions: Questions,
	families: readonly ReadFamily[],
): Promise<ReadBusiest[]> {
	const read: ReadBusiest[] = [];
	for (const { family, metric, sort } of worst) {
		const { rows } = families.find(({ id }) => id === family) ?? { rows: [] };
		const statistics = rows.find(({ series }) => series.metric === metric)?.statistics;
		if (!statistics) continue;
		const { maxAt, maxAtMs, max: value } = statistics;
		const from = Math.floor(maxAt / minuteMs) * minuteMs;
		const to = Math.ceil((maxAt + maxAtMs) / minuteMs) * minuteMs - 1;
		const processes = await questions.busiest({ from, to }, sort, mostProcesses);
		read.push({ sort, within: { from, to }, value, processes });
	}
	return read;
}
