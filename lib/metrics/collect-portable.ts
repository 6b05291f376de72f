import { paceOf } from "@/lib/schedule";
import type { CollectorOptions } from "./collect";
import type { AnyCollector } from "./collector";
import { createAbsentCollector } from "./collectors/absent";
import { blankKernel } from "./collectors/kernel";
import {
	createPortableCpuCollector,
	createPortableLoadCollector,
	createPortableMemoryCollector,
} from "./collectors/portable";
import { createPortableContainerCollector } from "./collectors/portable-container";
import {
	createPortableDiskCollector,
	createPortableFileSystemCollector,
	createPortableNetworkCollector,
} from "./collectors/portable-devices";
import {
	createPortableDiskHealthCollector,
	createPortableGpuCollector,
} from "./collectors/portable-hardware";
import { createPortableProcessCollector } from "./collectors/portable-process";
import {
	createPortableBatteryCollector,
	createPortableTemperatureCollector,
} from "./collectors/portable-sensors";
import { blankPressure } from "./collectors/pressure";
import { SlowSource } from "./collectors/slow-source";
import { createSystemCollector } from "./collectors/system";
import { readOwnEnvironment, readOwnFacts } from "./collectors/system-facts";
import { reasons } from "./rate";

/** The collectors of all other systems: what Node tells, and systeminformation. */
export function createPortableCollectors(
	options: CollectorOptions,
	platform: NodeJS.Platform,
): AnyCollector[] {
	const { intervalMs, schedule, processArguments = false } = options;
	const paces = paceOf(schedule, intervalMs, { watched: false });
	const watched = paceOf(schedule, intervalMs, { watched: true });
	const source = new SlowSource();
	return [
		createPortableCpuCollector(intervalMs, platform),
		createPortableMemoryCollector(source, platform),
		createPortableLoadCollector(platform),
		createPortableDiskCollector(source, intervalMs * paces.disk),
		createPortableNetworkCollector(source, intervalMs * paces.network),
		createPortableFileSystemCollector(source),
		createAbsentCollector("pressure", blankPressure, reasons.untold),
		createAbsentCollector("kernel", blankKernel, reasons.untold),
		createPortableProcessCollector(source, {
			platform,
			processArguments,
			paceMs: intervalMs * watched.process,
		}),
		createPortableContainerCollector(source, intervalMs * paces.container),
		createPortableTemperatureCollector(source, platform),
		createPortableGpuCollector(source),
		createPortableBatteryCollector(source, platform),
		createPortableDiskHealthCollector(source),
		createSystemCollector(source, readOwnFacts, readOwnEnvironment),
	];
}
