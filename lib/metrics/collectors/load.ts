import type { Collector, Instant } from "../collector";
import { Missing } from "../missing";
import { reasons } from "../rate";
import type { Load } from "../types";
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
	// The end of the line must be there, or the number may have been cut off.
	const count = (path: string, pattern: RegExp) => {
		const text = pattern.exec(stat)?.[1];
		return missing.value(path, text === undefined ? reasons.unreadable : Number(text));
	};
	const cores = stat.match(/^cpu\d+ /gm)?.length;
	return {
		time: at.time,
		one: average("one", one),
		five: average("five", five),
		fifteen: average("fifteen", fifteen),
		cores: missing.value("cores", cores ?? reasons.unreadable),
		runnable: count("runnable", /^procs_running (\d+)\n/m),
		blocked: count("blocked", /^procs_blocked (\d+)\n/m),
		...missing.entries(),
	};
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
