import type { MetricEvents } from "./metrics/types";

type Readings = Partial<Pick<MetricEvents, "cpu" | "disk" | "network">>;

/** The names of the series that the dashboard draws for a host with these readings. */
export function chartedMetrics({ cpu, disk, network }: Readings): string[] {
	return [
		...["utilization", "user", "nice", "system", "iowait", "irq", "softirq", "steal"].map(
			(part) => `cpu.${part}`,
		),
		...(cpu?.cores ?? []).map((_, core) => `cpu.cores.${core}.utilization`),
		...["usedBytes", "cachedBytes", "totalBytes", "swapUsedBytes"].map((part) => `memory.${part}`),
		...["one", "five", "fifteen"].map((part) => `load.${part}`),
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
