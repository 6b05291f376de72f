import { describe, expect, it } from "vitest";
import { createDiskRates, parseDiskstats, selectDisks } from "./disk";

const at = (seconds: number) => ({ time: seconds * 1_000, monotonicMs: seconds * 1_000 });
const line = (name: string, values: string) => `   8       0 ${name} ${values}\n`;
const still = "10 0 800 40 20 0 1600 60 0 50 100";

const read = (...texts: string[]) => {
	const rates = createDiskRates(1_000);
	return texts.map((text, second) => rates.read(at(second), parseDiskstats(text))).at(-1);
};

describe("parseDiskstats", () => {
	it("leaves out the line at which the file was cut off, and gives no numbers for a damaged one", () => {
		const text = `${line("sda", still)}${line("sdb", "1 2 3 4")}   8 0 sdc 10 0 800 40 20 0 1600`;
		expect(parseDiskstats(text)).toEqual(
			new Map([
				["sda", [10, 800 * 512, 20, 1600 * 512, 100, 50, 100]],
				["sdb", []],
			]),
		);
		expect(parseDiskstats("")).toEqual(new Map());
	});

	it("reads lines with more columns than it knows", () => {
		expect(parseDiskstats(line("vda", `${still} 1 2 3 4 5 6 7 8`)).get("vda")).toHaveLength(7);
	});
});

describe("selectDisks", () => {
	const select = (names: string, stacked = "") =>
		[...selectDisks(names.split(" "), (name) => stacked.split(" ").includes(name))].join(" ");

	it("counts no traffic twice: neither partitions nor what is stacked on a disk", () => {
		expect(select("sda sda1 sda2 nvme0n1 nvme0n1p1 mmcblk0 mmcblk0p2 dm-0 md127 md127p1", "dm-0 md127")).toBe(
			"sda nvme0n1 mmcblk0",
		);
	});

	it("leaves out partitions of disks whose names end in a digit, and of network and virtual disks", () => {
		expect(select("nbd0 nbd0p1 vda vda1 vda15 xvda xvda1 hda hda5 pmem0 pmem0p1 dasda dasda1")).toBe(
			"nbd0 vda xvda hda pmem0 dasda",
		);
	});

	it("keeps a partition whose disk is not listed, as in some virtual machines", () => {
		expect(select("xvda1 xvdb")).toBe("xvda1 xvdb");
	});

	it("keeps disks that are only named alike", () => {
		expect(select("sda sdaa sdab1 dm-1 dm-10 nvme0n1 nvme0n10")).toBe(
			"sda sdaa sdab1 dm-1 dm-10 nvme0n1 nvme0n10",
		);
	});

	it("leaves out what is no disk", () => {
		expect(select("loop0 ram0 zram0 zd16 sr0 fd0 vda")).toBe("vda");
	});
});

describe("the rates of disks", () => {
	it("gives no rates of a device whose counters began anew, though some of them did not go back", () => {
		const disk = read(
			line("sda", "10 0 800 40 0 0 0 0 0 50 100"),
			line("sda", "2 0 900 40 9 0 9 9 0 60 100"),
		);
		expect(disk?.devices[0]).toMatchObject({ name: "sda", readBytesPerSecond: null, writesPerSecond: null });
		expect(disk?.missing).toMatchObject({ "devices.0.readBytesPerSecond": "counter went back" });
	});

	it("starts anew a device that vanished and came back", () => {
		const disk = read(line("sda", still), "", line("sda", still));
		expect(disk?.missing).toMatchObject({ "devices.0.readBytesPerSecond": "first reading" });
	});

	it("gives the mean wait of requests, and none without requests", () => {
		const before = line("sda", "10 0 800 40 20 0 1600 60 0 50 100") + line("sdb", still);
		const after = line("sda", "30 0 1000 70 40 0 2000 130 0 300 600") + line("sdb", still);
		expect(read(before, after)).toEqual({
			time: 1_000,
			devices: [
				{
					name: "sda",
					readBytesPerSecond: 200 * 512,
					writtenBytesPerSecond: 400 * 512,
					readsPerSecond: 20,
					writesPerSecond: 20,
					utilization: 0.25,
					awaitMs: 2.5,
					queueLength: 0.5,
				},
				{
					name: "sdb",
					readBytesPerSecond: 0,
					writtenBytesPerSecond: 0,
					readsPerSecond: 0,
					writesPerSecond: 0,
					utilization: 0,
					awaitMs: null,
					queueLength: 0,
				},
			],
			missing: { "devices.1.awaitMs": "no requests" },
		});
	});

	it("gives no rates for one reading when the time in milliseconds wrapped at 32 bits, as it does on a busy disk", () => {
		const lines = [
			"10 0 8 40 20 0 16 60 0 50 4294967290",
			"11 0 16 40 20 0 16 60 0 60 4",
			"12 0 24 41 20 0 16 60 0 70 5",
		];
		const read = (count: number) => {
			const rates = createDiskRates(1_000);
			const texts = lines.slice(0, count).map((values) => line("sda", values));
			return texts.map((text, second) => rates.read(at(second), parseDiskstats(text))).at(-1);
		};
		expect(read(2)?.devices[0]).toMatchObject({ readsPerSecond: null, queueLength: null });
		expect(read(2)?.missing).toMatchObject({ "devices.0.queueLength": "counter went back" });
		expect(read(3)?.devices[0]).toMatchObject({ readsPerSecond: 1, awaitMs: 1, utilization: 0.01 });
	});

	it("tells how long the queue was on average over the time that truly passed, as iostat does (aqu-sz)", () => {
		const rates = createDiskRates(2_000);
		rates.read(at(0), parseDiskstats(line("sda", still)));
		const busy = rates.read(at(2), parseDiskstats(line("sda", "10 0 800 40 30 0 1600 12060 0 2050 12100")));
		expect(busy.devices[0]).toMatchObject({
			queueLength: 6,
			awaitMs: 1_200,
			utilization: 1,
			writesPerSecond: 5,
		});
	});

	it("is never busy for longer than the time that passed", () => {
		const busy = read(line("sda", still), line("sda", "10 0 800 40 20 0 1600 60 0 1070 100"));
		expect(busy?.devices[0]?.utilization).toBe(1);
	});

	it("says why the list is empty", () => {
		expect(read("", "")).toEqual({
			time: 1_000,
			devices: [],
			missing: { devices: "no disks are seen here" },
		});
	});
});
