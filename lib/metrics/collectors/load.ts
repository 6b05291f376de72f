import type { Collector, Instant } from "../collector";
import { Missing } from "../missing";
import { type Outcome, reasons } from "../rate";
import type { Load } from "../types";
import { readNamed } from "./columns";
import { countCores } from "./host-size";
import { KernelFile } from "./kernel-file";
import type { ProgramScope } from "./scope";

export const blankLoad = {
	one: null,
	five: null,
	fifteen: null,
	cores: null,
	runnable: null,
	blocked: null,
};

/**
 * Makes the reading out of the kernel's load averages and of its statistics, which hold the lengths of the queues; the
 * cores are those that the averages are to be read against.
 */
export function parseLoad(
	at: Instant,
	averages: string,
	stat: string,
	cores: Outcome<number> = countCores(stat),
	queues: string = reasons.unreadable,
): Load {
	const missing = new Missing();
	const [one, five, fifteen] = /^([\d.]+) ([\d.]+) ([\d.]+) /.exec(averages)?.slice(1) ?? [];
	const average = (path: string, text: string | undefined) =>
		missing.value(path, text === undefined ? reasons.unreadable : Number(text));
	const count = (path: string, number: number) => missing.value(path, Number.isNaN(number) ? queues : number);
	return {
		time: at.time,
		one: average("one", one),
		five: average("five", five),
		fifteen: average("fifteen", fifteen),
		cores: missing.value("cores", Number.isNaN(cores) ? reasons.unreadable : cores),
		runnable: count("runnable", readNamed(stat, "procs_running ")),
		blocked: count("blocked", readNamed(stat, "procs_blocked ")),
		...missing.entries(),
	};
}

/** Collects the load from the kernel: the host's, but where lxcfs gives a container's own. */
export function createLoadCollector(path: string, stat: KernelFile, scope: ProgramScope): Collector<"load"> {
	const file = new KernelFile(path);
	return {
		metric: "load",
		blank: blankLoad,
		collect(at) {
			const averages = file.read();
			const text = stat.read(at.monotonicMs);
			if (!scope.isContainers("/proc/stat")) return parseLoad(at, averages, text);
			const { cpu, host } = scope.limits(at.monotonicMs);
			if (!scope.hasOwnLoad(averages)) return parseLoad(at, averages, text, host.cores);
			const own = parseLoad(at, averages, "", cpu?.value ?? countCores(text), "told only of the host");
			return { ...own, scope: "container" };
		},
		close() {
			file.close();
			stat.close();
		},
	};
}
