import type { Fact, Kept } from "@/lib/history/types";
import type { ActiveJobs } from "@/lib/jobs/types";
import type { OwnStreamList } from "@/lib/streams/types";

/** What a host says of itself: the data of each named event, its pace, and the snapshot that carries them. */

/** A number that could be read, or `null`: the reason then stands in the reading's `missing`. */
export type Value = number | null;

/**
 * What a value was measured of. `container` and `cgroup` mean that it is a share or an amount of what those may use: of
 * a container around this program, or of a control group with limits that is no container.
 */
export type Scope = "host" | "container" | "cgroup";

/** How often a metric is read: at each tick (or as often as the kernel makes it anew), each few seconds, or each few minutes and when it changes. */
export type Tier = "hot" | "warm" | "cold";

interface Reading {
	/** When it was read: Unix milliseconds on the host's clock. */
	time: number;
	/** Left out where it is the whole host. */
	scope?: Exclude<Scope, "host">;
	/** Left out where it is hot. */
	tier?: Exclude<Tier, "hot">;
	/**
	 * Why a value is `null`, by its path in this reading (`cores.1.utilization`); `""` stands for all of it, and `*` for
	 * all members of a list that have no reason of their own (`processes.*.container`): see `reasonAt`.
	 */
	missing?: Record<string, string>;
}

/** Shares of the time that passed since the last reading, 0–1. `utilization` is all but idle and iowait. */
export interface CpuShares {
	utilization: Value;
	user: Value;
	nice: Value;
	system: Value;
	iowait: Value;
	irq: Value;
	softirq: Value;
	steal: Value;
}

/** How much of the processor the scope may use, and how often it was held back for wanting more. */
export interface CpuLimit {
	/** Cores that may be used: 0.5 is half of one. */
	cores: Value;
	/** Cores that the host has. */
	hostCores: Value;
	/** Share of the enforcement periods of the last interval in which the scope was throttled, 0–1. */
	throttledUtilization: Value;
}

/**
 * The processor, in total and per core; a core that is switched off has only `null`s. With a `limit` the shares are of
 * that many cores and not of the host's.
 */
export interface Cpu extends Reading, CpuShares {
	cores: CpuShares[];
	limit?: CpuLimit;
}

/** How much memory the host has, where the scope may use less, and how many of its processes were killed for want of it. */
export interface MemoryLimit {
	hostBytes: Value;
	/** Since the scope was made. */
	oomKills: Value;
}

/**
 * Memory in bytes. `usedBytes` is total − available: the page cache is not "used". With a `limit` the total is what the
 * scope may use.
 */
export interface Memory extends Reading {
	totalBytes: Value;
	usedBytes: Value;
	availableBytes: Value;
	cachedBytes: Value;
	buffersBytes: Value;
	/** Waits to be written to disk. */
	dirtyBytes: Value;
	swapTotalBytes: Value;
	swapUsedBytes: Value;
	limit?: MemoryLimit;
}

/** Shares of time, 0–1, in which tasks waited, as the kernel averages them over 10, 60 and 300 s. */
export interface Stall {
	avg10: Value;
	avg60: Value;
	avg300: Value;
}

/** Pressure (PSI): `some` is the time in which at least one task waited for it, `full` that in which all of them did. */
export interface Pressure extends Reading {
	/** Without `full`, which means nothing for the processor of a whole system. */
	cpu: { some: Stall };
	memory: { some: Stall; full: Stall };
	io: { some: Stall; full: Stall };
}

/** What the kernel counts of its own work. */
export interface Kernel extends Reading {
	contextSwitchesPerSecond: Value;
	forksPerSecond: Value;
	/** Processes that were killed for want of memory, since the host started. */
	oomKills: Value;
	/** Of the whole host, and how many there may be. */
	openFiles: Value;
	openFilesLimit: Value;
	tcp: {
		/** Of whose network it is, where that is not the host's: the kernel counts it for each network by itself. */
		scope?: Exclude<Scope, "host">;
		/** Connections that are established. */
		established: Value;
		sentSegmentsPerSecond: Value;
		retransmittedSegmentsPerSecond: Value;
		/** The share of the sent segments that were sent again, 0–1; `null` when none was sent. */
		retransmitUtilization: Value;
	};
}

/** Load averages: a queue length, to be read against `cores`. */
export interface Load extends Reading {
	one: Value;
	five: Value;
	fifteen: Value;
	cores: Value;
	runnable: Value;
	blocked: Value;
}

/** One block device. `utilization` is the share of time with work in flight, 0–1; `awaitMs` the mean wait of a request, `null` without requests. */
export interface DiskDevice {
	name: string;
	readBytesPerSecond: Value;
	writtenBytesPerSecond: Value;
	readsPerSecond: Value;
	writesPerSecond: Value;
	utilization: Value;
	awaitMs: Value;
	/** Requests in flight, on average. */
	queueLength: Value;
}

export interface Disk extends Reading {
	devices: DiskDevice[];
}

/** One mounted file system; `availableBytes` is what an unprivileged user may still write. */
export interface Mount {
	mount: string;
	type: string;
	totalBytes: Value;
	usedBytes: Value;
	availableBytes: Value;
	inodeUtilization: Value;
}

export interface FileSystem extends Reading {
	mounts: Mount[];
}

export interface NetworkInterface {
	name: string;
	receivedBytesPerSecond: Value;
	sentBytesPerSecond: Value;
	receivedErrorsPerSecond: Value;
	sentErrorsPerSecond: Value;
	receivedDropsPerSecond: Value;
	sentDropsPerSecond: Value;
}

export interface Network extends Reading {
	interfaces: NetworkInterface[];
}

export type ProcessState = "running" | "sleeping" | "waiting" | "stopped" | "zombie" | "idle";

/** One process over the last interval. */
export interface Process {
	pid: number;
	/** The command's name alone. */
	name: string;
	/** With its arguments, which may hold secrets: only where HOSTBEAT_PROCESS_ARGUMENTS says so. */
	command?: string;
	/** Its name where it is known, else its number. */
	user: string | null;
	/** `waiting` is the sleep that cannot be interrupted: for a disk, mostly. */
	state: ProcessState | null;
	threads: Value;
	/** Share of one core, so that two busy threads are 2. */
	utilization: Value;
	residentBytes: Value;
	/** Its share of what it has resident, pages that are shared counted in parts (PSS); as of one to five minutes ago. */
	proportionalBytes: Value;
	readBytesPerSecond: Value;
	writtenBytesPerSecond: Value;
	/** The container or service it belongs to. */
	container: string | null;
}

/** The processes: how many there are, and those that use most of the processor, of memory or of the disks, the busiest first. */
export interface ProcessList extends Reading {
	total: Value;
	running: Value;
	threads: Value;
	processes: Process[];
	/** How many processes there are of which these come first; only in the answer to a query. */
	matched?: number;
}

/** By what processes can be sorted. */
export const processSorts = [
	"utilization",
	"residentBytes",
	"readBytesPerSecond",
	"writtenBytesPerSecond",
	"threads",
	"pid",
	"name",
] as const;

export type ProcessSort = (typeof processSorts)[number];

/** Asks for the first `limit` of the processes whose name, user, number or container holds `search`. */
export interface ProcessQuery {
	search: string;
	sort: ProcessSort;
	order: SortOrder;
	limit: number;
}

export type SortOrder = "asc" | "desc";

/** One container, or one service of the system where it has no container. */
export interface Container {
	name: string;
	/** Where the kernel counts it, below the root of the control groups; empty where this system has none. */
	cgroup: string;
	kind: "docker" | "podman" | "kubernetes" | "lxc" | "containerd" | "nspawn" | "service" | "other";
	image: string | null;
	/** Share of the cores that it may use, 0–1. */
	utilization: Value;
	/** How many that are: its limit, or else all. */
	limitCores: Value;
	/** Without the file cache that would be given back. */
	usedBytes: Value;
	/** The tightest limit on the way up, or else all memory. */
	limitBytes: Value;
	throttledUtilization: Value;
	/** Since it was started. */
	oomKills: Value;
	readBytesPerSecond: Value;
	writtenBytesPerSecond: Value;
	tasks: Value;
}

/** The containers, and the services that use most. */
export interface ContainerList extends Reading {
	/** How many containers and services there are; of very many, those that use most are listed. */
	total: Value;
	containers: Container[];
}

/** What the sensors say. */
export interface Temperature extends Reading {
	sensors: { name: string; celsius: Value; criticalCelsius: Value }[];
	fans: { name: string; rotationsPerMinute: Value }[];
}

export interface Gpu extends Reading {
	gpus: { name: string; utilization: Value; usedBytes: Value; totalBytes: Value; celsius: Value }[];
}

/** `charge` is a share of what it holds at most, 0–1. */
export interface Battery extends Reading {
	batteries: {
		name: string;
		charge: Value;
		status: "charging" | "discharging" | "full" | "idle" | null;
		watts: Value;
	}[];
}

/** How the disks say they are (SMART); `healthy` is 1 or 0. */
export interface DiskHealth extends Reading {
	disks: { name: string; model: string | null; healthy: Value; celsius: Value }[];
}

/** What the sampler runs in, and how much of the host may be used there. */
export interface Environment {
	/** What it runs in: on the host itself, in a container, or in a control group with limits. */
	kind: Scope;
	/** What made the container. */
	runtime: "docker" | "podman" | "kubernetes" | "lxc" | "containerd" | "nspawn" | "other" | null;
	cores: Value;
	hostCores: Value;
	memoryBytes: Value;
	hostMemoryBytes: Value;
	/** By what that was found out, for people. */
	evidence: string;
}

/** Facts of the host that seldom change. */
export interface System extends Reading {
	environment: Environment | null;
	name: string | null;
	os: string | null;
	kernel: string | null;
	architecture: string | null;
	cpuModel: string | null;
	cores: Value;
	bootTime: Value;
	virtualization: string | null;
}

/** What Hostbeat itself costs: the server's process, and the sampler's. */
export interface SelfReading extends Reading {
	/** Share of one core of both together, so that two busy threads are 2. */
	cpuUtilization: Value;
	residentBytes: Value;
	sampler: { cpuUtilization: Value; residentBytes: Value; tookMs: Value };
	/** The 99th percentile of the server's process. */
	eventLoopDelayMs: Value;
	/** How long after its second the newest tick was taken. */
	latenessMs: Value;
	viewers: Value;
	sentBytesPerSecond: Value;
}

/** The data of each metric's event, by its name. */
export interface MetricEvents {
	cpu: Cpu;
	memory: Memory;
	load: Load;
	pressure: Pressure;
	disk: Disk;
	network: Network;
	kernel: Kernel;
	filesystem: FileSystem;
	process: ProcessList;
	container: ContainerList;
	temperature: Temperature;
	gpu: Gpu;
	battery: Battery;
	diskHealth: DiskHealth;
	system: System;
	self: SelfReading;
}

export type MetricName = keyof MetricEvents;

/** Every metric, in the order of the wire. */
export const metricNames: MetricName[] = [
	"cpu",
	"memory",
	"load",
	"pressure",
	"disk",
	"network",
	"kernel",
	"filesystem",
	"process",
	"container",
	"temperature",
	"gpu",
	"battery",
	"diskHealth",
	"system",
	"self",
];

/** The events of jobs: a job at each of its changes, which is no state, and all that are not at their end. */
export const jobEvents = ["job", "jobs"] as const;

/**
 * The events that are only sent to those who name them: they are large, and cost something to read; or are not for
 * everyone, as those of jobs, which come with all others to those who may see them.
 */
export const namedEvents: readonly StateName[] = ["process", "jobs"];

/** What everyone else gets. */
export const commonEvents = (): StateName[] => stateNames.filter((name) => !namedEvents.includes(name));

/** The multiple of the interval at which each metric is read (1 = each tick). */
export type MetricPace = Record<MetricName, number>;

/** All of one host at one instant; holds only the metrics that were read for it. */
export interface Snapshot {
	/** The full interval that this snapshot stands for: a multiple of the interval, Unix milliseconds. */
	time: number;
	/** How long after `time` the sampler woke. */
	latenessMs: number;
	events: Partial<MetricEvents>;
	/** How long the reading took that held up this tick. */
	tookMs: number;
	/** What the sampler's process cost since the last snapshot that told it. */
	cost?: { cpuUtilization: number | null; residentBytes: number };
}
/** Whether the readings of a host arrive: `stale` while they are late, `down` once they are given up. */
export interface HostStatus {
	time: number;
	host: string;
	status: "up" | "stale" | "down";
	since: number;
	reason: string | null;
}

/** The server's clock: its time, its zone (IANA) and the zone's present offset east of UTC. */
export interface Clock {
	time: number;
	timezone: string;
	utcOffsetMinutes: number;
	uptimeSeconds: number;
}

/** What is kept of all this, and how large it is. */
export interface HistoryStatus extends Kept {
	time: number;
}

/**
 * All that a snapshot of the server's present state may hold beside the newest push of each of `streams`, which bears
 * the stream's name; `fact` is the newest of them.
 */
export interface StateEvents extends MetricEvents {
	clock: Clock;
	host: HostStatus;
	history: HistoryStatus;
	fact: Fact;
	streams: OwnStreamList;
	jobs: ActiveJobs;
}

export type StateName = keyof StateEvents;
export const stateNames: StateName[] = [
	"clock",
	...metricNames,
	"host",
	"history",
	"fact",
	"streams",
	"jobs",
];
