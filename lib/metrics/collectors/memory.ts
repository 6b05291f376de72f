import { existsSync } from "node:fs";
import type { Collector, Instant } from "../collector";
import { Missing } from "../missing";
import { reasons } from "../rate";
import type { Memory } from "../types";
import { readNamed } from "./columns";
import { KernelFile } from "./kernel-file";

export const blankMemory = {
	totalBytes: null,
	usedBytes: null,
	availableBytes: null,
	cachedBytes: null,
	buffersBytes: null,
	dirtyBytes: null,
	swapTotalBytes: null,
	swapUsedBytes: null,
};

// Of the more than fifty that the kernel lists.
const lines = [
	"MemTotal",
	"MemAvailable",
	"Buffers",
	"Cached",
	"SwapTotal",
	"SwapFree",
	"Dirty",
	"SReclaimable",
].map((name) => ({ name, label: `${name}:` }));

/** Reads from the kernel's list of memory what a reading is made of, in bytes by name. */
export function parseMeminfo(text: string): Map<string, number> {
	const bytes = new Map<string, number>();
	for (const { name, label } of lines) {
		// "kB" is the kernel's word for KiB.
		const kib = readNamed(text, label);
		if (!Number.isNaN(kib)) bytes.set(name, kib * 1024);
	}
	return bytes;
}

const arcSize = /^size\s+\d+\s+(\d+)$/m;
const arcLeast = /^c_min\s+\d+\s+(\d+)$/m;

/** The bytes that the ARC, the cache of ZFS, would give back on demand; 0 where that is not told. */
export function parseReclaimableArc(text: string): number {
	const [size, least] = [arcSize, arcLeast].map((pattern) => Number(pattern.exec(text)?.[1]));
	return Math.max(0, (size as number) - (least as number)) || 0;
}

/** Makes the reading out of a list like the kernel's; what the list does not hold is `null`, with the reason `absent`. */
export function encodeMemory(
	at: Instant,
	bytes: ReadonlyMap<string, number>,
	reclaimableArc = 0,
	absent: string = reasons.unreadable,
): Memory {
	const missing = new Missing();
	// Missing ones are NaN, which stays NaN in each sum they are part of.
	const of = (name: string) => bytes.get(name) ?? Number.NaN;
	const value = (path: string, number: number) => missing.value(path, Number.isNaN(number) ? absent : number);
	const total = of("MemTotal");
	// The kernel does not count the ARC as available, though it is given back like the page cache.
	const available = Math.min(total, of("MemAvailable") + reclaimableArc);
	return {
		time: at.time,
		totalBytes: value("totalBytes", total),
		// Not total − free: that counts the page cache, which the kernel gives back on demand.
		usedBytes: value("usedBytes", total - available),
		availableBytes: value("availableBytes", available),
		// As `free` counts it: reclaimable slab is cache, the rest of the slab is not.
		cachedBytes: value("cachedBytes", of("Cached") + of("SReclaimable")),
		buffersBytes: value("buffersBytes", of("Buffers")),
		dirtyBytes: value("dirtyBytes", of("Dirty")),
		swapTotalBytes: value("swapTotalBytes", of("SwapTotal")),
		// In a container the two may come from different places, and more be free than there is.
		swapUsedBytes: value("swapUsedBytes", Math.max(0, of("SwapTotal") - of("SwapFree"))),
		...missing.entries(),
	};
}

/** Collects memory and swap from the kernel, and from ZFS where it is in use. */
export function createMemoryCollector(path: string, arcPath: string): Collector<"memory"> {
	const file = new KernelFile(path);
	const arc = existsSync(arcPath) ? new KernelFile(arcPath) : null;
	return {
		metric: "memory",
		blank: blankMemory,
		collect(at) {
			const bytes = parseMeminfo(file.read());
			if (bytes.size === 0) throw new Error(`${path} holds no values`);
			return encodeMemory(at, bytes, arc ? parseReclaimableArc(arc.read()) : 0);
		},
		close() {
			file.close();
			arc?.close();
		},
	};
}
