import type { Outcome } from "../rate";
import { countCpus, parseCfsQuota, parseCpuMax, parseKeyed, parseLimit } from "./cgroup-files";
import { findGroup, type Group, type Hierarchy, type OwnCgroups } from "./own-cgroups";
import type { Peek } from "./peek";

/** The tightest limit that is seen, and the outermost group that it holds for: all in that share it. */
export interface Bound {
	/** Cores, or bytes. */
	value: number;
	/** Of which kind it is: only a quota throttles. */
	by: "quota" | "cpuset" | "memory";
	/** Of the group in its hierarchy, and where its files are. */
	path: string;
	directory: string;
	version: 1 | 2;
}

/** A limit of cores, with the group in which the time is counted that is used of it; `null` where none does. */
export interface CpuBound extends Bound {
	time: Pick<Bound, "directory" | "version"> | null;
}

type ReadLimit = (group: Group, version: 1 | 2) => Outcome<number>;

/** How many cores the groups of a process leave it, by quota or by the set of processors; `null` where no file tells it. */
export function readCpuBound(own: OwnCgroups, peek: Peek): CpuBound | null {
	const read = (group: Group, name: string) => peek.text(`${group.directory}/${name}`) ?? "";
	const quota = tightest("quota", own.cpu, peek, (group, version) =>
		version === 2
			? parseCpuMax(read(group, "cpu.max"))
			: parseCfsQuota(read(group, "cpu.cfs_quota_us"), read(group, "cpu.cfs_period_us")),
	);
	const set = tightest("cpuset", own.cpuset, peek, (group, version) => {
		const name = version === 2 ? "cpuset.cpus.effective" : "cpuset.effective_cpus";
		return countCpus(name, read(group, name));
	});
	const bound = tighter(quota, set);
	// In the group of the same path only: any other's time would be that of others too.
	const counting = own.cpu?.version === 1 ? [own.cpuacct, own.unified] : [own.unified];
	const time = bound && findGroup(bound.path, ...counting);
	return bound && { ...bound, time: time && { ...time, directory: peek.place(time.directory) } };
}

/** How much memory the groups of a process leave it; `null` where no file tells of a limit. */
export function readMemoryBound(own: OwnCgroups, peek: Peek): Bound | null {
	// Not memory.high: above it a group is slowed down, and still may grow.
	const seen = tightest("memory", own.memory, peek, (group, version) => {
		const name = version === 2 ? "memory.max" : "memory.limit_in_bytes";
		return parseLimit(name, peek.text(`${group.directory}/${name}`) ?? "");
	});
	if (own.memory?.version !== 1) return seen;
	const [first] = own.memory.groups;
	const last = own.memory.groups.at(-1);
	if (!first || !last) return seen;
	// Only v1 tells also of the groups above those that are mounted here.
	const stat = peek.text(`${first.directory}/memory.stat`) ?? "";
	const value = parseKeyed("memory.stat", stat, "hierarchical_memory_limit");
	const above = isLimit(value) && value < 2 ** 60 ? value : Number.POSITIVE_INFINITY;
	return above < (seen?.value ?? Number.POSITIVE_INFINITY)
		? { value: above, by: "memory", path: last.path, directory: peek.place(last.directory), version: 1 }
		: seen;
}

function tightest(by: Bound["by"], hierarchy: Hierarchy | null, peek: Peek, read: ReadLimit): Bound | null {
	let found: Bound | null = null;
	for (const group of hierarchy?.groups ?? []) {
		const { version } = hierarchy as Hierarchy;
		const value = read(group, version);
		// The outermost of those that are alike: what is left within it is left for all below.
		if (isLimit(value) && value <= (found?.value ?? Number.POSITIVE_INFINITY)) {
			found = { value, by, path: group.path, directory: peek.place(group.directory), version };
		}
	}
	return found;
}

// Files that are gone, unreadable or damaged bound nothing; neither does 0, with which nothing could run at all.
function isLimit(value: Outcome<number>): value is number {
	return typeof value === "number" && value > 0 && value < Number.POSITIVE_INFINITY;
}

function tighter(one: Bound | null, other: Bound | null): Bound | null {
	if (!one || !other) return one ?? other;
	return one.value <= other.value ? one : other;
}
