import type { Collector, Instant } from "../collector";
import { Missing } from "../missing";
import { reasons } from "../rate";
import type { Load } from "../types";
import { eachLine, readNamed } from "./columns";
import { KernelFile } from "./kernel-file";

export const blankLoad = {
	one: null,
	five: null,
	fifteen: null,
	cores: null,
	runnable: null,
	blocked: null,
};

/** Makes the reading out of the kernel's load averages and of its statistics, which hold the lengths of the queues. */
export function parseLoad(at: Instant, averages: string, stat: string): Load {
	const missing = new Missing();
	const [one, five, fifteen] = /^([\d.]+) ([\d.]+) ([\d.]+) /.exec(averages)?.slice(1) ?? [];
	const average = (path: string, text: string | undefined) =>
		missing.value(path, text === undefined ? reasons.unreadable : Number(text));
	const count = (path: string, number: number) =>
		missing.value(path, Number.isNaN(number) ? reasons.unreadable : number);
	return {
		time: at.time,
		one: average("one", one),
		five: average("five", five),
		fifteen: average("fifteen", fifteen),
		cores: count("cores", countCores(stat)),
		runnable: count("runnable", readNamed(stat, "procs_running ")),
		blocked: count("blocked", readNamed(stat, "procs_blocked ")),
		...missing.entries(),
	};
}

// `NaN` when the file was cut off before the end of their list.
function countCores(stat: string): number {
	let lines = 0;
	let isWhole = false;
	eachLine(stat, (start) => {
		isWhole = !stat.startsWith("cpu", start);
		if (isWhole) return false;
		lines++;
	});
	// One of the lines is that of all of them.
	return isWhole && lines > 1 ? lines - 1 : Number.NaN;
}

/** Collects the load from the kernel. */
export function createLoadCollector(path: string, stat: KernelFile): Collector<"load"> {
	const file = new KernelFile(path);
	return {
		metric: "load",
		blank: blankLoad,
		collect: (at) => parseLoad(at, file.read(), stat.read(at.monotonicMs)),
		close() {
			file.close();
			stat.close();
		},
	};
}
