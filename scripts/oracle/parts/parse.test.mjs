// @ts-check
import { expect, test } from "vitest";
import { parseMpstat } from "./cpu.mjs";
import { parseIostat } from "./disk.mjs";
import { parseDf } from "./filesystem.mjs";
import { parsePressure } from "./levels.mjs";
import { parseFree } from "./memory.mjs";
import { parsePidstat, parsePs } from "./process.mjs";

// As sysstat 12.6, procps 4.0 and coreutils 9.1 print it.

test("a value that df or free does not tell is not a number, which holds no limit", () => {
	expect(parseFree("")).toMatchObject({ totalBytes: Number.NaN, usedBytes: Number.NaN });
	expect(parseDf("1B-blocks Used\n/dev/x is odd\n")).toEqual({});
	expect(parsePidstat("", 7)).toBeNaN();
	expect(parsePs("", 7).residentBytes).toBeNaN();
});

test("mpstat: what guests used counts as the user's, and waiting is no work", () => {
	const load = {
		...{ cpu: "all", usr: 10, nice: 1, sys: 2, iowait: 5, irq: 0, soft: 3, steal: 4 },
		...{ guest: 6, gnice: 2, idle: 67 },
	};
	const output = JSON.stringify({ sysstat: { hosts: [{ statistics: [{ "cpu-load": [load] }] }] } });
	expect(parseMpstat(output).get("all")).toEqual({
		...{ utilization: 28, user: 16, nice: 3, system: 2, iowait: 5, irq: 0, softirq: 3, steal: 4 },
	});
});

test("iostat: the wait is that of reads and writes together", () => {
	const disk = {
		...{ disk_device: "vda", "r/s": 30, "w/s": 10, "rkB/s": 2, "wkB/s": 1, util: 5 },
		...{ r_await: 1, w_await: 5, "aqu-sz": 0.08 },
	};
	const output = JSON.stringify({ sysstat: { hosts: [{ statistics: [{ disk: [disk] }] }] } });
	expect(parseIostat(output).get("vda")).toEqual({
		...{ readBytesPerSecond: 2_048, writtenBytesPerSecond: 1_024, readsPerSecond: 30, writesPerSecond: 10 },
		...{ utilization: 5, awaitMs: 2, queueLength: 0.08 },
	});
});

test("free: used is what is not available, whatever its own column says", () => {
	const output = `               total        used        free      shared     buffers       cache   available
Mem:            1000         777         100           5          20          30         600
Swap:             50           7          43
`;
	expect(parseFree(output)).toEqual({
		...{ totalBytes: 1_000, availableBytes: 600, usedBytes: 400, buffersBytes: 20, cachedBytes: 30 },
		...{ swapTotalBytes: 50, swapUsedBytes: 7 },
	});
});

test("df: a mount may have blanks in its name, and no inodes", () => {
	const output = `1B-blocks Used Avail Inodes IUsed Mounted on
     1000  400   500    200    50 /
     2000    0  2000      -     - /mnt/two words
`;
	expect(parseDf(output)).toMatchObject({
		...{ "/\tsize": 1_000, "/\tused": 400, "/\tavailable": 500, "/\tinodes": 25 },
		...{ "/mnt/two words\tsize": 2_000, "/mnt/two words\tinodes": Number.NaN },
	});
});

test("pressure: full of the processor is left out, and an old kernel does not tell it at all", () => {
	const line = (/** @type {string} */ kind, /** @type {number} */ value) =>
		`${kind} avg10=${value} avg60=0.50 avg300=0.25 total=1\n`;
	const rest = line("some", 3) + line("full", 4) + line("some", 5) + line("full", 6);
	const expected = {
		"cpu.some.avg10": 1,
		"memory.some.avg10": 3,
		"memory.full.avg10": 4,
		"io.full.avg10": 6,
	};
	for (const cpu of [line("some", 1), line("some", 1) + line("full", 2)]) {
		expect(parsePressure(cpu + rest)).toMatchObject(expected);
		expect(parsePressure(cpu + rest)).not.toHaveProperty(["cpu.full.avg10"]);
	}
});

test("pidstat and ps: the process that was asked for, and not the one that asks", () => {
	const pidstat = `Linux 6.18 (vm)

# Time        UID       PID    %usr %system  %guest   %wait    %CPU   CPU  Command
18:43:29        0        17    9.00    1.00    0.00    0.00   10.00     1  other
18:43:29        0         7   40.00    9.50    0.00    0.00   49.50     1  node
`;
	expect(parsePidstat(pidstat, 7)).toBe(49.5);
	const ps = `    7  1000   11 node -e 1
   17  500    1 sleep 9
   18  300    1 /usr/bin/ps -e -o pid=,rss=,nlwp=,args=
`;
	expect(parsePs(ps, 7)).toEqual({ total: 2, residentBytes: 1_024_000, threads: 11 });
});
