import { describe, expect, it } from "vitest";
import { encodeMemory, parseMeminfo, parseReclaimableArc } from "./memory";

const at = { time: 1_000, monotonicMs: 0 };

const meminfo = `MemTotal:       24684096 kB
MemFree:        20000000 kB
MemAvailable:   23000000 kB
Buffers:             840 kB
Cached:           104000 kB
Dirty:              1000 kB
SwapTotal:       2097148 kB
SwapFree:        2000000 kB
SReclaimable:     105252 kB
SUnreclaim:        23640 kB
HugePages_Total:       0
`;

const read = (text: string, arc?: number) => encodeMemory(at, parseMeminfo(text), arc);

describe("memory", () => {
	it("does not take a number for whole at which the file was cut off", () => {
		expect(read("MemTotal:       24684096 kB\nMemAvailable:   230")).toMatchObject({
			totalBytes: 24_684_096 * 1024,
			usedBytes: null,
			availableBytes: null,
			missing: { usedBytes: "could not be read", availableBytes: "could not be read" },
		});
	});

	it("does not make up what is available on kernels that do not say it", () => {
		const old = meminfo.replace(/MemAvailable.*\n/, "");
		expect(read(old)).toMatchObject({ totalBytes: 24_684_096 * 1024, availableBytes: null, usedBytes: null });
	});

	it("counts the page cache as available, and only slab that can be reclaimed as cache", () => {
		expect(read(meminfo)).toEqual({
			time: 1_000,
			totalBytes: 24_684_096 * 1024,
			usedBytes: 1_684_096 * 1024,
			availableBytes: 23_000_000 * 1024,
			cachedBytes: 209_252 * 1024,
			buffersBytes: 840 * 1024,
			dirtyBytes: 1000 * 1024,
			swapTotalBytes: 2_097_148 * 1024,
			swapUsedBytes: 97_148 * 1024,
		});
	});

	it("never has less than nothing in use", () => {
		const swap = meminfo.replace(/SwapFree:.*/, "SwapFree: 4194304 kB");
		expect(read(swap)).toMatchObject({ swapTotalBytes: 2_097_148 * 1024, swapUsedBytes: 0 });
		expect(read(meminfo, 1e15)).toMatchObject({ usedBytes: 0, availableBytes: 24_684_096 * 1024 });
	});

	it("counts what the ARC of ZFS would give back as available", () => {
		const arc = "13 1 0x01\nname                            type data\nc_min 4 1000\nsize 4 51000\n";
		expect(parseReclaimableArc(arc)).toBe(50_000);
		expect(parseReclaimableArc("")).toBe(0);
		expect(read(meminfo, 50_000).availableBytes).toBe(23_000_000 * 1024 + 50_000);
	});
});
