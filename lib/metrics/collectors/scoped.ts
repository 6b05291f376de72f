import type { Collector, Instant } from "../collector";
import { Missing } from "../missing";
import type { Cpu, Memory } from "../types";
import { CgroupCpu } from "./cgroup-cpu";
import { CgroupMemory } from "./cgroup-memory";
import type { ProgramScope } from "./scope";

const passedOn = "lxcfs does not tell it";

/**
 * Collects the processor's shares: of the limit where one is tighter than the host, and else what `whole` collects, which
 * behind lxcfs is the container's.
 */
export function createScopedCpuCollector(
	whole: Collector<"cpu">,
	scope: ProgramScope,
	intervalMs: number,
): Collector<"cpu"> {
	const group = new CgroupCpu(intervalMs);
	return {
		...whole,
		collect(at) {
			const { cpu, host } = scope.limits(at.monotonicMs);
			if (cpu) return { ...group.read(at, cpu, host.cores), scope: scope.bound };
			const reading = whole.collect(at);
			if (!scope.isContainers("/proc/stat") || !reading || reading instanceof Promise) return reading;
			const missing = new Missing();
			const limit: Cpu["limit"] = {
				cores: reading.cores.length,
				hostCores: missing.value("limit.hostCores", host.cores),
				throttledUtilization: missing.value("limit.throttledUtilization", passedOn),
			};
			return { ...reading, scope: "container", limit, ...joined(reading, missing) };
		},
		close() {
			whole.close?.();
			group.close();
		},
	};
}

/** Collects memory in the same way. */
export function createScopedMemoryCollector(
	whole: Collector<"memory">,
	scope: ProgramScope,
): Collector<"memory"> {
	const group = new CgroupMemory();
	return {
		...whole,
		collect(at) {
			const { memory, host } = scope.limits(at.monotonicMs);
			if (memory) return { ...group.read(at, memory, host), scope: scope.bound };
			const reading = whole.collect(at);
			if (!scope.isContainers("/proc/meminfo") || !reading || reading instanceof Promise) return reading;
			const missing = new Missing();
			const limit: Memory["limit"] = {
				hostBytes: missing.value("limit.hostBytes", host.memoryBytes),
				oomKills: missing.value("limit.oomKills", passedOn),
			};
			return { ...reading, scope: "container", limit, ...joined(reading, missing) };
		},
		close() {
			whole.close?.();
			group.close();
		},
	};
}

/** Says of each reading of a collector, of its answers, and of that it cannot make one, whose it is. */
export function withScope<
	C extends Collector<"network"> | Collector<"filesystem"> | Collector<"process"> | Collector<"container">,
>(collector: C, own: ReturnType<ProgramScope["of"]>): C {
	if (!own.scope) return collector;
	type Read = (at: Instant) => object | null | Promise<object | null>;
	const collect: Read = collector.collect;
	const { answer } = collector;
	const label = (reading: object | null) => reading && { ...reading, ...own };
	return {
		...collector,
		blank: { ...collector.blank, ...own },
		collect(at: Instant) {
			const reading = collect(at);
			return reading instanceof Promise ? reading.then(label) : label(reading);
		},
		...(answer && { answer: async (query: unknown) => label((await answer(query)) as object) }),
	};
}

function joined(reading: { missing?: Record<string, string> }, missing: Missing) {
	return { missing: { ...reading.missing, ...missing.entries().missing } };
}
