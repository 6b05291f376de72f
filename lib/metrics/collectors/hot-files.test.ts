import { join } from "node:path";
import { expect, it } from "vitest";
import { createCpuCollector } from "./cpu";
import { createDiskCollector } from "./disk";
import { locateHost } from "./host-paths";
import { createKernelCollector } from "./kernel";
import { KernelFile } from "./kernel-file";
import { createLoadCollector } from "./load";
import { createMemoryCollector } from "./memory";
import { createNetworkCollector } from "./network";
import { createPressureCollector } from "./pressure";
import { ProgramScope } from "./scope";

const at = (seconds: number) => ({ time: seconds * 1_000, monotonicMs: seconds * 1_000 });

/** What the collectors themselves say of a kernel, twice a second apart. */
function collect(kernel: string) {
	const directory = join(import.meta.dirname, "fixtures", kernel);
	const nowhere = join(directory, "nowhere");
	const paths = {
		...locateHost(directory),
		...{ network: join(directory, "net/dev"), protocols: join(directory, "net/snmp") },
		...{ blockDevices: nowhere, networkDevices: nowhere },
	};
	const stat = new KernelFile(paths.stat);
	const hostScope = new ProgramScope({ procRoot: directory, scope: "host" });
	const collectors = [
		createCpuCollector(stat, 1_000),
		createMemoryCollector(paths.memory, nowhere),
		createLoadCollector(paths.load, stat, hostScope),
		createPressureCollector(paths.pressure),
		createDiskCollector(paths, 1_000),
		createNetworkCollector(paths, 1_000),
		createKernelCollector(paths, stat, 1_000),
	];
	for (const collector of collectors) collector.collect(at(0));
	const events = Object.fromEntries(collectors.map((one) => [one.metric, one.collect(at(1))]));
	for (const collector of collectors) collector.close?.();
	// biome-ignore lint/suspicious/noExplicitAny: each is looked into by its own fields below.
	return events as Record<string, any>;
}

const kib = 1024;

it.each([
	{
		kernel: "2.6.32-i686",
		cores: 2,
		memory: {
			totalBytes: 3_105_280 * kib,
			availableBytes: null,
			dirtyBytes: 768 * kib,
			swapUsedBytes: 252 * kib,
		},
		load: { one: 0.14, fifteen: 0.1, runnable: 1, blocked: 2 },
		disks: "sda dm-0",
		interfaces: "eth0",
		kernelCounts: { oomKills: null, openFiles: 1_344, openFilesLimit: 309_832, tcp: { established: 7 } },
		io: null,
	},
	{
		kernel: "3.10",
		cores: 4,
		memory: {
			usedBytes: (8_009_100 - 6_950_080) * kib,
			cachedBytes: (5_835_532 + 295_248) * kib,
			swapUsedBytes: 97_148 * kib,
		},
		load: { one: 12.62, five: 8.05, runnable: 2, blocked: 1 },
		disks: "sda dm-0 mmcblk0 vda",
		interfaces: "tun0 eth0",
		kernelCounts: { oomKills: null, openFiles: 2_208, openFilesLimit: 790_328, tcp: { established: 0 } },
		io: null,
	},
	{
		kernel: "4.18",
		cores: 2,
		memory: { usedBytes: (8_164_548 - 1_950_080) * kib, swapTotalBytes: 0, swapUsedBytes: 0 },
		load: { one: 2.88, runnable: 3, blocked: 0 },
		disks: "sda",
		interfaces: "eth0",
		kernelCounts: { oomKills: 3, openFiles: 1_408, openFilesLimit: 807_650, tcp: { established: 13 } },
		io: null,
	},
	{
		// Its second core is switched off, and systemd has taken away the limit of files.
		kernel: "5.15",
		cores: 3,
		memory: { usedBytes: (16_283_020 - 10_233_120) * kib, cachedBytes: (8_123_320 + 912_332) * kib },
		load: { one: 5.01, runnable: 5, blocked: 0, cores: 2 },
		disks: "nvme0n1",
		interfaces: "enp3s0f1np1 wg0",
		kernelCounts: { oomKills: 12, openFiles: 12_416, openFilesLimit: null, tcp: { established: 118 } },
		io: {
			some: { avg10: 1, avg60: 0.456, avg300: 0.1001 },
			full: { avg10: 0.8002, avg60: 0.401, avg300: 0.09 },
		},
	},
	{
		kernel: "6.18",
		cores: 2,
		memory: {
			totalBytes: 24_684_084 * kib,
			usedBytes: (24_684_084 - 23_976_120) * kib,
			buffersBytes: 34_352 * kib,
		},
		load: { one: 0.73, five: 0.5, fifteen: 0.32, cores: 2, runnable: 5, blocked: 0 },
		disks: "vda",
		interfaces: "eth0",
		kernelCounts: { oomKills: 0, openFiles: 879, openFilesLimit: 2_466_170, tcp: { established: 0 } },
		io: {
			some: { avg10: 0.0039, avg60: 0.0037, avg300: 0.0018 },
			full: { avg10: 0.0039, avg60: 0.0033, avg300: 0.0014 },
		},
	},
])(
	"reads all that Linux $kernel tells",
	({ kernel, cores, memory, load, disks, interfaces, kernelCounts, io }) => {
		const events = collect(kernel);
		const names = (list: { name: string }[]) => list.map(({ name }) => name).join(" ");
		expect(events.cpu.cores).toHaveLength(cores);
		expect(events.memory).toMatchObject(memory);
		expect(events.load).toMatchObject(load);
		expect(names(events.disk.devices)).toBe(disks);
		expect(events.disk.devices[0]).toMatchObject({ readsPerSecond: 0, utilization: 0, awaitMs: null });
		expect(names(events.network.interfaces)).toBe(interfaces);
		expect(events.network.interfaces[0]).toMatchObject({ receivedBytesPerSecond: 0, sentDropsPerSecond: 0 });
		expect(events.kernel).toMatchObject({ contextSwitchesPerSecond: 0, forksPerSecond: 0, ...kernelCounts });
		if (io) expect(events.pressure.io).toEqual(io);
		else expect(events.pressure.missing).toEqual({ "": expect.stringContaining("Linux 4.20") });
	},
);
