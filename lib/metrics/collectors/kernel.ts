import type { Collector, Instant } from "../collector";
import { Counters } from "../counters";
import { Missing } from "../missing";
import { type Outcome, reasons } from "../rate";
import { roundShare, roundTo } from "../round";
import type { Kernel } from "../types";
import { readColumns, readNamed } from "./columns";
import type { HostPaths } from "./host-paths";
import { KernelFile } from "./kernel-file";

export const blankKernel = {
	contextSwitchesPerSecond: null,
	forksPerSecond: null,
	oomKills: null,
	openFiles: null,
	openFilesLimit: null,
	tcp: {
		established: null,
		sentSegmentsPerSecond: null,
		retransmittedSegmentsPerSecond: null,
		retransmitUtilization: null,
	},
};

/** What the kernel counts, `NaN` where it does not tell. */
interface KernelCounts {
	contextSwitches: number;
	forks: number;
	/** Told since Linux 4.13. */
	oomKills: number;
	openFiles: number;
	openFilesLimit: number;
	established: number;
	sentSegments: number;
	retransmittedSegments: number;
}

/** Reads the counts from the texts of `/proc/stat`, `vmstat`, `sys/fs/file-nr` and `net/snmp`. */
export function parseKernelCounts(texts: Record<"stat" | "vmstat" | "files" | "tcp", string>): KernelCounts {
	const { stat, vmstat, files } = texts;
	// The second one, of those that are allocated and free, has been 0 since Linux 2.6.
	const [openFiles, , openFilesLimit] = readColumns(files, 0, files.indexOf("\n"), 3);
	return {
		contextSwitches: readNamed(stat, "ctxt "),
		forks: readNamed(stat, "processes "),
		oomKills: readNamed(vmstat, "oom_kill "),
		openFiles: openFiles as number,
		openFilesLimit: openFilesLimit as number,
		...parseTcp(texts.tcp),
	};
}

const tcpLabel = "\nTcp: ";

// Each protocol has a line of names and one of values; which names there are differs from kernel to kernel.
function parseTcp(text: string) {
	const heading = text.indexOf(tcpLabel);
	const values = text.indexOf(tcpLabel, heading + 1);
	const end = text.indexOf("\n", values + 1);
	const isWhole = heading >= 0 && values >= 0 && end >= 0;
	const names = isWhole ? text.slice(heading + tcpLabel.length, values).split(" ") : [];
	const columns = readColumns(text, values + tcpLabel.length, end, names.length);
	const read = (name: string) => columns[names.indexOf(name)] ?? Number.NaN;
	return {
		established: read("CurrEstab"),
		sentSegments: read("OutSegs"),
		retransmittedSegments: read("RetransSegs"),
	};
}

/** Turns the kernel's counts into a reading. */
export class KernelRates {
	#counters: Counters;

	constructor(paceMs: number) {
		this.#counters = new Counters(paceMs);
	}

	/** `missing` holds the reasons that are known already. */
	read(at: Instant, counts: KernelCounts, missing = new Missing()): Kernel {
		const { contextSwitches, forks, sentSegments, retransmittedSegments } = counts;
		const counters = new Map([
			["contextSwitches", [contextSwitches]],
			["forks", [forks]],
			["tcp", [sentSegments, retransmittedSegments]],
		]);
		const growth = this.#counters.grow(at.monotonicMs, counters);
		const rate = (name: string, index = 0): Outcome<number> => {
			if (typeof growth === "string") return growth;
			const grown = growth.differences.get(name) ?? reasons.unreadable;
			return typeof grown === "string" ? grown : (grown[index] as number) / growth.seconds;
		};
		const [sent, retransmitted] = [rate("tcp", 0), rate("tcp", 1)];
		const value = (path: string, outcome: Outcome<number>, decimals: number) =>
			missing.value(path, typeof outcome === "string" ? outcome : roundTo(outcome, decimals));
		return {
			time: at.time,
			contextSwitchesPerSecond: value("contextSwitchesPerSecond", rate("contextSwitches"), 0),
			forksPerSecond: value("forksPerSecond", rate("forks"), 2),
			oomKills: missing.value("oomKills", counts.oomKills),
			openFiles: missing.value("openFiles", counts.openFiles),
			openFilesLimit: missing.value("openFilesLimit", limitOf(counts.openFilesLimit)),
			tcp: {
				established: missing.value("tcp.established", gauge(counts.established)),
				sentSegmentsPerSecond: value("tcp.sentSegmentsPerSecond", sent, 0),
				retransmittedSegmentsPerSecond: value("tcp.retransmittedSegmentsPerSecond", retransmitted, 2),
				retransmitUtilization: missing.value("tcp.retransmitUtilization", shareOf(retransmitted, sent)),
			},
			...missing.entries(),
		};
	}
}

// systemd (since 240) sets the limit to the largest number that the kernel takes: 2^63 - 1.
function limitOf(files: number): Outcome<number> {
	return files > Number.MAX_SAFE_INTEGER ? "there is no limit" : files;
}

// It is added up from each core's part, one after the other, and may fall below zero for a moment: then it is near 2^64.
function gauge(number: number): Outcome<number> {
	return number > Number.MAX_SAFE_INTEGER ? reasons.unreadable : number;
}

function shareOf(retransmitted: Outcome<number>, sent: Outcome<number>): Outcome<number> {
	if (typeof retransmitted === "string" || typeof sent === "string") return retransmitted;
	// Linux does not count what is sent again among the sent (RFC 4022), so there may be more of it.
	return sent === 0 && retransmitted === 0 ? "no segment was sent" : roundShare(retransmitted / sent);
}

/** Collects what the kernel counts of its own work; where one of its files cannot be read the others still tell. `network` says whose network is seen here. */
export function createKernelCollector(
	paths: HostPaths,
	stat: KernelFile,
	intervalMs: number,
	network: Pick<Kernel["tcp"], "scope"> = {},
): Collector<"kernel"> {
	const rates = new KernelRates(intervalMs);
	const sources = {
		stat: { file: stat, tells: ["contextSwitchesPerSecond", "forksPerSecond"] },
		vmstat: { file: new KernelFile(paths.vmstat), tells: ["oomKills"] },
		files: { file: new KernelFile(paths.openFiles), tells: ["openFiles", "openFilesLimit"] },
		tcp: {
			file: new KernelFile(paths.protocols),
			tells: Object.keys(blankKernel.tcp).map((name) => `tcp.${name}`),
		},
	};
	return {
		metric: "kernel",
		blank: blankKernel,
		collect(at) {
			const missing = new Missing();
			const errors: unknown[] = [];
			const read = ({ file, tells }: (typeof sources)["stat"]) => {
				try {
					return file.read(at.monotonicMs);
				} catch (error) {
					errors.push(error);
					for (const path of tells) missing.add(path, (error as Error).message);
					return "";
				}
			};
			const texts = {
				stat: read(sources.stat),
				vmstat: read(sources.vmstat),
				files: read(sources.files),
				tcp: read(sources.tcp),
			};
			if (errors.length === Object.keys(texts).length) throw errors[0];
			const reading = rates.read(at, parseKernelCounts(texts), missing);
			return { ...reading, tcp: { ...reading.tcp, ...network } };
		},
		close() {
			for (const { file } of Object.values(sources)) file.close();
		},
	};
}
