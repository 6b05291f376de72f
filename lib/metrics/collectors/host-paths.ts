import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

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
	/** Goes before each of the host's own paths; `null` when its file systems cannot be seen from here. */
	root: string | null;
}

/** Finds the files of the host whose `/proc` is at `procRoot`: usually this one, from within a container another. */
export function locateHost(procRoot: string): HostPaths {
	const own = procRoot === "/proc";
	const beside = dirname(procRoot);
	const sys = existsSync(join(beside, "sys/class")) ? join(beside, "sys") : "/sys";
	// `net` and `self` lead to whoever reads them: the host's own network and mounts are those of its first process.
	const firstProcess = join(procRoot, "1");
	const ofHost = (name: string, otherwise: string) =>
		!own && existsSync(join(firstProcess, name)) ? join(firstProcess, name) : join(procRoot, otherwise);
	const roots = own ? [""] : [join(firstProcess, "root"), beside];
	return {
		stat: join(procRoot, "stat"),
		memory: join(procRoot, "meminfo"),
		load: join(procRoot, "loadavg"),
		disks: join(procRoot, "diskstats"),
		vmstat: join(procRoot, "vmstat"),
		openFiles: join(procRoot, "sys/fs/file-nr"),
		pressure: join(procRoot, "pressure"),
		network: ofHost("net/dev", "net/dev"),
		protocols: ofHost("net/snmp", "net/snmp"),
		mounts: ofHost("mountinfo", "self/mountinfo"),
		arcStatistics: join(procRoot, "spl/kstat/zfs/arcstats"),
		blockDevices: join(sys, "block"),
		networkDevices: join(sys, "class/net"),
		// A directory without `etc` only holds the mounted /proc: its sizes would be those of this container.
		root: roots.find((root) => existsSync(`${root}/etc`)) ?? null,
	};
}
