import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Outcome, reasons } from "../rate";
import {
	parseAmount,
	parseCpuStat,
	parseMemoryStat,
	parseOomKills,
	parseV1CpuTime,
	parseV1MemoryStat,
	parseV1Throttling,
} from "./cgroup-files";
import { type DeviceBytes, parseIoStat, parseServiceBytes } from "./cgroup-io-files";
import type { Hierarchies } from "./container-hierarchies";
import { GroupLimits } from "./container-limits";
import type { KeptFiles } from "./kept-files";

/** What the kernel counts of one group, and what the group may use. */
export interface GroupReading {
	usageUs: Outcome<number>;
	/** How many enforcement periods there were, and in how many of them it was throttled. */
	throttling: Outcome<[periods: number, throttled: number]>;
	/** Without the file cache that would be given back. */
	usedBytes: Outcome<number>;
	oomKills: Outcome<number>;
	io: Outcome<DeviceBytes>;
	tasks: Outcome<number>;
	/** The tightest limits, of its own and on the way up; `Infinity` without any. */
	limitCores: Outcome<number>;
	limitBytes: Outcome<number>;
}

const off = (controller: string) => `the ${controller} controller is not enabled for this group`;
const unlimited = "it has no limit of processor time of its own";

/** Makes what reads groups at one instant: `null` for one that is gone. */
export function createGroupReader(hierarchies: Hierarchies, files: KeptFiles) {
	const { cpu, cpuacct, memory, blkio, pids, roots } = hierarchies;
	const limits = new GroupLimits(hierarchies, files);

	function readUsage(path: string): Outcome<number> {
		if (!cpuacct) return off("cpu");
		const directory = join(cpuacct.root, path);
		if (cpuacct.version === 2) {
			return files.read(join(directory, "cpu.stat"), (text) => parseCpuStat(text).usageUs, off("cpu"));
		}
		const parse = (text: string) => parseV1CpuTime(text, "").usageUs;
		return files.read(join(directory, "cpuacct.usage"), parse, off("cpuacct"));
	}

	function readThrottling(path: string): GroupReading["throttling"] {
		const quota = limits.ownQuota(path);
		if (!cpu || typeof quota === "string") return cpu ? (quota as string) : off("cpu");
		if (quota === Number.POSITIVE_INFINITY) return unlimited;
		const parse = (text: string): GroupReading["throttling"] => {
			const { periods, throttledPeriods } = cpu.version === 1 ? parseV1Throttling(text) : parseCpuStat(text);
			if (typeof periods === "string") return periods;
			return typeof throttledPeriods === "string" ? throttledPeriods : [periods, throttledPeriods];
		};
		return files.read(join(cpu.root, path, "cpu.stat"), parse, off("cpu"));
	}

	function readMemory(path: string): Pick<GroupReading, "usedBytes" | "oomKills"> {
		if (!memory) return { usedBytes: off("memory"), oomKills: off("memory") };
		const isFirst = memory.version === 1;
		const read = (name: string, parse: (text: string) => Outcome<number>) =>
			files.read(join(memory.root, path, name), parse, off("memory"));
		const current = isFirst ? "memory.usage_in_bytes" : "memory.current";
		const events = isFirst ? "memory.oom_control" : "memory.events";
		const parseStat = isFirst ? parseV1MemoryStat : parseMemoryStat;
		const used = read(current, (text) => parseAmount(current, text));
		const cache = read("memory.stat", (text) => parseStat(text).inactiveFileBytes);
		return {
			usedBytes: without(used, cache),
			oomKills: read(events, (text) => parseOomKills(events, text)),
		};
	}

	function readIo(path: string): Outcome<DeviceBytes> {
		if (!blkio) return off("io");
		const read = (name: string, parse: typeof parseIoStat, absent: string) =>
			files.read(join(blkio.root, path, name), parse, absent);
		if (blkio.version === 2) return read("io.stat", parseIoStat, off("io"));
		const name = "blkio.throttle.io_service_bytes";
		// Which holds what the groups below do too, since Linux 5.0.
		const all = read(`${name}_recursive`, parseServiceBytes, reasons.untold);
		return all === reasons.untold ? read(name, parseServiceBytes, off("blkio")) : all;
	}

	function readTasks(path: string): Outcome<number> {
		if (!pids) return off("pids");
		const parse = (text: string) => parseAmount("pids.current", text);
		return files.read(join(pids.root, path, "pids.current"), parse, off("pids"));
	}

	return (path: string): GroupReading | null => {
		const reading: GroupReading = {
			usageUs: readUsage(path),
			throttling: readThrottling(path),
			...readMemory(path),
			io: readIo(path),
			tasks: readTasks(path),
			limitCores: limits.cores(path),
			limitBytes: limits.bytes(path),
		};
		// Files are absent where a controller is not enabled, and of a group that was removed while it was read.
		const isWhole = !Object.values(reading).some((value) => typeof value === "string");
		return isWhole || roots.some((root) => existsSync(join(root, path))) ? reading : null;
	};
}

function without(whole: Outcome<number>, part: Outcome<number>): Outcome<number> {
	if (typeof whole === "string") return whole;
	// The two are read one after the other: the part may have grown meanwhile.
	return typeof part === "string" ? part : Math.max(0, whole - part);
}
