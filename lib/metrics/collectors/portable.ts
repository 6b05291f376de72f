import { cpus, loadavg } from "node:os";
import type { Collector } from "../collector";
import { Missing } from "../missing";
import { reasons } from "../rate";
import { blankCpu, CpuRates } from "./cpu";
import { blankLoad } from "./load";
import { blankMemory, encodeMemory } from "./memory";
import type { SlowSource } from "./slow-source";

/** Collects the processor's shares as Node tells them; what the system does not count is `null`. */
export function createPortableCpuCollector(
	intervalMs: number,
	platform: NodeJS.Platform,
	readCores: typeof cpus = cpus,
): Collector<"cpu"> {
	const isWindows = platform === "win32";
	const untold = isWindows ? (["nice", "irq"] as const) : platform === "darwin" ? (["irq"] as const) : [];
	const rates = new CpuRates(intervalMs, [...untold, "iowait", "softirq", "steal"]);
	return {
		metric: "cpu",
		blank: blankCpu,
		collect(at) {
			const cores = readCores().map(({ times: { user, nice, sys, idle, irq } }) => [
				...[user, nice, sys, idle],
				// Windows has the time of interrupts in that of the system too, where it would count twice.
				...[0, isWindows ? 0 : irq, 0, 0],
			]);
			if (cores.length === 0) throw new Error("the system tells of no processor");
			const total = cores.reduce((sum, core) => sum.map((value, index) => value + (core[index] as number)));
			return rates.read(at, new Map([["cpu", total], ...cores.map((core, i) => [`cpu${i}`, core] as const)]));
		},
	};
}

/** Collects the load averages; Windows has none. */
export function createPortableLoadCollector(
	platform: NodeJS.Platform,
	readAverages: typeof loadavg = loadavg,
): Collector<"load"> {
	return {
		metric: "load",
		blank: blankLoad,
		collect(at) {
			const missing = new Missing();
			// There Node gives three zeros, which would say that nothing is running.
			const [one, five, fifteen] = platform === "win32" ? [] : readAverages();
			return {
				time: at.time,
				one: missing.value("one", one ?? reasons.untold),
				five: missing.value("five", five ?? reasons.untold),
				fifteen: missing.value("fifteen", fifteen ?? reasons.untold),
				cores: missing.value("cores", cpus().length || reasons.untold),
				runnable: missing.value("runnable", reasons.untold),
				blocked: missing.value("blocked", reasons.untold),
				...missing.entries(),
			};
		},
	};
}

/** Collects memory through systeminformation, which starts programs for it. */
export function createPortableMemoryCollector(
	source: SlowSource,
	platform: NodeJS.Platform,
): Collector<"memory"> {
	return {
		metric: "memory",
		blank: blankMemory,
		async collect(at) {
			const mem = await source.ask("mem", (library) => library.mem());
			// Not its `used`, which counts the page cache. Its zeros for caches are true on Linux only.
			const bytes = new Map([
				["MemTotal", mem?.total],
				["MemAvailable", mem?.available],
				["SwapTotal", mem?.swaptotal],
				["SwapFree", mem?.swapfree],
				["SReclaimable", 0],
			]);
			if (platform === "linux") bytes.set("Cached", mem.cached).set("Buffers", mem.buffers);
			if (platform === "darwin") bytes.set("Cached", mem.buffcache);
			return encodeMemory(at, bytes, 0, reasons.untold);
		},
	};
}
