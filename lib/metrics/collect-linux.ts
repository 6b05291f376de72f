import { dirname } from "node:path";
import { paceOf } from "@/lib/schedule";
import type { CollectorOptions } from "./collect";
import type { AnyCollector } from "./collector";
import { createBatteryCollector } from "./collectors/battery";
import { createContainerCollector } from "./collectors/container";
import { EngineNames, locateSockets } from "./collectors/container-engine";
import { nameOwner } from "./collectors/container-paths";
import { createCpuCollector } from "./collectors/cpu";
import { createDiskCollector } from "./collectors/disk";
import { createDiskHealthCollector } from "./collectors/disk-health";
import { createFileSystemCollector } from "./collectors/filesystem";
import { createGpuCollector } from "./collectors/gpu";
import { locateHost } from "./collectors/host-paths";
import { createKernelCollector } from "./collectors/kernel";
import { KernelFile } from "./collectors/kernel-file";
import { createLoadCollector } from "./collectors/load";
import { createMemoryCollector } from "./collectors/memory";
import { createNetworkCollector } from "./collectors/network";
import { createPressureCollector } from "./collectors/pressure";
import { createProcessCollector } from "./collectors/process";
import { ProgramScope } from "./collectors/scope";
import { createScopedCpuCollector, createScopedMemoryCollector, withScope } from "./collectors/scoped";
import { SlowSource } from "./collectors/slow-source";
import { createSystemCollector } from "./collectors/system";
import { readLinuxFacts } from "./collectors/system-facts";
import { createTemperatureCollector } from "./collectors/temperature";

/** The collectors that read the kernel's own files. */
export function createLinuxCollectors(options: CollectorOptions): AnyCollector[] {
	const { intervalMs, schedule, procRoot, sysRoot, rootFs, processArguments = false } = options;
	const paces = paceOf(schedule, intervalMs, { watched: false });
	const watched = paceOf(schedule, intervalMs, { watched: true });
	const paths = locateHost(procRoot, sysRoot, rootFs);
	const sys = dirname(paths.blockDevices);
	const scope = new ProgramScope({ procRoot, scope: options.scope });
	const stat = new KernelFile(paths.stat);
	const engine = new EngineNames(locateSockets(options.containerSockets ?? [], paths.root));
	return [
		createScopedCpuCollector(createCpuCollector(stat, intervalMs), scope, intervalMs),
		createScopedMemoryCollector(createMemoryCollector(paths.memory, paths.arcStatistics), scope),
		createLoadCollector(paths.load, stat, scope),
		createPressureCollector(paths.pressure),
		createDiskCollector(paths, intervalMs),
		withScope(createNetworkCollector(paths, intervalMs), scope.of("network")),
		createKernelCollector(paths, stat, intervalMs * paces.kernel, scope.of("network")),
		withScope(createFileSystemCollector(paths), scope.of("mounts")),
		withScope(
			createProcessCollector({
				...{ procRoot, root: paths.root, processArguments },
				nameContainer: (path) => nameOwner(path, (id) => engine.find(id)?.name),
				paceMs: intervalMs * watched.process,
				restMs: intervalMs * paces.process,
			}),
			scope.of("processes"),
		),
		withScope(
			createContainerCollector({ paths, paceMs: intervalMs * paces.container, engine }),
			scope.of("groups"),
		),
		createTemperatureCollector(sys),
		createGpuCollector(sys),
		createBatteryCollector(sys),
		createDiskHealthCollector(sys),
		createSystemCollector(
			new SlowSource(),
			() => readLinuxFacts(stat.read(), paths.root),
			(at, missing) => scope.environment(at.monotonicMs, missing),
		),
	];
}
