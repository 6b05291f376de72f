import type { MetricEvents } from "./metrics/types";

type Readings = Partial<Pick<MetricEvents, "cpu" | "memory" | "pressure" | "kernel" | "disk" | "network">>;

/** The names of the series that the dashboard draws for a host with these readings. */
export function chartedMetrics({ cpu, memory, pressure, kernel, disk, network }: Readings): string[] {
	return [
		...["utilization", "user", "nice", "system", "iowait", "irq", "softirq", "steal"].map(
			(part) => `cpu.${part}`,
		),
		...(cpu?.cores ?? []).map((_, core) => `cpu.cores.${core}.utilization`),
		...["usedBytes", "cachedBytes", "totalBytes", "swapUsedBytes"].map((part) => `memory.${part}`),
		...["one", "five", "fifteen"].map((part) => `load.${part}`),
		...(cpu?.limit ? ["cpu.limit.throttledUtilization"] : []),
		...(memory?.limit ? ["memory.limit.oomKills"] : []),
		...(pressure ? ["cpu", "memory", "io"] : []).map((part) => `pressure.${part}.some.avg10`),
		...(kernel ? ["tcp.sentSegmentsPerSecond", "tcp.retransmittedSegmentsPerSecond", "oomKills"] : []).map(
			(part) => `kernel.${part}`,
		),
		...(disk?.devices ?? []).flatMap(({ name }) => [
			`disk.${name}.readBytesPerSecond`,
			`disk.${name}.writtenBytesPerSecond`,
		]),
		...(network?.interfaces ?? []).flatMap(({ name }) => [
			`network.${name}.receivedBytesPerSecond`,
			`network.${name}.sentBytesPerSecond`,
		]),
	];
}
