import type { Collector, Instant } from "../collector";
import { type CounterReading, Counters } from "../counters";
import { Missing } from "../missing";
import { type Outcome, reasons, shares } from "../rate";
import { roundShare } from "../round";
import type { Cpu, CpuShares } from "../types";
import { columnEnd, eachLine, readColumns } from "./columns";
import type { KernelFile } from "./kernel-file";

// The order of /proc/stat (proc(5)). What follows, guest and guest_nice, is contained in user and nice.
const fields = ["user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"] as const;

type Part = Exclude<(typeof fields)[number], "idle">;
type Parts = [number, number, number, number, number, number, number, number];

const blankShares: CpuShares = {
	utilization: null,
	user: null,
	nice: null,
	system: null,
	iowait: null,
	irq: null,
	softirq: null,
	steal: null,
};

export const blankCpu = { ...blankShares, cores: [] };

/** Reads the time spent so far by `cpu` (all) and each `cpu0`, `cpu1` … that is switched on; a damaged line gives an empty list. */
export function parseCpuTimes(stat: string): Map<string, number[]> {
	const times = new Map<string, number[]>();
	eachLine(stat, (start, end) => {
		// The lines of the processor come first; then follows one with a column for each interrupt that there may be.
		if (!stat.startsWith("cpu", start)) return false;
		const nameEnd = columnEnd(stat, start, end);
		const name = stat.slice(start, nameEnd);
		// A kernel knows 8,192 cores at most; of a damaged number a list would be made that fills all memory.
		if (!/^cpu\d{0,4}$/.test(name)) return;
		const counters = readColumns(stat, nameEnd, end, fields.length);
		times.set(name, counters.every(Number.isFinite) ? counters : []);
	});
	return times;
}

/** Turns the processor's times into shares of the time since the last reading. */
export class CpuRates {
	#counters: Counters;
	#untold: readonly Part[];
	#cores = 0;

	/** Fields named in `untold` are 0 in the times because the system does not tell them. */
	constructor(paceMs: number, untold: readonly Part[] = []) {
		// iowait is known to fall a little by itself (proc(5)).
		this.#counters = new Counters(paceMs, [fields.indexOf("iowait")]);
		this.#untold = untold;
	}

	read(at: Instant, times: CounterReading): Cpu {
		for (const name of times.keys()) {
			if (name !== "cpu") this.#cores = Math.max(this.#cores, Number(name.slice(3)) + 1 || 0);
		}
		const growth = this.#counters.grow(at.monotonicMs, times);
		const missing = new Missing();
		if (typeof growth === "string") missing.add("", growth);
		const read = (name: string, path: string, absent: string): CpuShares => {
			if (typeof growth === "string") return blankShares;
			const grown = growth.differences.get(name) ?? absent;
			return this.#split(typeof grown === "string" ? grown : shares(grown), path, missing);
		};
		return {
			time: at.time,
			...read("cpu", "", reasons.unreadable),
			cores: Array.from({ length: this.#cores }, (_, core) =>
				read(`cpu${core}`, `cores.${core}`, "switched off"),
			),
			...missing.entries(),
		};
	}

	#split(parts: Outcome<number[]>, path: string, missing: Missing): CpuShares {
		if (typeof parts === "string") {
			missing.addEach(path, blankShares, parts);
			return blankShares;
		}
		const [user, nice, system, idle, iowait, irq, softirq, steal] = parts as Parts;
		const values = {
			utilization: roundShare(1 - idle - iowait),
			user: roundShare(user),
			nice: roundShare(nice),
			system: roundShare(system),
			iowait: roundShare(iowait),
			irq: roundShare(irq),
			softirq: roundShare(softirq),
			steal: roundShare(steal),
		};
		for (const part of this.#untold) values[part] = Number.NaN;
		return missing.known(path, values);
	}
}

/** Collects the processor's shares from the kernel. */
export function createCpuCollector(stat: KernelFile, intervalMs: number): Collector<"cpu"> {
	const rates = new CpuRates(intervalMs);
	return {
		metric: "cpu",
		blank: blankCpu,
		collect(at) {
			const times = parseCpuTimes(stat.read(at.monotonicMs));
			if (!times.has("cpu")) throw new Error(`${stat.path} has no line of the processor`);
			return rates.read(at, times);
		},
		close: () => stat.close(),
	};
}
