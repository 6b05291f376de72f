import type { CpuInfo } from "node:os";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AnyCollector } from "../collector";
import { createPortableCpuCollector, createPortableMemoryCollector } from "./portable";
import {
	createPortableDiskCollector,
	createPortableFileSystemCollector,
	createPortableNetworkCollector,
} from "./portable-devices";
import { createPortableDiskHealthCollector, createPortableGpuCollector } from "./portable-hardware";
import { createPortableBatteryCollector, createPortableTemperatureCollector } from "./portable-sensors";
import { SlowSource } from "./slow-source";

const at = (seconds: number) => ({ time: seconds * 1_000, monotonicMs: seconds * 1_000 });
const never = () => new Promise<never>(() => {});
const calls = [
	"battery",
	"cpuTemperature",
	"diskLayout",
	"disksIO",
	"fsSize",
	"fsStats",
	"graphics",
	"mem",
	"networkStats",
] as const;
const library = (call: () => Promise<unknown>) =>
	new SlowSource(
		async () =>
			Object.fromEntries(calls.map((name) => [name, call])) as unknown as typeof import("systeminformation"),
	);

const collectors: Record<string, (source: SlowSource) => AnyCollector> = {
	memory: (source) => createPortableMemoryCollector(source, "win32"),
	disk: (source) => createPortableDiskCollector(source, 5_000),
	network: (source) => createPortableNetworkCollector(source, 5_000),
	filesystem: (source) => createPortableFileSystemCollector(source),
	temperature: (source) => createPortableTemperatureCollector(source, "win32"),
	gpu: (source) => createPortableGpuCollector(source),
	battery: (source) => createPortableBatteryCollector(source, "win32"),
	diskHealth: (source) => createPortableDiskHealthCollector(source),
};

beforeEach(() => {
	vi.useFakeTimers();
});

afterEach(() => {
	vi.useRealTimers();
});

describe.each(Object.entries(collectors))("%s on other systems", (_, create) => {
	const outcome = async (source: SlowSource) => {
		const answer = Promise.resolve(create(source).collect(at(1))).then(
			() => "answered",
			(error: Error) => error.message,
		);
		await vi.advanceTimersByTimeAsync(70_000);
		return answer;
	};

	it("fails by the reason when the library does", async () => {
		const failing = async () => {
			throw new Error("spawn powershell.exe ENOENT");
		};
		expect(await outcome(library(failing))).toBe("spawn powershell.exe ENOENT");
	});

	it("is given up after five seconds when the library hangs", async () => {
		expect(await outcome(library(never))).toBe("did not answer within 5 s");
	});
});

describe("answers of nothing", () => {
	beforeEach(() => {
		vi.useRealTimers();
	});

	it("leave no interface without a name, and no counter of -1", async () => {
		let nowMs = 0;
		const answers = [null, [{ iface: "" }, {}, { iface: "Ethernet", rx_bytes: -1, tx_bytes: 4_000 }]];
		const collector = createPortableNetworkCollector(
			library(async () => answers[1]),
			5_000,
			() => nowMs,
		);
		await collector.collect(at(0));
		nowMs = 5_000;
		expect(await collector.collect(at(5))).toMatchObject({
			interfaces: [{ name: "Ethernet", receivedBytesPerSecond: null, sentBytesPerSecond: 0 }],
			missing: { "interfaces.0.receivedBytesPerSecond": "not told by this system" },
		});
		const empty = createPortableNetworkCollector(
			library(async () => answers[0]),
			5_000,
		);
		expect((await empty.collect(at(0)))?.interfaces).toEqual([]);
	});

	it("leave no drive without a medium, and each null its reason", async () => {
		const sizes = [
			{ mount: "C:", type: "NTFS", size: 100, used: 60, available: 40 },
			{ mount: "D:", type: "UDF", size: 0, used: 0, available: 0 },
			{ mount: "E:", type: "NTFS", size: 100, used: Number.NaN, available: -1 },
			{ mount: "", type: "", size: 1, used: 1, available: 0 },
		];
		const reading = await createPortableFileSystemCollector(library(async () => sizes)).collect(at(0));
		expect(reading?.mounts).toMatchObject([
			{ mount: "C:", totalBytes: 100, usedBytes: 60, availableBytes: 40 },
			{ mount: "E:", totalBytes: 100, usedBytes: null, availableBytes: null },
		]);
		expect(Object.keys(reading?.missing ?? {})).toEqual([
			"mounts.0.inodeUtilization",
			"mounts.1.usedBytes",
			"mounts.1.availableBytes",
			"mounts.1.inodeUtilization",
		]);
		const none = await createPortableFileSystemCollector(library(async () => null)).collect(at(0));
		expect(none?.missing).toEqual({ mounts: "no file systems are seen here" });
	});

	it.each([null, {}, { total: null, available: undefined, swaptotal: null }])(
		"leave all of memory null with a reason: %j",
		async (mem) => {
			const reading = await createPortableMemoryCollector(
				library(async () => mem),
				"win32",
			).collect(at(0));
			expect(reading).toMatchObject({ totalBytes: null, usedBytes: null, swapUsedBytes: null });
			expect(reading?.missing).toMatchObject({ totalBytes: "not told by this system" });
		},
	);
});

describe("the time of interrupts", () => {
	const read = (platform: NodeJS.Platform) => {
		let ms = 0;
		const cores = () => [{ times: { user: 0, nice: 0, sys: ms, idle: ms * 2, irq: ms } } as CpuInfo];
		const collector = createPortableCpuCollector(1_000, platform, cores);
		collector.collect(at(0));
		ms = 250;
		return collector.collect(at(1));
	};

	it("counts once on Windows, where it is within that of the system", () => {
		expect(read("win32")).toMatchObject({
			...{ utilization: 0.3333, system: 0.3333, irq: null, nice: null },
			missing: { irq: "not told by this system" },
		});
	});

	it("counts by itself on FreeBSD", () => {
		expect(read("freebsd")).toMatchObject({ utilization: 0.5, system: 0.25, irq: 0.25 });
	});
});
