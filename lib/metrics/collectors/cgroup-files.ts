import { type Outcome, reasons } from "../rate";

// The formats stand in the kernel's admin-guide/cgroup-v2.rst and cgroup-v1/. A file that is not as it should be gives a
// reason, never a guess; a line that this kernel or this group does not have is `reasons.untold`.

/** The processor time of a group, in microseconds since it was made. */
export interface CpuTime {
	usageUs: Outcome<number>;
	userUs: Outcome<number>;
	systemUs: Outcome<number>;
}

/** How often a group was held back; v2 tells it only where the controller is enabled for the group. */
export interface Throttling {
	/** Enforcement periods in which it had something to do. */
	periods: Outcome<number>;
	throttledPeriods: Outcome<number>;
}

/** What is in a group's memory and its descendants', in bytes. */
export interface MemoryStat {
	/** The part of the file cache that is given back first. */
	inactiveFileBytes: Outcome<number>;
}

function damaged(file: string, text: string, expected = "a number"): string {
	const found = text.length > 40 ? `${text.slice(0, 40)}…` : text;
	return `${file}: expected ${expected}, got ${JSON.stringify(found)}`;
}

/** A counter of the kernel: decimal digits of 64 bits. `1e9`, an empty text and `0x1` are numbers to JavaScript only. */
export function toCount(text: string): number {
	const value = /^\d{1,20}$/.test(text) ? Number(text) : Number.NaN;
	return value <= 2 ** 64 ? value : Number.NaN;
}

/** Reads a file of one number: `memory.current`, `memory.swap.current`, `pids.current`, v1's `memory.usage_in_bytes`. */
export function parseAmount(file: string, text: string): Outcome<number> {
	const value = text.endsWith("\n") ? toCount(text.slice(0, -1)) : Number.NaN;
	return Number.isNaN(value) ? damaged(file, text) : value;
}

/**
 * Reads a file of one limit: `memory.max`, `memory.swap.max`, `pids.max`, v1's `memory.limit_in_bytes`. No limit is
 * `Infinity`: v1 has no word for that and gives the largest number of whole pages, some 2^63.
 */
export function parseLimit(file: string, text: string): Outcome<number> {
	if (text === "max\n") return Number.POSITIVE_INFINITY;
	const value = parseAmount(file, text);
	return typeof value === "number" && value >= 2 ** 60 ? Number.POSITIVE_INFINITY : value;
}

/** Reads `cpu.max` as a number of cores; no limit is `Infinity`. */
export function parseCpuMax(text: string): Outcome<number> {
	const [, quota = "", period = ""] = /^(\d+|max) (\d+)\n$/.exec(text) ?? [];
	const quotaUs = quota === "max" ? Number.POSITIVE_INFINITY : toCount(quota);
	const periodUs = toCount(period);
	return quotaUs > 0 && periodUs > 0 ? quotaUs / periodUs : damaged("cpu.max", text, "a quota and a period");
}

/** Reads v1's `cpu.cfs_quota_us` and `cpu.cfs_period_us` as a number of cores; a quota of −1 is `Infinity`. */
export function parseCfsQuota(quota: string, period: string): Outcome<number> {
	const periodUs = parseAmount("cpu.cfs_period_us", period);
	if (periodUs === 0) return damaged("cpu.cfs_period_us", period);
	if (quota === "-1\n") return typeof periodUs === "string" ? periodUs : Number.POSITIVE_INFINITY;
	const quotaUs = parseAmount("cpu.cfs_quota_us", quota);
	if (quotaUs === 0) return damaged("cpu.cfs_quota_us", quota);
	if (typeof quotaUs === "string") return quotaUs;
	return typeof periodUs === "string" ? periodUs : quotaUs / periodUs;
}

/** Reads the number behind `key` in a file of such lines: `cpu.stat`, `memory.stat`, `memory.events`. */
export function parseKeyed(file: string, text: string, key: string): Outcome<number> {
	// A few lines are wanted of these long files: they are not taken apart.
	const start = text.startsWith(`${key} `) ? 0 : text.indexOf(`\n${key} `) + 1;
	const isThere = start > 0 || text.startsWith(`${key} `);
	// Where the file was cut off, the line may have stood in what is gone.
	if (!isThere) return text.endsWith("\n") ? reasons.untold : damaged(file, text, "whole lines");
	const end = text.indexOf("\n", start);
	const line = text.slice(start, end < 0 ? undefined : end);
	const value = end < 0 ? Number.NaN : toCount(line.slice(key.length + 1));
	return Number.isNaN(value) ? damaged(file, line, "a line with a number") : value;
}

/** Reads v2's `cpu.stat`. */
export function parseCpuStat(text: string): CpuTime & Throttling {
	const read = (key: string) => parseKeyed("cpu.stat", text, key);
	return {
		usageUs: read("usage_usec"),
		userUs: read("user_usec"),
		systemUs: read("system_usec"),
		periods: read("nr_periods"),
		throttledPeriods: read("nr_throttled"),
	};
}

const scaled = (value: Outcome<number>, factor: number) =>
	typeof value === "number" ? value * factor : value;

/** Reads v1's `cpuacct.usage` (nanoseconds) and `cpuacct.stat` (ticks of 10 ms, which is what user space is told everywhere). */
export function parseV1CpuTime(usage: string, stat: string): CpuTime {
	return {
		usageUs: scaled(parseAmount("cpuacct.usage", usage), 1 / 1_000),
		userUs: scaled(parseKeyed("cpuacct.stat", stat, "user"), 10_000),
		systemUs: scaled(parseKeyed("cpuacct.stat", stat, "system"), 10_000),
	};
}

/** Reads v1's `cpu.stat`. */
export function parseV1Throttling(text: string): Throttling {
	return {
		periods: parseKeyed("cpu.stat", text, "nr_periods"),
		throttledPeriods: parseKeyed("cpu.stat", text, "nr_throttled"),
	};
}

/** Reads v2's `memory.stat`. */
export function parseMemoryStat(text: string): MemoryStat {
	return {
		inactiveFileBytes: parseKeyed("memory.stat", text, "inactive_file"),
	};
}

/** Reads v1's `memory.stat`, with what the groups below hold. */
export function parseV1MemoryStat(text: string): MemoryStat {
	return {
		inactiveFileBytes: parseKeyed("memory.stat", text, "total_inactive_file"),
	};
}

/** Reads how many processes were killed for want of memory: v2's `memory.events`, v1's `memory.oom_control` (since Linux 4.13). */
export function parseOomKills(file: "memory.events" | "memory.oom_control", text: string): Outcome<number> {
	return parseKeyed(file, text, "oom_kill");
}

/** Counts the processors of a list like `0-3,7`: `cpuset.cpus.effective`, v1's `cpuset.effective_cpus`. */
export function countCpus(file: string, text: string): Outcome<number> {
	let count = 0;
	let last = -1;
	for (const range of text.endsWith("\n") ? text.slice(0, -1).split(",") : [""]) {
		const [, from = "", to = from] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(range) ?? [];
		// The kernel's lists rise: one that does not would count a processor twice.
		if (from === "" || Number(from) <= last || Number(to) < Number(from)) {
			return damaged(file, text, "a list of processors");
		}
		last = Number(to);
		count += last - Number(from) + 1;
	}
	return count;
}
