import { readFileSync } from "node:fs";
import { endianness } from "node:os";

/** What the kernel tells each program at its start. */
export interface KernelConstants {
	/** Bytes of a page of memory: mostly 4,096, on ARM also 16,384 or 65,536. `null` when it was not told. */
	pageBytes: number | null;
	/** Steps in which the kernel tells the time that a process had, each second. */
	ticksPerSecond: number;
}

// getauxval(3).
const pageKey = 6;
const ticksKey = 17;
// USER_HZ on every architecture that Node runs on.
const usualTicks = 100;

/** Reads `/proc/<pid>/auxv`: pairs of a key and a value, of the size of a pointer each. */
export function parseAuxv(
	bytes: Buffer,
	{ pointerBytes, isLittle }: { pointerBytes: 4 | 8; isLittle: boolean },
): KernelConstants {
	const read = (offset: number) => {
		if (pointerBytes === 4) return isLittle ? bytes.readUInt32LE(offset) : bytes.readUInt32BE(offset);
		return Number(isLittle ? bytes.readBigUInt64LE(offset) : bytes.readBigUInt64BE(offset));
	};
	const values = new Map<number, number>();
	for (let at = 0; at + 2 * pointerBytes <= bytes.length; at += 2 * pointerBytes) {
		values.set(read(at), read(at + pointerBytes));
	}
	return {
		pageBytes: values.get(pageKey) || null,
		ticksPerSecond: values.get(ticksKey) || usualTicks,
	};
}

/** The constants of the kernel that runs this program, and so of all that it shares with others. */
export function readKernelConstants(path = "/proc/self/auxv"): KernelConstants {
	try {
		const pointerBytes = /64|s390x/.test(process.arch) ? 8 : 4;
		return parseAuxv(readFileSync(path), { pointerBytes, isLittle: endianness() === "LE" });
	} catch {
		// Hidden from this program: then amounts in pages cannot be told.
		return { pageBytes: null, ticksPerSecond: usualTicks };
	}
}
