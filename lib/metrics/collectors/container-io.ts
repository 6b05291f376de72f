import { readdirSync, readlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { type Outcome, reasons } from "../rate";
import type { DeviceBytes } from "./cgroup-io-files";

/** How much was read and written between two readings of a group, of all devices that `counts` holds for. */
export function grownBytes(
	now: DeviceBytes,
	before: DeviceBytes,
	counts: (device: string) => boolean,
): Outcome<[readBytes: number, writtenBytes: number]> {
	const sum: [number, number] = [0, 0];
	for (const [device, bytes] of now) {
		if (!counts(device)) continue;
		// A device is told of from its first use on.
		const [read, written] = before.get(device) ?? [0, 0];
		const grown = [bytes[0] - read, bytes[1] - written] as const;
		if (grown[0] < 0 || grown[1] < 0) return reasons.wentBack;
		sum[0] += grown[0];
		sum[1] += grown[1];
	}
	return sum;
}

/**
 * Tells of a device (`8:0`) whether no other device carries its traffic too: it is neither stacked on others (LVM, RAID,
 * encryption) nor made of files or memory. `directory` is where the kernel lists devices by number, `/sys/dev/block`.
 */
export function isOfItsOwn(directory: string, device: string): boolean {
	const path = join(directory, device);
	try {
		if (/^(loop|ram|zram)\d/.test(basename(readlinkSync(path)))) return false;
		return readdirSync(join(path, "slaves")).length === 0;
	} catch {
		// It is gone, or a container may not see /sys: then nothing is known to lie below.
		return true;
	}
}
