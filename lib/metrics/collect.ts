import { dirname } from "node:path";
import { paceOf, type Schedule } from "@/lib/schedule";
import type { AnyCollector } from "./collector";
import { createAbsentCollector } from "./collectors/absent";
import { createBatteryCollector } from "./collectors/battery";
import { createCpuCollector } from "./collectors/cpu";
import { createDiskCollector } from "./collectors/disk";
import { createDiskHealthCollector } from "./collectors/disk-health";
import { createFileSystemCollector } from "./collectors/filesystem";
import { createGpuCollector } from "./collectors/gpu";
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
import {
	createPortableDiskHealthCollector,
	createPortableGpuCollector,
} from "./collectors/portable-hardware";
import {
	createPortableBatteryCollector,
	createPortableTemperatureCollector,
} from "./collectors/portable-sensors";
import { blankPressure, createPressureCollector } from "./collectors/pressure";
import { ProgramScope } from "./collectors/scope";
import { createScopedCpuCollector, createScopedMemoryCollector, withScope } from "./collectors/scoped";
import { SlowSource } from "./collectors/slow-source";
import { createSystemCollector } from "./collectors/system";
import { readLinuxFacts, readOwnEnvironment, readOwnFacts } from "./collectors/system-facts";
import { createTemperatureCollector } from "./collectors/temperature";
import { reasons } from "./rate";

interface CollectorOptions {
	intervalMs: number;
	schedule: Schedule;
	/** Where the observed host's `/proc` is; only Linux has one. */
	procRoot: string;
	/** Where its `/sys` is, and its file systems are; `null` where that is to be found out. */
	sysRoot?: string | null;
	rootFs?: string | null;
	/** Whether limits around this program bound what is told, or the host is told in any case. */
	scope?: "auto" | "host";
	/** Whether processes are told with their arguments. */
	processArguments?: boolean;
	platform?: NodeJS.Platform;
}

/** One collector for each metric, as this system allows. */
export function createCollectors(options: CollectorOptions): AnyCollector[] {
	const { intervalMs, schedule, platform = process.platform } = options;
	const source = new SlowSource();
	const paces = paceOf(schedule, intervalMs, { watched: false });
	return platform === "linux"
		? createLinuxCollectors(source, options)
		: [
				createPortableCpuCollector(intervalMs, platform),
				createPortableMemoryCollector(source, platform),
				createPortableLoadCollector(platform),
				createPortableDiskCollector(source, intervalMs * paces.disk),
				createPortableNetworkCollector(source, intervalMs * paces.network),
				createPortableFileSystemCollector(source),
				createAbsentCollector("pressure", blankPressure, reasons.untold),
				createAbsentCollector("kernel", blankKernel, reasons.untold),
				createPortableTemperatureCollector(source, platform),
				createPortableGpuCollector(source),
				createPortableBatteryCollector(source, platform),
				createPortableDiskHealthCollector(source),
				createSystemCollector(source, readOwnFacts, readOwnEnvironment),
			];
}

function createLinuxCollectors(
	source: SlowSource,
	{ intervalMs, procRoot, sysRoot, rootFs, scope: wanted }: CollectorOptions,
): AnyCollector[] {
	const paths = locateHost(procRoot, sysRoot, rootFs);
	const sys = dirname(paths.blockDevices);
	const scope = new ProgramScope({ procRoot, scope: wanted });
	const stat = new KernelFile(paths.stat);
	return [
		createScopedCpuCollector(createCpuCollector(stat, intervalMs), scope, intervalMs),
		createScopedMemoryCollector(createMemoryCollector(paths.memory, paths.arcStatistics), scope),
		createLoadCollector(paths.load, stat, scope),
		createPressureCollector(paths.pressure),
		createDiskCollector(paths, intervalMs),
		withScope(createNetworkCollector(paths, intervalMs), scope.of("network")),
		createKernelCollector(paths, stat, intervalMs),
		withScope(createFileSystemCollector(paths), scope.of("mounts")),
		createTemperatureCollector(sys),
		createGpuCollector(sys),
		createBatteryCollector(sys),
		createDiskHealthCollector(sys),
		createSystemCollector(
			source,
			() => readLinuxFacts(stat.read(), paths.root),
			(at, missing) => scope.environment(at.monotonicMs, missing),
		),
	];
}
