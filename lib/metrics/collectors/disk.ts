import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Collector } from "../collector";
import { ListRates } from "../list-rates";
import type { Missing } from "../missing";
import { roundShare, roundTo } from "../round";
import type { DiskDevice } from "../types";
import { chooseByName } from "./choose-by-name";
import { columnEnd, eachLine, readColumns } from "./columns";
import type { HostPaths } from "./host-paths";
import { KernelFile } from "./kernel-file";

// A sector of /proc/diskstats is 512 bytes whatever the device says of itself (iostats.rst).
const sectorBytes = 512;

export const blankDisk = { devices: [] };

type DeviceRates = Omit<DiskDevice, "name">;

const blankDevice: DeviceRates = {
	readBytesPerSecond: null,
	writtenBytesPerSecond: null,
	readsPerSecond: null,
	writesPerSecond: null,
	utilization: null,
	awaitMs: null,
	queueLength: null,
};

/** What is counted of a device, in this order. */
export type DiskCounters = [
	reads: number,
	readBytes: number,
	writes: number,
	writtenBytes: number,
	waitedMs: number,
	busyMs: number,
	/** The time of each request that is in flight, added up. */
	weightedMs: number,
];

/** Reads the counters of each block device; a damaged line gives an empty list. */
export function parseDiskstats(text: string): Map<string, DiskCounters | []> {
	const devices = new Map<string, DiskCounters | []>();
	eachLine(text, (start, end) => {
		const numbersEnd = columnEnd(text, columnEnd(text, start, end), end);
		const nameEnd = columnEnd(text, numbersEnd, end);
		const name = text.slice(numbersEnd, nameEnd).trim();
		if (name === "") return;
		const counters = toCounters(readColumns(text, nameEnd, end, 11) as Columns);
		devices.set(name, counters.every(Number.isFinite) ? counters : []);
	});
	return devices;
}

type Columns = [number, number, number, number, number, number, number, number, number, number, number];

function toCounters(columns: Columns): DiskCounters {
	const [reads, , sectorsRead, readMs, writes, , sectorsWritten, writeMs, , busyMs, weightedMs] = columns;
	const [readBytes, writtenBytes] = [sectorsRead * sectorBytes, sectorsWritten * sectorBytes];
	return [reads, readBytes, writes, writtenBytes, readMs + writeMs, busyMs, weightedMs];
}

/**
 * The devices whose traffic no other listed device carries too: no partitions of listed disks, nothing stacked on
 * others (`isStacked`: LVM, RAID, encryption, bcache), and neither what is made of files or memory (loop, ram, zram)
 * or of a ZFS pool (zd) nor removable discs (sr, fd).
 */
export function selectDisks(names: string[], isStacked: (name: string) => boolean): Set<string> {
	const whole = names.filter((name) => !/^(loop|ram|zram|zd|sr|fd)\d/.test(name));
	const listed = new Set(whole);
	// A disk that ends in a digit has its partitions named with a p: sda1, but nvme0n1p1.
	const isPartition = (name: string) => {
		const [, disk] = /^(.*?\d)p\d+$/.exec(name) ?? /^(.*?\D)\d+$/.exec(name) ?? [];
		return disk !== undefined && listed.has(disk);
	};
	return new Set(whole.filter((name) => !isPartition(name) && !isStacked(name)));
}

/** Turns the devices' counters into rates. */
export function createDiskRates(paceMs: number) {
	const none = "no disks are seen here";
	return new ListRates(paceMs, { list: "devices", none, blank: blankDevice, rate: rateDevice });
}

function rateDevice(grown: number[], seconds: number, path: string, missing: Missing): DeviceRates {
	const [reads, readBytes, writes, writtenBytes, waitedMs, busyMs, weightedMs] = grown as DiskCounters;
	const requests = reads + writes;
	if (requests === 0) missing.add(`${path}.awaitMs`, "no requests");
	return missing.known(path, {
		readBytesPerSecond: Math.round(readBytes / seconds),
		writtenBytesPerSecond: Math.round(writtenBytes / seconds),
		readsPerSecond: roundTo(reads / seconds, 2),
		writesPerSecond: roundTo(writes / seconds, 2),
		utilization: roundShare(busyMs / 1000 / seconds),
		awaitMs: roundTo(waitedMs / requests, 2),
		queueLength: roundTo(weightedMs / 1000 / seconds, 2),
	});
}

/** Collects the traffic of the disks from the kernel. */
export function createDiskCollector(paths: HostPaths, intervalMs: number): Collector<"disk"> {
	const file = new KernelFile(paths.disks);
	const rates = createDiskRates(intervalMs);
	const select = chooseByName((names) => selectDisks(names, (name) => isStacked(paths.blockDevices, name)));
	return {
		metric: "disk",
		blank: blankDisk,
		collect: (at) => rates.read(at, select(parseDiskstats(file.read()))),
		close: () => file.close(),
	};
}

function isStacked(blockDevices: string, name: string): boolean {
	try {
		return readdirSync(join(blockDevices, name, "slaves")).length > 0;
	} catch {
		// Partitions have no such directory, and a container may not see /sys at all: then nothing is known to lie below.
		return false;
	}
}
