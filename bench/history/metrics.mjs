// @ts-check

/** How many cores the synthetic host has. */
export const CORES = 4;

const cores = Array.from({ length: CORES }, (_, core) => [
	`cpu.cores.${core}.utilization`,
	`cpu.cores.${core}.user`,
]).flat();
const windows = ["avg10", "avg60", "avg300"];

/** The series of the synthetic host, in the order of its values. */
export const METRICS = [
	...["utilization", "user", "system", "iowait", "softirq", "nice", "steal"].map((name) => `cpu.${name}`),
	...cores,
	...["total", "used", "available", "cached", "buffers", "dirty", "swapUsed"].map(
		(it) => `memory.${it}Bytes`,
	),
	...["one", "five", "fifteen", "runnable", "blocked"].map((name) => `load.${name}`),
	...["readBytes", "writtenBytes", "reads", "writes"].map((name) => `disk.sda.${name}PerSecond`),
	...["utilization", "awaitMs", "queueLength"].map((name) => `disk.sda.${name}`),
	...["receivedBytes", "sentBytes", "receivedErrors", "receivedDrops"].map(
		(name) => `network.eth0.${name}PerSecond`,
	),
	...["totalBytes", "usedBytes", "availableBytes", "inodeUtilization"].map((name) => `filesystem./.${name}`),
	...windows.map((name) => `pressure.cpu.some.${name}`),
	...windows.map((name) => `pressure.memory.some.${name}`),
	...windows.map((name) => `pressure.io.some.${name}`),
	...["kernel.contextSwitchesPerSecond", "kernel.forksPerSecond", "kernel.openFiles"],
	...["kernel.tcp.established", "temperature.package.celsius", "self.latenessMs"],
	...["self.cpuUtilization", "self.residentBytes", "self.sampler.tookMs"],
];

/** Those of them that never change: eight are 0 and two are totals. On the host they are modelled on half of all are such. */
export const CONSTANTS = METRICS.filter((name) =>
	/nice|steal|totalBytes|swapUsed|Errors|Drops|memory\.some/.test(name),
);
