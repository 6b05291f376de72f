import { describe, expect, it } from "vitest";
import { parseIoStat, parseServiceBytes } from "./cgroup-io-files";

describe("io.stat", () => {
	it.each([
		"8:0 rbytes=1 wbytes=2 rios=1 wi\n8:x rbytes=1 wbytes=2\n",
		"8:0 rbytes=1e3 wbytes=2\n",
		"8:0 rbytes= wbytes=2\n",
		"rbytes=1 wbytes=2\n",
		"8:0 rbytes=1 wbytes=2 rios=1 wio",
		"garbage\n",
	])("gives a reason when it is damaged: %j", (text) => {
		expect(parseIoStat(text)).toMatch(/^io\.stat: expected a device and its bytes, got "/);
	});

	it("is empty where nothing was read or written", () => {
		expect(parseIoStat("")).toEqual(new Map());
	});

	it("reads each device, whatever else stands in its line", () => {
		const text =
			"259:0 rbytes=1449984 wbytes=3145728 rios=18 wios=24 dbytes=0 dios=0\n" +
			"8:16 rbytes=5 wbytes=6 rios=1 wios=1 dbytes=0 dios=0 cost.usage=7 new.field=a\n" +
			"8:32 cost.usage=7\n";
		expect(parseIoStat(text)).toEqual(
			new Map([
				["259:0", [1_449_984, 3_145_728]],
				["8:16", [5, 6]],
				["8:32", [0, 0]],
			]),
		);
	});

	// canonical/lxd#10052, green-coding-solutions/green-metrics-tool#1837, containerd/cgroups#393
	it("bears devices without counters, before others and torn off at the end, and those that have no name", () => {
		const text =
			"7:7 7:6 7:5 7:4 rbytes=28672 wbytes=0 rios=22 wios=0 dbytes=0 dios=0\n" +
			"(unknown) rbytes=9 wbytes=9 rios=6 wios=0 dbytes=0 dios=0\n" +
			"252:0 ";
		expect(parseIoStat(text)).toEqual(new Map([["7:4", [28_672, 0]]]));
	});
});

describe("blkio.throttle.io_service_bytes_recursive", () => {
	it.each(["", "8:0 Read 5\n", "8:0 Read x\nTotal 5\n", "8: Read 5\nTotal 5\n", "8:0 Read 5\nTotal 5"])(
		"gives a reason when it is damaged: %j",
		(text) => {
			expect(parseServiceBytes(text)).toMatch(/^blkio\.throttle\.io_service_bytes: expected/);
		},
	);

	it("reads what was read and written of each device, and counts no sum a second time", () => {
		const text =
			"8:0 Read 4096\n8:0 Write 100\n8:0 Sync 4096\n8:0 Async 100\n8:0 Discard 0\n8:0 Total 4196\n" +
			"(unknown) Read 7\n8:16 Write 8\n8:16 Total 8\nTotal 4204\n";
		expect(parseServiceBytes(text)).toEqual(
			new Map([
				["8:0", [4096, 100]],
				["8:16", [0, 8]],
			]),
		);
		expect(parseServiceBytes("Total 0\n")).toEqual(new Map());
	});
});
