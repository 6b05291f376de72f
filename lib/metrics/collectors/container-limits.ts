import { join } from "node:path";
import { type Outcome, reasons } from "../rate";
import { countCpus, parseCfsQuota, parseCpuMax, parseLimit } from "./cgroup-files";
import type { Hierarchies, Hierarchy } from "./container-hierarchies";
import type { KeptFiles } from "./kept-files";

type Limit = "quota" | "cpuset" | "memory";

const none = Number.POSITIVE_INFINITY;
const hierarchyOf = { quota: "cpu", cpuset: "cpuset", memory: "memory" } as const;

/** The limits of groups at one instant, `Infinity` where there is none; what several have above them is read once. */
export class GroupLimits {
	#hierarchies: Hierarchies;
	#files: KeptFiles;
	#own = new Map<string, Outcome<number>>();
	#tightest = new Map<string, Outcome<number>>();

	constructor(hierarchies: Hierarchies, files: KeptFiles) {
		this.#hierarchies = hierarchies;
		this.#files = files;
	}

	/** How many cores' time the group itself was given, whatever those above it were. */
	ownQuota(path: string): Outcome<number> {
		return this.#readOnce("quota", path);
	}

	/** How many cores the group may use: by its quota, by its set of processors, and by those of all above it. */
	cores(path: string): Outcome<number> {
		return least(this.#onTheWayUp("quota", path), this.#onTheWayUp("cpuset", path));
	}

	/** How many bytes the group may use, itself and with all above it. */
	bytes(path: string): Outcome<number> {
		return this.#onTheWayUp("memory", path);
	}

	#onTheWayUp(limit: Limit, path: string): Outcome<number> {
		const key = limit + path;
		const known = this.#tightest.get(key);
		if (known !== undefined) return known;
		const own = this.#readOnce(limit, path);
		const above = path === "" ? none : this.#onTheWayUp(limit, path.slice(0, path.lastIndexOf("/")));
		const tightest = least(own, above);
		this.#tightest.set(key, tightest);
		return tightest;
	}

	#readOnce(limit: Limit, path: string): Outcome<number> {
		const key = limit + path;
		const known = this.#own.get(key);
		if (known !== undefined) return known;
		const hierarchy = this.#hierarchies[hierarchyOf[limit]];
		const own = hierarchy ? this.#read(limit, hierarchy, join(hierarchy.root, path)) : none;
		this.#own.set(key, own);
		return own;
	}

	/** A group without the file has no limit of its own: the root, and one for which the controller is not enabled. */
	#read(limit: Limit, { version }: Hierarchy, directory: string): Outcome<number> {
		const read = (name: string, parse: (text: string) => Outcome<number>) =>
			this.#files.read(join(directory, name), parse, none);
		if (limit === "memory") {
			const name = version === 1 ? "memory.limit_in_bytes" : "memory.max";
			return read(name, (text) => parseLimit(name, text));
		}
		if (limit === "cpuset") {
			const name = version === 1 ? "cpuset.effective_cpus" : "cpuset.cpus.effective";
			// A group of version 1 that was given none yet can hold no tasks: they are counted above it.
			return read(name, (text) => (text === "\n" ? none : countCpus(name, text)));
		}
		if (version === 2) return read("cpu.max", parseCpuMax);
		const period = join(directory, "cpu.cfs_period_us");
		return read("cpu.cfs_quota_us", (quota) =>
			this.#files.read(period, (text) => parseCfsQuota(quota, text), reasons.unreadable),
		);
	}
}

function least(one: Outcome<number>, other: Outcome<number>): Outcome<number> {
	if (typeof one === "string") return one;
	return typeof other === "string" ? other : Math.min(one, other);
}
