import type { Outcome } from "../rate";
import type { Process } from "../types";
import type { Fact, Facts } from "./process-facts";
import type { IoRates } from "./process-io";
import type { SeenProcess } from "./process-walk";

/** What is needed of a process to be shown, and to be put in order. */
export type ListedProcess = Pick<SeenProcess, "pid" | "name" | "state" | "utilization" | "residentPages"> & {
	threads: Outcome<number>;
};

/** All that is known of a process that is shown. */
export interface ProcessDetails extends Facts {
	seen: ListedProcess;
	residentBytes: Outcome<number>;
	proportionalBytes: Outcome<number>;
	io: Outcome<IoRates>;
	/** Only where arguments may be shown. */
	command?: string;
}

interface Nothing {
	index: number;
	field: string;
	reason: string;
}

/** The rows of a list of processes, and why values in them are `null`. */
export function encodeProcesses(details: readonly ProcessDetails[]): {
	processes: Process[];
	missing: Record<string, string>;
} {
	const nothing: Nothing[] = [];
	const processes = details.map(
		({ seen, user, container, residentBytes, proportionalBytes, io, command }, index) => {
			const absent = (field: keyof Process, reason: string) => {
				nothing.push({ index, field, reason });
				return null;
			};
			const value = (field: keyof Process, outcome: Outcome<number>) =>
				typeof outcome === "number" ? outcome : absent(field, outcome);
			const text = (field: keyof Process, fact: Fact) => fact.text ?? absent(field, fact.reason);
			return {
				pid: seen.pid,
				name: seen.name,
				...(command !== undefined && { command }),
				user: text("user", user),
				state: seen.state ?? absent("state", "not known here"),
				threads: value("threads", seen.threads),
				utilization: value("utilization", seen.utilization),
				residentBytes: value("residentBytes", residentBytes),
				proportionalBytes: value("proportionalBytes", proportionalBytes),
				readBytesPerSecond: value("readBytesPerSecond", typeof io === "string" ? io : io.readBytesPerSecond),
				writtenBytesPerSecond: value(
					"writtenBytesPerSecond",
					typeof io === "string" ? io : io.writtenBytesPerSecond,
				),
				container: text("container", container),
			};
		},
	);
	return { processes, missing: foldReasons(nothing) };
}

/** Says the most frequent reason of each field once for all rows, and only the others row by row. */
export function foldReasons(nothing: readonly Nothing[]): Record<string, string> {
	const missing: Record<string, string> = {};
	for (const field of new Set(nothing.map((one) => one.field))) {
		const ofField = nothing.filter((one) => one.field === field);
		const counts = new Map<string, number>();
		for (const { reason } of ofField) counts.set(reason, (counts.get(reason) ?? 0) + 1);
		const [[common] = [""]] = [...counts].sort(([, one], [, other]) => other - one);
		missing[`processes.*.${field}`] = common;
		for (const { index, reason } of ofField) {
			if (reason !== common) missing[`processes.${index}.${field}`] = reason;
		}
	}
	return missing;
}
