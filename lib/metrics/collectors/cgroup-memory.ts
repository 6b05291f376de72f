import type { Instant } from "../collector";
import { Missing } from "../missing";
import type { Outcome } from "../rate";
import type { Memory } from "../types";
import {
	parseAmount,
	parseKeyed,
	parseLimit,
	parseMemoryStat,
	parseOomKills,
	parseV1MemoryStat,
} from "./cgroup-files";
import type { Bound } from "./cgroup-limits";
import { GroupFiles } from "./group-files";
import type { HostSize } from "./host-size";

type Bytes = Outcome<number>;

/** What a group has in memory, or why that is not known. */
interface GroupMemory {
	currentBytes: Bytes;
	/** The part of the file cache that is given back first: it counts as free. */
	inactiveFileBytes: Bytes;
	dirtyBytes: Bytes;
	swapUsedBytes: Bytes;
	/** `Infinity` is as much as the host has. */
	swapLimitBytes: Bytes;
	oomKills: Outcome<number>;
}

/** Reads how much of its limit a control group has in memory. */
export class CgroupMemory {
	#files: GroupFiles | null = null;

	/** The reading, in which the total is the limit. */
	read(at: Instant, bound: Bound, host: HostSize): Memory {
		if (this.#files?.directory !== bound.directory) {
			this.#files?.close();
			this.#files = new GroupFiles(bound.directory);
		}
		const memory = bound.version === 2 ? readV2(this.#files) : readV1(this.#files);
		return encodeGroupMemory(at, memory, bound.value, host);
	}

	close(): void {
		this.#files?.close();
		this.#files = null;
	}
}

/** Makes the reading out of what a group has of `totalBytes`. */
export function encodeGroupMemory(
	at: Instant,
	memory: GroupMemory,
	totalBytes: number,
	host: HostSize,
): Memory {
	const missing = new Missing();
	const { currentBytes, inactiveFileBytes, swapLimitBytes, swapUsedBytes } = memory;
	const used = minus(currentBytes, inactiveFileBytes);
	const swapTotal = least(swapLimitBytes, host.swapBytes);
	return {
		time: at.time,
		totalBytes,
		usedBytes: missing.value("usedBytes", used),
		availableBytes: missing.value("availableBytes", minus(totalBytes, used)),
		// Not all of the file cache: what of it is in use counts as used, and the two must not overlap.
		cachedBytes: missing.value("cachedBytes", inactiveFileBytes),
		buffersBytes: missing.value("buffersBytes", "not counted for a control group"),
		dirtyBytes: missing.value("dirtyBytes", memory.dirtyBytes),
		swapTotalBytes: missing.value("swapTotalBytes", swapTotal),
		// A kernel that has no swap need not count who uses it.
		swapUsedBytes: missing.value("swapUsedBytes", swapTotal === 0 ? 0 : swapUsedBytes),
		limit: {
			hostBytes: missing.value("limit.hostBytes", host.memoryBytes),
			oomKills: missing.value("limit.oomKills", memory.oomKills),
		},
		...missing.entries(),
	};
}

function readV2(files: GroupFiles): GroupMemory {
	const amount = (name: string) => files.number(name, (text) => parseAmount(name, text));
	const stat = files.read(
		"memory.stat",
		(text) => ({
			inactiveFileBytes: parseMemoryStat(text).inactiveFileBytes,
			dirtyBytes: parseKeyed("memory.stat", text, "file_dirty"),
		}),
		(reason) => ({ inactiveFileBytes: reason, dirtyBytes: reason }),
	);
	return {
		...stat,
		currentBytes: amount("memory.current"),
		swapUsedBytes: amount("memory.swap.current"),
		swapLimitBytes: files.number("memory.swap.max", (text) => parseLimit("memory.swap.max", text)),
		oomKills: files.number("memory.events", (text) => parseOomKills("memory.events", text)),
	};
}

function readV1(files: GroupFiles): GroupMemory {
	const stat = files.read(
		"memory.stat",
		(text) => ({
			inactiveFileBytes: parseV1MemoryStat(text).inactiveFileBytes,
			dirtyBytes: parseKeyed("memory.stat", text, "total_dirty"),
			swapUsedBytes: parseKeyed("memory.stat", text, "total_swap"),
		}),
		(reason) => ({ inactiveFileBytes: reason, dirtyBytes: reason, swapUsedBytes: reason }),
	);
	const limit = (name: string) => files.number(name, (text) => parseLimit(name, text));
	return {
		...stat,
		currentBytes: files.number("memory.usage_in_bytes", (text) => parseAmount("memory.usage_in_bytes", text)),
		swapLimitBytes: minusLimit(limit("memory.memsw.limit_in_bytes"), limit("memory.limit_in_bytes")),
		oomKills: files.number("memory.oom_control", (text) => parseOomKills("memory.oom_control", text)),
	};
}

function minus(from: Bytes, less: Bytes): Bytes {
	if (typeof from === "string") return from;
	// Two files are not read at one instant.
	return typeof less === "string" ? less : Math.max(0, from - less);
}

// v1 limits memory and swap together.
function minusLimit(both: Bytes, memory: Bytes): Bytes {
	return both === Number.POSITIVE_INFINITY ? both : minus(both, memory);
}

function least(one: Bytes, other: Bytes): Bytes {
	// None on the host is none here, whether or not its use is counted.
	if (other === 0) return 0;
	if (typeof one === "string") return one;
	return typeof other === "string" ? other : Math.min(one, other);
}
