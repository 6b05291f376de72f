import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** Where the observed host's own files are found. */
export interface HostPaths {
	stat: string;
	memory: string;
	load: string;
	disks: string;
	vmstat: string;
	openFiles: string;
	pressure: string;
	network: string;
	/** What is counted of each network protocol. */
	protocols: string;
	mounts: string;
	arcStatistics: string;
	blockDevices: string;
	networkDevices: string;
	/** Block devices by their numbers. */
	devicesByNumber: string;
	cgroups: string;
	/** Goes before each of the host's own paths; `null` when its file systems cannot be seen from here. */
	root: string | null;
}

/** Whether `procRoot` is this system's own `/proc`, and not that of the host around a container. */
export function isOwnHost(procRoot: string): boolean {
	return resolve(procRoot) === "/proc";
}

/**
 * Finds the files of the host whose `/proc` is at `procRoot`: usually this one, from within a container another.
 * `sysRoot` and `rootFs` say where its `/sys` and its own file systems are; `null` is beside its `/proc`.
 */
export function locateHost(
	procRoot: string,
	sysRoot: string | null = null,
	rootFs: string | null = null,
): HostPaths {
	const own = isOwnHost(procRoot);
	const beside = dirname(resolve(procRoot));
	const sys = sysRoot ?? (existsSync(join(beside, "sys/class")) ? join(beside, "sys") : "/sys");
	// `net` and `self` lead to whoever reads them: the host's own network and mounts are those of its first process.
	const ofHost = own ? procRoot : join(procRoot, "1");
	return {
		stat: join(procRoot, "stat"),
		memory: join(procRoot, "meminfo"),
		load: join(procRoot, "loadavg"),
		disks: join(procRoot, "diskstats"),
		vmstat: join(procRoot, "vmstat"),
		openFiles: join(procRoot, "sys/fs/file-nr"),
		pressure: join(procRoot, "pressure"),
		network: join(ofHost, "net/dev"),
		protocols: join(ofHost, "net/snmp"),
		mounts: own ? join(procRoot, "self/mountinfo") : join(ofHost, "mountinfo"),
		arcStatistics: join(procRoot, "spl/kstat/zfs/arcstats"),
		blockDevices: join(sys, "block"),
		networkDevices: join(sys, "class/net"),
		devicesByNumber: join(sys, "dev/block"),
		cgroups: join(sys, "fs/cgroup"),
		root: findRoot(rootFs === null ? (own ? [""] : rootsBeside(procRoot, beside)) : [resolve(rootFs)]),
	};
}

/** Why nothing of the host's own file systems can be told where `root` is `null`. */
export const unmountedRoot = "the host's file systems are not mounted here: see HOSTBEAT_ROOT_FS";

function rootsBeside(procRoot: string, beside: string): string[] {
	return [join(procRoot, "1/root"), join(beside, "root"), beside];
}

// A directory without `etc` only holds the mounted /proc: its sizes would be those of this container.
function findRoot(places: string[]): string | null {
	const root = places.find((place) => existsSync(join(place, "/etc"))) ?? null;
	return root === "/" ? "" : root;
}
