import type { Systeminformation } from "systeminformation";
import type { Collector } from "../collector";
import { Missing } from "../missing";
import { blankDisk, createDiskRates, type DiskCounters } from "./disk";
import { blankFileSystem } from "./filesystem";
import { blankNetwork, createNetworkRates, type InterfaceCounters } from "./network";
import type { SlowSource } from "./slow-source";

// What is not told is NaN in the counters, and comes out as `null` with that reason. It is null, nothing or -1 there.
const counter = (value: number | null | undefined) =>
	typeof value === "number" && value >= 0 ? value : Number.NaN;

/** Collects the traffic of all disks together through systeminformation, which tells no more of them; Windows tells none. */
export function createPortableDiskCollector(
	source: SlowSource,
	paceMs: number,
	monotonicMs = () => performance.now(),
): Collector<"disk"> {
	const rates = createDiskRates(paceMs);
	return {
		metric: "disk",
		blank: blankDisk,
		async collect(at) {
			const io: Systeminformation.DisksIoData | null = await source.ask("disksIO", (library) =>
				library.disksIO(),
			);
			const bytes: Systeminformation.FsStatsData | null = await source.ask("fsStats", (library) =>
				library.fsStats(),
			);
			if (!io && !bytes) throw new Error("the traffic of disks is not told by this system");
			// The rates in its answers are of the time since anyone asked last; ours are made from its counters.
			const all: DiskCounters = [
				counter(io?.rIO),
				counter(bytes?.rx),
				counter(io?.wIO),
				counter(bytes?.wx),
				counter(null),
				counter(null),
				counter(null),
			];
			return rates.read({ time: at.time, monotonicMs: monotonicMs() }, new Map([["all", all]]));
		},
	};
}

/** Collects the traffic of the network interfaces through systeminformation. */
export function createPortableNetworkCollector(
	source: SlowSource,
	paceMs: number,
	monotonicMs = () => performance.now(),
): Collector<"network"> {
	const rates = createNetworkRates(paceMs);
	return {
		metric: "network",
		blank: blankNetwork,
		async collect(at) {
			const statistics = await source.ask("networkStats", (library) => library.networkStats("*"));
			const counters = new Map<string, InterfaceCounters>();
			for (const of of statistics ?? []) {
				if (!of.iface || /^(lo\d*|Loopback.*|gif\d+|stf\d+|awdl\d+|llw\d+|anpi\d+|bridge\d+)$/.test(of.iface))
					continue;
				counters.set(of.iface, [
					counter(of.rx_bytes),
					counter(of.tx_bytes),
					counter(of.rx_errors),
					counter(of.tx_errors),
					counter(of.rx_dropped),
					counter(of.tx_dropped),
				]);
			}
			return rates.read({ time: at.time, monotonicMs: monotonicMs() }, counters);
		},
	};
}

/** Collects the room on each file system through systeminformation. */
export function createPortableFileSystemCollector(source: SlowSource): Collector<"filesystem"> {
	return {
		metric: "filesystem",
		blank: blankFileSystem,
		async collect(at) {
			const sizes = await source.ask("fsSize", (library) => library.fsSize());
			// macOS mounts its own parts of one disk below /System/Volumes; only Data holds what people keep.
			// A drive without a medium has no size on Windows.
			const shown = (sizes ?? []).filter(
				({ mount, size }) => mount && size !== 0 && !/^\/System\/Volumes\/(?!Data$)/.test(mount),
			);
			const missing = new Missing();
			if (shown.length === 0) missing.add("mounts", "no file systems are seen here");
			const mounts = shown.map(({ mount, type, size, used, available }, index) => {
				const value = (field: string, bytes: number) =>
					missing.value(`mounts.${index}.${field}`, counter(bytes));
				return {
					mount,
					type,
					totalBytes: value("totalBytes", size),
					usedBytes: value("usedBytes", used),
					availableBytes: value("availableBytes", available),
					inodeUtilization: value("inodeUtilization", Number.NaN),
				};
			});
			return { time: at.time, mounts, ...missing.entries() };
		},
	};
}
