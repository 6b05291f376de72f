import type { Collector } from "../collector";
import type { ProcessQuery } from "../types";
import { ProcessTable, type ProcessTableOptions } from "./process-table";

export const blankProcess = { total: null, running: null, threads: null, processes: [] };

/** Collects the processes that use most, from the kernel; answers queries about all of them. */
export function createProcessCollector(options: ProcessTableOptions): Collector<"process"> {
	const table = new ProcessTable(options);
	let told: { time: number } | null = null;
	return {
		metric: "process",
		blank: blankProcess,
		async collect(_, isWatched) {
			const reading = await table.readTop(told, isWatched);
			told = reading ?? told;
			return reading;
		},
		answer: (query) => table.query(query as ProcessQuery),
	};
}
