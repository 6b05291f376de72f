import type { Collector, Instant } from "../collector";
import { type CounterReading, Counters } from "../counters";
import { Missing } from "../missing";
import { type Outcome, reasons, shares } from "../rate";
import { roundShare } from "../round";
import type { Cpu, CpuShares } from "../types";
import type { KernelFile } from "./kernel-file";
import { wholeLines } from "./lines";

// The order of /proc/stat (proc(5)). What follows, guest and guest_nice, is contained in user and nice.
const fields = ["user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"] as const;
const idle = fields.indexOf("idle");
const iowait = fields.indexOf("iowait");

type Part = Exclude<(typeof fields)[number], "idle">;

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
	for (const line of wholeLines(stat)) {
		// The lines of the processor come first.
		if (!line.startsWith("cpu")) break;
		const [name, ...values] = line.split(/\s+/);
		const counters = values.slice(0, fields.length).map(Number);
		const isWhole = counters.length === fields.length && counters.every(Number.isFinite);
		times.set(name as string, isWhole ? counters : []);
	}
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
		this.#counters = new Counters(paceMs, [iowait]);
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
		const share = (part: Part) =>
			missing.value(
				path ? `${path}.${part}` : part,
				this.#untold.includes(part) ? reasons.untold : roundShare(parts[fields.indexOf(part)] as number),
			);
		return {
			utilization: roundShare(1 - (parts[idle] as number) - (parts[iowait] as number)),
			user: share("user"),
			nice: share("nice"),
			system: share("system"),
			iowait: share("iowait"),
			irq: share("irq"),
			softirq: share("softirq"),
			steal: share("steal"),
		};
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
