import { setImmediate } from "node:timers/promises";
import type { Collector, Instant } from "../collector";
import { type Outcome, reasons } from "../rate";
import type { ContainerList } from "../types";
import type { EngineNames } from "./container-engine";
import { createGroupReader, type GroupReading } from "./container-group";
import { findHierarchies, type Hierarchies } from "./container-hierarchies";
import { isOfItsOwn } from "./container-io";
import { listContainers } from "./container-list";
import type { NamedGroup } from "./container-paths";
import { ContainerRates, type HostTotals, type ReadGroup } from "./container-rates";
import { type FoundGroups, findGroups } from "./container-walk";
import type { HostPaths } from "./host-paths";
import { KeptFiles } from "./kept-files";
import { KernelFile } from "./kernel-file";
import { parseMeminfo } from "./memory";

export const blankContainers = { containers: [], total: null };

interface ContainerOptions {
	paths: HostPaths;
	paceMs: number;
	engine: EngineNames;
}

type Read = [group: NamedGroup, reading: GroupReading][];

// Up to nine of each group.
const mostDescriptors = 512;
// Groups come and go seldom, and one that went is noticed when it is read.
const readingsPerWalk = 3;
// Some milliseconds of work, for which a tick may wait.
const atOnce = 50;
const unmounted = "control groups are not mounted here";

/** Collects the host's containers, and its services, out of its control groups. */
export function createContainerCollector(options: ContainerOptions): Collector<"container"> {
	const groups = new Groups(options);
	return {
		metric: "container",
		blank: blankContainers,
		collect: (at) => groups.collect(at),
		close: () => groups.close(),
	};
}

class Groups {
	#paths: HostPaths;
	#engine: EngineNames;
	#stat: KernelFile;
	#memory: KernelFile;
	#files = new KeptFiles(mostDescriptors);
	#rates: ContainerRates;
	#hierarchies: Hierarchies | null = null;
	#found: FoundGroups = { groups: [], more: 0 };
	#readings = 0;
	#devices = new Map<string, boolean>();

	constructor({ paths, paceMs, engine }: ContainerOptions) {
		this.#paths = paths;
		this.#engine = engine;
		this.#stat = new KernelFile(paths.stat);
		this.#memory = new KernelFile(paths.memory);
		this.#rates = new ContainerRates(paceMs, (device) => this.#isOfItsOwn(device));
	}

	collect(at: Instant): ContainerList | Promise<ContainerList> {
		if (this.#readings++ % readingsPerWalk === 0) this.#walk();
		if (!this.#hierarchies) {
			return { time: at.time, ...blankContainers, missing: { "": unmounted } };
		}
		const read = createGroupReader(this.#hierarchies, this.#files);
		const { groups } = this.#found;
		if (groups.length > atOnce) return this.#readInParts(at, groups, read);
		return this.#name(at, readEach(groups, read));
	}

	close(): void {
		this.#files.close();
		this.#stat.close();
		this.#memory.close();
	}

	#walk(): void {
		this.#hierarchies = findHierarchies(this.#paths.cgroups);
		this.#found = findGroups(this.#hierarchies?.roots ?? []);
		this.#devices.clear();
	}

	async #readInParts(at: Instant, groups: NamedGroup[], read: ReadGroupAt): Promise<ContainerList> {
		const all: Read = [];
		for (let start = 0; start < groups.length; start += atOnce) {
			all.push(...readEach(groups.slice(start, start + atOnce), read));
			await setImmediate();
		}
		return this.#name(at, all);
	}

	#name(at: Instant, all: Read): ContainerList | Promise<ContainerList> {
		this.#files.sweep();
		// One that went may have been started anew, under another number.
		if (all.length < this.#found.groups.length) this.#readings = 0;
		// A group without tasks is left over from a container that ended.
		const running = all.filter(([, { tasks }]) => tasks !== 0);
		const ids = running.flatMap(([{ id }]) => id ?? []);
		const asked = this.#engine.ask(ids, at.monotonicMs);
		return asked ? asked.then(() => this.#tell(at, running)) : this.#tell(at, running);
	}

	#tell(at: Instant, running: Read): ContainerList {
		const groups = running.map(([group, reading]) => this.#describe(group, reading));
		const told = this.#rates.read(at, groups, this.#readTotals());
		return listContainers(at.time, told, running.length + this.#found.more);
	}

	#describe({ path, id, kind, name }: NamedGroup, reading: GroupReading): ReadGroup {
		if (id === null) {
			const reason = kind === "service" ? "a service has no image" : "its image is not told";
			return { path, name, kind, image: { name: null, reason }, reading };
		}
		const known = this.#engine.find(id);
		return {
			path,
			name: known?.name ?? name,
			kind: kind === "other" ? (known?.kind ?? kind) : kind,
			image: { name: known?.image ?? null, reason: this.#engine.reason },
			reading,
		};
	}

	#readTotals(): HostTotals {
		return {
			cores: attempt(() => this.#stat.read().match(/^cpu\d+ /gm)?.length),
			memoryBytes: attempt(() => parseMeminfo(this.#memory.read()).get("MemTotal")),
		};
	}

	#isOfItsOwn(device: string): boolean {
		const known = this.#devices.get(device);
		if (known !== undefined) return known;
		const found = isOfItsOwn(this.#paths.devicesByNumber, device);
		this.#devices.set(device, found);
		return found;
	}
}

type ReadGroupAt = (path: string) => GroupReading | null;

function readEach(groups: readonly NamedGroup[], read: ReadGroupAt): Read {
	return groups.flatMap((group) => {
		const reading = read(group.path);
		return reading ? [[group, reading]] : [];
	});
}

function attempt(read: () => number | undefined): Outcome<number> {
	try {
		return read() ?? reasons.unreadable;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
