import type { CpuInfo } from "node:os";
import { describe, expect, it } from "vitest";
import {
	createPortableCpuCollector,
	createPortableLoadCollector,
	createPortableMemoryCollector,
} from "./portable";
import {
	createPortableDiskCollector,
	createPortableFileSystemCollector,
	createPortableNetworkCollector,
} from "./portable-devices";
import { SlowSource } from "./slow-source";

const at = (seconds: number) => ({ time: seconds * 1_000, monotonicMs: seconds * 1_000 });
const answering = (library: object) =>
	new SlowSource(async () => library as typeof import("systeminformation"));
const real = () => new SlowSource();

describe("what other systems do not tell", () => {
	it("is null with its reason: no load on Windows, which Node calls 0", () => {
		const load = createPortableLoadCollector("win32", () => [0, 0, 0]).collect(at(0));
		expect(load).toMatchObject({
			one: null,
			five: null,
			fifteen: null,
			missing: { one: "not told by this system" },
		});
	});

	it("is null with its reason: no caches outside Linux, which the library calls 0", async () => {
		const mem = {
			total: 100,
			available: 60,
			used: 90,
			buffers: 0,
			cached: 0,
			buffcache: 50,
			swaptotal: 10,
			swapfree: 4,
		};
		const source = answering({ mem: async () => mem });
		expect(await createPortableMemoryCollector(source, "win32").collect(at(0))).toMatchObject({
			usedBytes: 40,
			cachedBytes: null,
			buffersBytes: null,
			swapUsedBytes: 6,
			missing: { cachedBytes: "not told by this system", buffersBytes: "not told by this system" },
		});
		expect(await createPortableMemoryCollector(source, "darwin").collect(at(0))).toMatchObject({
			cachedBytes: 50,
		});
	});

	it("is null with its reason: no traffic of disks on Windows", async () => {
		const source = answering({ disksIO: async () => null, fsStats: async () => null });
		await expect(createPortableDiskCollector(source, 1_000).collect(at(0))).rejects.toThrow(
			"not told by this system",
		);
	});

	it("is null with its reason: no waiting for disks, no interrupts", () => {
		let ms = 0;
		const cores = () => [{ times: { user: ms, nice: 0, sys: 0, idle: ms, irq: 0 } } as CpuInfo];
		const collector = createPortableCpuCollector(1_000, "darwin", cores);
		collector.collect(at(0));
		ms = 500;
		expect(collector.collect(at(1))).toMatchObject({
			utilization: 0.5,
			user: 0.5,
			iowait: null,
			irq: null,
			cores: [{ utilization: 0.5, steal: null }],
			missing: { iowait: "not told by this system", "cores.0.softirq": "not told by this system" },
		});
	});
});

describe("rates on other systems", () => {
	it("are made from the counters and our own time, not from what the library says of its callers", async () => {
		let nowMs = 0;
		let bytes = 0;
		const stats = () => [
			{ iface: "lo0", rx_bytes: 9, tx_bytes: 9 },
			{
				iface: "en0",
				rx_bytes: bytes,
				tx_bytes: bytes,
				rx_errors: 0,
				tx_errors: 0,
				rx_dropped: null,
				rx_sec: 7,
			},
		];
		const source = answering({ networkStats: async () => stats() });
		const network = createPortableNetworkCollector(source, 5_000, () => nowMs);
		await network.collect(at(0));
		nowMs = 4_000;
		bytes = 8_000;
		expect(await network.collect(at(5))).toMatchObject({
			interfaces: [{ name: "en0", receivedBytesPerSecond: 2_000, receivedDropsPerSecond: null }],
			missing: { "interfaces.0.receivedDropsPerSecond": "not told by this system" },
		});
	});

	it("are given for all disks together, without what is not known of them", async () => {
		let nowMs = 0;
		let count = 0;
		const source = answering({
			disksIO: async () => ({ rIO: count, wIO: count, tWaitPercent: 203 }),
			fsStats: async () => ({ rx: count * 512, wx: count * 512 }),
		});
		const disk = createPortableDiskCollector(source, 5_000, () => nowMs);
		await disk.collect(at(0));
		nowMs = 5_000;
		count = 50;
		expect(await disk.collect(at(5))).toMatchObject({
			devices: [
				{ name: "all", readsPerSecond: 10, writtenBytesPerSecond: 5_120, utilization: null, awaitMs: null },
			],
		});
	});
});

describe("file systems on other systems", () => {
	it("are shown without the parts that macOS makes of one disk", async () => {
		const mount = (path: string) => ({ mount: path, type: "APFS", size: 10, used: 4, available: 6 });
		const paths = ["/", "/System/Volumes/VM", "/System/Volumes/Data", "/System/Volumes/Data/home"];
		const source = answering({ fsSize: async () => paths.map(mount) });
		const reading = await createPortableFileSystemCollector(source).collect(at(0));
		expect(reading?.mounts.map(({ mount }) => mount)).toEqual(["/", "/System/Volumes/Data"]);
	});
});

describe("the library itself, on this system", () => {
	it("gives what the collectors read", async () => {
		const source = real();
		const memory = await createPortableMemoryCollector(source, process.platform).collect(at(0));
		expect(memory?.totalBytes).toBeGreaterThan(0);
		expect(await createPortableNetworkCollector(source, 1_000).collect(at(0))).toHaveProperty("interfaces");
		expect(await createPortableDiskCollector(source, 1_000).collect(at(0))).toHaveProperty("devices");
		const filesystem = await createPortableFileSystemCollector(source).collect(at(0));
		expect(filesystem?.mounts.length).toBeGreaterThan(0);
		expect(createPortableCpuCollector(1_000, process.platform).collect(at(0))).toHaveProperty("cores");
	});
});
