import type { Instant } from "../collector";
import { Counters } from "../counters";
import { Missing } from "../missing";
import { type Outcome, reasons } from "../rate";
import { roundShare, roundTo } from "../round";
import type { Cpu, CpuLimit } from "../types";
import {
	type CpuTime,
	parseCpuStat,
	parseV1CpuTime,
	parseV1Throttling,
	type Throttling,
} from "./cgroup-files";
import type { CpuBound } from "./cgroup-limits";
import { GroupFiles } from "./group-files";

const uncounted = "not counted for a control group";
const wholeOnly = ["nice", "iowait", "irq", "softirq", "steal", "cores"];

/** The counters of a group, or why they are not known. */
type Times = CpuTime & Pick<Throttling, "periods" | "throttledPeriods">;

/** How much each of them grew in so many seconds, or why that cannot be said. */
type Grown = (name: keyof Times) => Outcome<number>;

const each = (reason: string): CpuTime & Throttling => ({
	usageUs: reason,
	userUs: reason,
	systemUs: reason,
	periods: reason,
	throttledPeriods: reason,
});

/** Reads how much of its limit a control group uses of the processor. */
export class CgroupCpu {
	#paceMs: number;
	#counters: Counters;
	#bound: CpuBound | null = null;
	#time: GroupFiles | null = null;
	#limit: GroupFiles | null = null;

	constructor(paceMs: number) {
		this.#paceMs = paceMs;
		this.#counters = new Counters(paceMs);
	}

	/** The reading, as shares of the limit. */
	read(at: Instant, bound: CpuBound, hostCores: Outcome<number>): Cpu {
		this.#open(bound);
		const times = this.#readTimes(bound);
		const missing = new Missing();
		for (const name of wholeOnly) missing.add(name, uncounted);
		const [grown, seconds] = this.#grow(at, times);
		const share = (path: string, name: keyof Times) => {
			const usedUs = grown(name);
			return missing.value(
				path,
				typeof usedUs === "string" ? usedUs : roundShare(usedUs / 1e6 / seconds / bound.value),
			);
		};
		return {
			time: at.time,
			utilization: share("utilization", "usageUs"),
			user: share("user", "userUs"),
			nice: null,
			system: share("system", "systemUs"),
			iowait: null,
			irq: null,
			softirq: null,
			steal: null,
			cores: [],
			limit: encodeLimit(bound, hostCores, grown, missing),
			...missing.entries(),
		};
	}

	close(): void {
		this.#time?.close();
		this.#limit?.close();
		this.#bound = null;
	}

	#open(bound: CpuBound): void {
		const before = this.#bound;
		this.#bound = bound;
		if (before?.directory === bound.directory && before.by === bound.by) return;
		this.#time?.close();
		this.#limit?.close();
		this.#counters = new Counters(this.#paceMs);
		this.#time = bound.time && new GroupFiles(bound.time.directory);
		this.#limit = bound.by === "quota" ? new GroupFiles(bound.directory) : null;
	}

	#readTimes(bound: CpuBound): Times {
		const limit = this.#limit?.read("cpu.stat", bound.version === 2 ? parseCpuStat : parseV1Throttling, each);
		const { periods, throttledPeriods } = limit ?? each("only a quota throttles");
		return { ...this.#readTime(bound.time), periods, throttledPeriods };
	}

	#readTime(group: CpuBound["time"]): CpuTime {
		const files = this.#time;
		if (!files || !group) return each("no group here counts the time of those that share this limit");
		if (group.version === 2) return files.read<CpuTime>("cpu.stat", parseCpuStat, each);
		const withUsage = (usage: string) =>
			files.read<CpuTime>("cpuacct.stat", (stat) => parseV1CpuTime(usage, stat), each);
		return files.read("cpuacct.usage", withUsage, each);
	}

	#grow(at: Instant, times: Times): [Grown, seconds: number] {
		const known = Object.entries(times).map(
			([name, value]) => [name, typeof value === "number" ? [value] : []] as const,
		);
		const growth = this.#counters.grow(at.monotonicMs, new Map(known));
		if (typeof growth === "string") return [() => growth, Number.NaN];
		const grown: Grown = (name) => {
			const now = times[name];
			if (typeof now === "string") return now;
			const difference = growth.differences.get(name) ?? reasons.unreadable;
			return typeof difference === "string" ? difference : (difference[0] as number);
		};
		return [grown, growth.seconds];
	}
}

function encodeLimit(
	{ value, by }: CpuBound,
	hostCores: Outcome<number>,
	grown: Grown,
	missing: Missing,
): CpuLimit {
	const periods = grown("periods");
	const throttled = grown("throttledPeriods");
	// A group that wanted nothing has no periods: it was not held back either.
	const share =
		typeof periods === "string" || typeof throttled === "string"
			? [periods, throttled].find((outcome) => typeof outcome === "string")
			: roundShare(throttled / Math.max(1, periods));
	return {
		cores: roundTo(value, 3),
		hostCores: missing.value("limit.hostCores", hostCores),
		throttledUtilization: missing.value(
			"limit.throttledUtilization",
			by === "quota" ? (share ?? reasons.unreadable) : "only a quota throttles",
		),
	};
}
