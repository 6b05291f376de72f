import type { Outcome } from "../rate";
import { toCount } from "./cgroup-files";

/** Bytes read and written so far, by device: `8:0`. */
export type DeviceBytes = Map<string, [readBytes: number, writtenBytes: number]>;

const isDevice = (word: string) => /^\d+:\d+$/.test(word);

/**
 * Reads v2's `io.stat`. A group without input or output has an empty one. Devices that have no name any more
 * (`(unknown)`, the hidden paths of an NVMe multipath) are left out: their traffic stands at the device above them.
 */
export function parseIoStat(text: string): Outcome<DeviceBytes> {
	const devices: DeviceBytes = new Map();
	for (const line of text.split("\n")) {
		const words = line.split(" ").filter(Boolean);
		// Devices without counters of their own may stand before one that has them, or at the end without a line's end
		// (Linux 5.13 and later: `7:7 7:6 7:5 rbytes=…`). What follows belongs to the last of them.
		const first = words.findIndex((word) => word.includes("="));
		if (first < 0 && words.every((word) => isDevice(word) || word === "(unknown)")) continue;
		const device = words[first - 1] ?? "";
		if (device === "(unknown)") continue;
		const fields = new Map(words.slice(first).map((word) => word.split("=", 2) as [string, string]));
		// Some controllers add lines that only have fields of their own.
		const bytes: [number, number] = [
			toCount(fields.get("rbytes") ?? "0"),
			toCount(fields.get("wbytes") ?? "0"),
		];
		if (!isDevice(device) || bytes.some(Number.isNaN)) return damaged("io.stat", line);
		devices.set(device, bytes);
	}
	const isCutOff = !text.endsWith("\n") && /=[^\n]*$/.test(text);
	return isCutOff ? damaged("io.stat", text.slice(text.lastIndexOf("\n") + 1)) : devices;
}

/** Reads v1's `blkio.throttle.io_service_bytes_recursive`, and the same without the groups below. */
export function parseServiceBytes(text: string): Outcome<DeviceBytes> {
	const devices: DeviceBytes = new Map();
	// Its last line is the total, also where there is nothing to add up.
	if (!/(^|\n)Total \d+\n$/.test(text)) return damaged("blkio.throttle.io_service_bytes", text);
	for (const line of text.slice(0, -1).split("\n")) {
		const [device = "", operation = "", bytes = ""] = line.split(" ");
		if (device === "Total" || device === "(unknown)" || (operation !== "Read" && operation !== "Write"))
			continue;
		const count = toCount(bytes);
		if (!isDevice(device) || Number.isNaN(count)) return damaged("blkio.throttle.io_service_bytes", line);
		const before = devices.get(device) ?? [0, 0];
		before[operation === "Read" ? 0 : 1] = count;
		devices.set(device, before);
	}
	return devices;
}

function damaged(file: string, line: string): string {
	return `${file}: expected a device and its bytes, got ${JSON.stringify(line.slice(0, 40))}`;
}
