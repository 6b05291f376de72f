import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
	countCpus,
	parseAmount,
	parseCfsQuota,
	parseCpuMax,
	parseCpuStat,
	parseKeyed,
	parseLimit,
	parseMemoryStat,
	parseOomKills,
	parseV1CpuTime,
	parseV1MemoryStat,
	parseV1Throttling,
} from "./cgroup-files";

const captured = (path: string) => readFileSync(join(import.meta.dirname, "fixtures", path), "utf8");
const none = Number.POSITIVE_INFINITY;

describe("a file of one number", () => {
	it.each([
		"",
		"\n",
		"12",
		"-1\n",
		"1e9\n",
		"0x10\n",
		"1 2\n",
		" 12\n",
		"12\n\n",
		"twelve\n",
		"9".repeat(30),
	])("is never 0 for being damaged: %j", (text) => {
		expect(parseAmount("memory.current", text)).toMatch(/^memory\.current: expected a number, got "/);
		expect(parseLimit("memory.max", text)).toMatch(/^memory\.max: expected a number, got "/);
	});

	it("may hold any counter of 64 bits, and a true 0", () => {
		expect(parseAmount("memory.current", "0\n")).toBe(0);
		expect(parseAmount("memory.current", "734003200\n")).toBe(734_003_200);
		expect(parseAmount("cpuacct.usage", "18446744073709551615\n")).toBe(2 ** 64);
		expect(parseAmount("cpuacct.usage", "28446744073709551615\n")).toMatch("expected");
	});

	it("says that there is no limit, in the words of v2 and in the numbers of v1", () => {
		expect(parseLimit("memory.max", "max\n")).toBe(none);
		expect(parseLimit("memory.limit_in_bytes", "9223372036854771712\n")).toBe(none);
		// 64 KiB pages.
		expect(parseLimit("memory.limit_in_bytes", "9223372036854710272\n")).toBe(none);
		expect(parseLimit("memory.max", "134217728\n")).toBe(134_217_728);
		// A group may be given none at all.
		expect(parseLimit("memory.max", "0\n")).toBe(0);
	});

	it("does not fill a page with what was found in its place", () => {
		expect(parseAmount("memory.current", "x".repeat(5_000)).toString().length).toBeLessThan(100);
	});
});

describe("the limit of the processor", () => {
	it.each([
		"",
		"50000\n",
		"50000 100000",
		"50000 0\n",
		"0 100000\n",
		"max\n",
		"50000 100000 1\n",
		"-1 100000\n",
		"min 1\n",
	])("is not known when cpu.max is damaged: %j", (text) => {
		expect(parseCpuMax(text)).toMatch(/^cpu\.max: expected a quota and a period, got "/);
	});

	it.each([
		["50000 100000\n", 0.5],
		["300000 100000\n", 3],
		["1000 1000000\n", 0.001],
		["max 100000\n", none],
	])("is a number of cores: cpu.max %j", (text, cores) => {
		expect(parseCpuMax(text)).toBe(cores);
	});

	it.each([
		["50000\n", "100000\n", 0.5],
		["-1\n", "100000\n", none],
		["-2\n", "100000\n", /^cpu\.cfs_quota_us: /],
		["0\n", "100000\n", /^cpu\.cfs_quota_us: /],
		["50000\n", "0\n", /^cpu\.cfs_period_us: /],
		["-1\n", "", /^cpu\.cfs_period_us: /],
		["", "100000\n", /^cpu\.cfs_quota_us: /],
	])("of v1: quota %j in a period of %j", (quota, period, expected) => {
		const cores = parseCfsQuota(quota, period);
		if (typeof expected === "number") expect(cores).toBe(expected);
		else expect(cores).toMatch(expected);
	});
});

describe("a file of lines with a name and a number", () => {
	it("takes no line for another whose name begins or ends alike", () => {
		const text = "active_file 1\ninactive_file 2\nfile 3\nfile_mapped 4\n";
		expect(parseKeyed("memory.stat", text, "file")).toBe(3);
		expect(parseKeyed("memory.stat", text, "active_file")).toBe(1);
		expect(parseKeyed("memory.stat", text, "mapped")).toBe("not told by this system");
	});

	it.each([
		"usage_usec 12",
		"usage_usec \n",
		"usage_usec 1x\n",
		"usage_usec -5\n",
		"usage_usec 1 2\n",
		"",
		"garb",
	])("gives a reason for a damaged line, or one that may have been cut off: %j", (text) => {
		expect(parseCpuStat(text).usageUs).toMatch(/^cpu\.stat: expected .*, got "/);
	});

	it("gives the lines that there are when others are missing, are damaged, or are new", () => {
		const text = "new_line of words\nusage_usec 30\nuser_usec x\nnr_periods 7\nanother 1\n";
		expect(parseCpuStat(text)).toEqual({
			usageUs: 30,
			userUs: 'cpu.stat: expected a line with a number, got "user_usec x"',
			systemUs: "not told by this system",
			periods: 7,
			throttledPeriods: "not told by this system",
		});
	});

	it("tells a group whose controller is off from one that was never throttled", () => {
		// Linux 6.18: a group below a unified root whose controllers belong to v1.
		expect(parseCpuStat(captured("linux-6.18-hybrid/unified/cpu.stat"))).toEqual({
			usageUs: 232_215_059,
			userUs: 177_191_284,
			systemUs: 55_023_775,
			periods: "not told by this system",
			throttledPeriods: "not told by this system",
		});
		const enabled =
			"usage_usec 0\nuser_usec 0\nsystem_usec 0\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0\n";
		expect(Object.values(parseCpuStat(enabled))).toEqual([0, 0, 0, 0, 0]);
	});

	it("reads the files of v1 in the same units", () => {
		const v1 = (name: string) => captured(`linux-6.18-hybrid/${name}`);
		expect(parseV1CpuTime(v1("cpuacct/cpuacct.usage"), v1("cpuacct/cpuacct.stat"))).toEqual({
			usageUs: 237_967_711.048,
			userUs: 181_580_000,
			systemUs: 56_380_000,
		});
		expect(parseV1Throttling("nr_periods 40\nnr_throttled 10\nthrottled_time 5000000\n")).toEqual({
			periods: 40,
			throttledPeriods: 10,
		});
		expect(parseV1MemoryStat(v1("memory/memory.stat"))).toEqual({
			inactiveFileBytes: 321_302_528,
		});
		expect(parseOomKills("memory.oom_control", v1("memory/memory.oom_control"))).toBe(0);
	});

	it("says that a kernel before 4.13 does not count what it killed, and not that it killed nothing", () => {
		const text = "oom_kill_disable 0\nunder_oom 0\n";
		expect(parseOomKills("memory.oom_control", text)).toBe("not told by this system");
		expect(
			parseOomKills("memory.events", "low 0\nhigh 0\nmax 9\noom 4\noom_kill 3\noom_group_kill 1\n"),
		).toBe(3);
	});

	it("reads memory.stat of v2", () => {
		const text =
			"anon 100\nfile 60\nkernel 9\ninactive_anon 90\nactive_anon 10\ninactive_file 40\nactive_file 20\n";
		expect(parseMemoryStat(text)).toEqual({ inactiveFileBytes: 40 });
	});
});

describe("a list of processors", () => {
	it.each([
		["0\n", 1],
		["0-1\n", 2],
		["0-3,7\n", 5],
		["0,2,4-5,128-191\n", 68],
	])("is counted: %j", (text, count) => {
		expect(countCpus("cpuset.cpus.effective", text)).toBe(count);
	});

	it.each([
		"",
		"\n",
		"0-3",
		"3-0\n",
		"0-3,2\n",
		"0,0\n",
		"0-99999999999\n",
		"0-3,\n",
		"a\n",
		"-1\n",
		"0 1\n",
	])("is not known when it is damaged: %j", (text) => {
		expect(countCpus("cpuset.cpus.effective", text)).toMatch(/^cpuset\.cpus\.effective: expected a list/);
	});
});
