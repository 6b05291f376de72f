/** What a host says of itself: the data of each named event, its pace, and the snapshot that carries them. */

/** A number that could be read, or `null`: the reason then stands in the reading's `missing`. */
export type Value = number | null;

interface Reading {
	/** When it was read: Unix milliseconds on the host's clock. */
	time: number;
	/** Why a value is `null`, by its path in this reading (`cores.1.utilization`); `""` stands for all of it. */
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

/** The processor, in total and per core; a core that is switched off has only `null`s. */
export interface Cpu extends Reading, CpuShares {
	cores: CpuShares[];
}

/** Memory in bytes. `usedBytes` is total − available: the page cache is not "used". */
export interface Memory extends Reading {
	totalBytes: Value;
	usedBytes: Value;
	availableBytes: Value;
	cachedBytes: Value;
	buffersBytes: Value;
	swapTotalBytes: Value;
	swapUsedBytes: Value;
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

/** Facts of the host that seldom change. */
export interface System extends Reading {
	name: string | null;
	os: string | null;
	kernel: string | null;
	architecture: string | null;
	cpuModel: string | null;
	cores: Value;
	bootTime: Value;
	virtualization: string | null;
}

/** The data of each metric's event, by its name. */
export interface MetricEvents {
	cpu: Cpu;
	memory: Memory;
	load: Load;
	disk: Disk;
	filesystem: FileSystem;
	network: Network;
	system: System;
}

export type MetricName = keyof MetricEvents;

/** The multiple of the interval at which each metric is read (1 = each tick). */
export type MetricPace = Record<MetricName, number>;

/** Every metric, in the order of the wire, with its pace where the kernel's own files are read: on Linux. */
export const metricPace: MetricPace = {
	cpu: 1,
	memory: 1,
	load: 1,
	disk: 1,
	network: 1,
	filesystem: 10,
	system: 60,
};

/** Their pace on all other systems, where programs must be started to read some of them. */
export const portablePace: MetricPace = {
	cpu: 1,
	memory: 5,
	load: 1,
	disk: 5,
	network: 5,
	filesystem: 30,
	system: 60,
};

/** The pace of each metric on a host of this platform, as `process.platform` names it. */
export function paceOn(platform: string): MetricPace {
	return platform === "linux" ? metricPace : portablePace;
}

export const metricNames = Object.keys(metricPace) as MetricName[];

/** All of one host at one instant; holds only the metrics that were read for it. */
export interface Snapshot {
	/** The full interval that this snapshot stands for: a multiple of the interval, Unix milliseconds. */
	time: number;
	/** How long after `time` the sampler woke. */
	latenessMs: number;
	events: Partial<MetricEvents>;
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

/** All that a snapshot of the server's present state may hold. */
export interface StateEvents extends MetricEvents {
	clock: Clock;
	host: HostStatus;
}

export type StateName = keyof StateEvents;
export const stateNames: StateName[] = ["clock", ...metricNames, "host"];
