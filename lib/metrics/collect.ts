import { paceOf, type Schedule } from "@/lib/schedule";
import type { AnyCollector } from "./collector";
import { createAbsentCollector } from "./collectors/absent";
import { createCpuCollector } from "./collectors/cpu";
import { createDiskCollector } from "./collectors/disk";
import { createFileSystemCollector } from "./collectors/filesystem";
import { locateHost } from "./collectors/host-paths";
import { blankKernel, createKernelCollector } from "./collectors/kernel";
import { KernelFile } from "./collectors/kernel-file";
import { createLoadCollector } from "./collectors/load";
import { createMemoryCollector } from "./collectors/memory";
import { createNetworkCollector } from "./collectors/network";
import {
	createPortableCpuCollector,
	createPortableLoadCollector,
	createPortableMemoryCollector,
} from "./collectors/portable";
import {
	createPortableDiskCollector,
	createPortableFileSystemCollector,
	createPortableNetworkCollector,
} from "./collectors/portable-devices";
import { blankPressure, createPressureCollector } from "./collectors/pressure";
import { SlowSource } from "./collectors/slow-source";
import { createSystemCollector } from "./collectors/system";
import { readLinuxFacts, readOwnFacts } from "./collectors/system-facts";
import { reasons } from "./rate";

interface CollectorOptions {
	intervalMs: number;
	schedule: Schedule;
	/** Where the observed host's `/proc` is; only Linux has one. */
	procRoot: string;
	platform?: NodeJS.Platform;
}

/** One collector for each metric, as this system allows. */
export function createCollectors({
	intervalMs,
	schedule,
	procRoot,
	platform = process.platform,
}: CollectorOptions): AnyCollector[] {
	const source = new SlowSource();
	const paces = paceOf(schedule, intervalMs, { watched: false });
	return platform === "linux"
		? createLinuxCollectors(source, intervalMs, procRoot)
		: [
				createPortableCpuCollector(intervalMs, platform),
				createPortableMemoryCollector(source, platform),
				createPortableLoadCollector(platform),
				createPortableDiskCollector(source, intervalMs * paces.disk),
				createPortableNetworkCollector(source, intervalMs * paces.network),
				createPortableFileSystemCollector(source),
				createAbsentCollector("pressure", blankPressure, reasons.untold),
				createAbsentCollector("kernel", blankKernel, reasons.untold),
				createSystemCollector(source, readOwnFacts),
			];
}

function createLinuxCollectors(source: SlowSource, intervalMs: number, procRoot: string): AnyCollector[] {
	const paths = locateHost(procRoot);
	const stat = new KernelFile(paths.stat);
	return [
		createCpuCollector(stat, intervalMs),
		createMemoryCollector(paths.memory, paths.arcStatistics),
		createLoadCollector(paths.load, stat),
		createPressureCollector(paths.pressure),
		createDiskCollector(paths, intervalMs),
		createNetworkCollector(paths, intervalMs),
		createKernelCollector(paths, stat, intervalMs),
		createFileSystemCollector(paths),
		createSystemCollector(source, () => readLinuxFacts(stat.read(), paths.root)),
	];
}
