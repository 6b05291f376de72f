import type { Missing } from "../missing";
import type { Outcome } from "../rate";
import type { Environment, Scope } from "../types";
import { parseAmount } from "./cgroup-files";
import { type Bound, type CpuBound, readCpuBound, readMemoryBound } from "./cgroup-limits";
import { judgeSurround, readSurround } from "./container-signs";
import { isOwnHost } from "./host-paths";
import { hasHostNetwork, seesHostGroups, seesHostProcesses } from "./host-sight";
import { countCores, type HostSize, readHostSize } from "./host-size";
import { parseMeminfo } from "./memory";
import { locateCgroups, type MountEntry, type OwnCgroups, parseMountTable } from "./own-cgroups";
import { createPeek, type Peek } from "./peek";

// Limits are changed by people (docker update, systemctl set-property), who look at once whether they were.
const readAgainMs = 10_000;

/** The limits that hold now: only those that are tighter than the host itself. */
export interface Limits {
	cpu: CpuBound | null;
	memory: Bound | null;
	host: HostSize;
}

interface ScopeOptions {
	procRoot: string;
	/** `host`: limits around this program bound nothing. */
	scope?: "auto" | "host";
	peek?: Peek;
}

type OwnScope = Exclude<Scope, "host">;

/** Knows what this program runs in: what of the host it may use, and of what each file here tells. */
export class ProgramScope {
	readonly #peek: Peek;
	readonly #procRoot: string;
	readonly #seesHost: boolean;
	readonly #isUnbound: boolean;
	readonly #mounts: MountEntry[];
	readonly #runtime: Environment["runtime"];
	readonly #evidence: string;
	/** The files that lxcfs has put its own in place of. */
	readonly #covered: ReadonlySet<string>;
	/** Whether the interfaces here are the host's own. */
	readonly #hasHostNetwork: boolean;
	/** Whether a container was given the host's processes (`--pid=host`), and its control groups. */
	readonly #seesHostProcesses: boolean;
	readonly #seesHostGroups: boolean;
	#cgroup: string | null = null;
	#own: OwnCgroups | null = null;
	#limits: Limits | null = null;
	#readAtMs = Number.NEGATIVE_INFINITY;

	constructor({ procRoot, scope = "auto", peek = createPeek() }: ScopeOptions) {
		this.#peek = peek;
		this.#procRoot = procRoot;
		// Whoever was given another system's files watches that one, from wherever.
		this.#seesHost = !isOwnHost(procRoot);
		this.#isUnbound = this.#seesHost || scope === "host";
		this.#mounts = parseMountTable(peek.text("/proc/self/mountinfo") ?? "");
		const { runtime, evidence } = judgeSurround(readSurround(peek, this.#mounts));
		this.#runtime = runtime;
		this.#evidence = evidence;
		const lxcfs = this.#mounts.filter(({ type }) => type === "fuse.lxcfs").map(({ mount }) => mount);
		this.#covered = new Set(this.#seesHost ? [] : lxcfs);
		this.#hasHostNetwork = hasHostNetwork(peek);
		this.#seesHostProcesses = seesHostProcesses(peek);
		this.#seesHostGroups = seesHostGroups(peek);
	}

	/** The limits; read anew when those known are ten seconds old. */
	limits(monotonicMs: number): Limits {
		if (this.#limits && monotonicMs - this.#readAtMs < readAgainMs) return this.#limits;
		this.#readAtMs = monotonicMs;
		this.#limits = this.#readLimits();
		return this.#limits;
	}

	/** Of what a value is that is bound by limits. */
	get bound(): OwnScope {
		return this.#isInContainer ? "container" : "cgroup";
	}

	/** Whether a file of `/proc` tells of the container, because lxcfs stands in its place. */
	isContainers(path: string): boolean {
		return this.#covered.has(path);
	}

	/** Of what those values are that are bound by no limit but by what can be seen here; nothing where that is the host. */
	of(seen: "groups" | "mounts" | "network" | "processes"): { scope?: OwnScope } {
		const isHosts = {
			groups: this.#seesHostGroups,
			mounts: false,
			network: this.#hasHostNetwork,
			processes: this.#seesHostProcesses,
		};
		if (!this.#isInContainer || isHosts[seen]) return {};
		return { scope: "container" };
	}

	/** Whether the load averages are the container's: lxcfs gives them only when it is told to, and else passes on the host's. */
	hasOwnLoad(loadavg: string): boolean {
		if (!this.#covered.has("/proc/loadavg")) return false;
		const all = Number(/^\S+ \S+ \S+ \d+\/(\d+) /.exec(loadavg)?.[1] ?? Number.NaN);
		// The host has all of the container's tasks, and those of the kernel.
		const tasks = this.#own?.unified?.groups.at(-1);
		const count = parseAmount(
			"pids.current",
			tasks ? (this.#peek.text(`${tasks.directory}/pids.current`) ?? "") : "",
		);
		return typeof count === "number" && all <= count;
	}

	/** What this program runs in, for people; why something of it is `null` is noted in `missing`. */
	environment(monotonicMs: number, missing: Missing): Environment {
		const { cpu, memory, host } = this.limits(monotonicMs);
		const value = (name: keyof Environment, outcome: Outcome<number>) =>
			missing.value(`environment.${name}`, outcome);
		const kind = this.#isUnbound
			? "host"
			: this.#isInContainer
				? "container"
				: cpu || memory
					? "cgroup"
					: "host";
		const cores = cpu?.value ?? this.#shownCores() ?? host.cores;
		const memoryBytes = memory?.value ?? this.#shownMemory() ?? host.memoryBytes;
		if (kind !== "container") missing.add("environment.runtime", "no container around it");
		return {
			kind,
			runtime: kind === "container" ? this.#runtime : null,
			cores: value("cores", cores),
			hostCores: value("hostCores", host.cores),
			memoryBytes: value("memoryBytes", memoryBytes),
			hostMemoryBytes: value("hostMemoryBytes", host.memoryBytes),
			evidence: this.#words(cpu, memory),
		};
	}

	get #isInContainer(): boolean {
		return this.#runtime !== null && !this.#seesHost;
	}

	#readLimits(): Limits {
		const host = readHostSize(this.#peek, this.#procRoot, this.#covered);
		if (this.#isUnbound) return { cpu: null, memory: null, host };
		const own = this.#locate();
		const cpu = own && readCpuBound(own, this.#peek);
		const memory = own && readMemoryBound(own, this.#peek);
		return {
			cpu: cpu && isTighter(cpu, host.cores) ? cpu : null,
			memory: memory && isTighter(memory, host.memoryBytes) ? memory : null,
			host,
		};
	}

	// A process may be moved to another group while it runs.
	#locate(): OwnCgroups | null {
		const cgroup = this.#peek.text("/proc/self/cgroup");
		if (cgroup !== this.#cgroup) {
			this.#cgroup = cgroup;
			this.#own = cgroup === null ? null : locateCgroups(cgroup, this.#mounts, this.#peek);
		}
		return this.#own;
	}

	#shownCores(): number | null {
		return this.isContainers("/proc/stat") ? countCores(this.#peek.text("/proc/stat") ?? "") || null : null;
	}

	#shownMemory(): number | null {
		return this.isContainers("/proc/meminfo")
			? (parseMeminfo(this.#peek.text("/proc/meminfo") ?? "").get("MemTotal") ?? null)
			: null;
	}

	#words(cpu: Bound | null, memory: Bound | null): string {
		if (this.#seesHost) return `the host is watched at ${this.#procRoot} (HOSTBEAT_PROC_ROOT)`;
		const limits = [cpu, memory].flatMap((bound) => (bound ? [`${bound.by} of ${bound.path}`] : []));
		const words = [this.#evidence, ...new Set(limits)].join("; ");
		return this.#isUnbound ? `${words}; limits are left aside (HOSTBEAT_SCOPE)` : words;
	}
}

// Where the host's size is hidden, a quota or an amount is still one; a set of processors may be all that there are.
function isTighter({ value, by }: Bound, host: Outcome<number>): boolean {
	return typeof host === "number" ? value < host : by !== "cpuset";
}
