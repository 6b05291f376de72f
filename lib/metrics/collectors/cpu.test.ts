import { describe, expect, it } from "vitest";
import { CpuRates, parseCpuTimes } from "./cpu";

const at = (seconds: number) => ({ time: seconds * 1_000, monotonicMs: seconds * 1_000 });

const read = (...stats: string[]) => {
	const rates = new CpuRates(1_000);
	return stats.map((stat, second) => rates.read(at(second), parseCpuTimes(stat))).at(-1);
};

describe("parseCpuTimes", () => {
	it("leaves out the line at which the file was cut off", () => {
		expect(parseCpuTimes("cpu  1 2 3 4 5 6 7 8 0 0\ncpu0 1 2 3 4 5 6 7")).toEqual(
			new Map([["cpu", [1, 2, 3, 4, 5, 6, 7, 8]]]),
		);
		expect(parseCpuTimes("")).toEqual(new Map());
		expect(parseCpuTimes("cpu  1 2 3")).toEqual(new Map());
	});

	it("gives no numbers for a line that has too few or other things than numbers", () => {
		expect(parseCpuTimes("cpu  1 2 3 4\ncpu0 1 2 x 4 5 6 7 8\n")).toEqual(
			new Map([
				["cpu", []],
				["cpu0", []],
			]),
		);
	});

	it("makes no list for a core whose number is damaged", () => {
		const stat =
			"cpu  1 2 3 4 5 6 7 8\ncpu4294967295 1 2 3 4 5 6 7 8\ncpux 1 2 3 4 5 6 7 8\ncpu1 1 2 3 4 5 6 7 8\n";
		expect([...parseCpuTimes(stat).keys()]).toEqual(["cpu", "cpu1"]);
	});

	it("reads no further than the lines of the processor, and no columns that it does not know", () => {
		const stat = "cpu  1 2 3 4 5 6 7 8 9 10 11 12\nintr 5 0 0\ncpu9 1 2 3 4 5 6 7 8\n";
		expect(parseCpuTimes(stat)).toEqual(new Map([["cpu", [1, 2, 3, 4, 5, 6, 7, 8]]]));
	});
});

describe("CpuRates", () => {
	it("gives no shares when a counter went back", () => {
		const cpu = read("cpu  100 0 0 100 0 0 0 0 0 0\n", "cpu  5 0 0 205 0 0 0 0 0 0\n");
		expect(cpu).toMatchObject({ utilization: null, user: null, missing: { user: "counter went back" } });
	});

	it("takes a small fall of iowait for nothing", () => {
		const cpu = read("cpu  100 0 0 100 50 0 0 0 0 0\n", "cpu  150 0 0 150 48 0 0 0 0 0\n");
		expect(cpu).toMatchObject({ utilization: 0.5, iowait: 0 });
		expect(cpu).not.toHaveProperty("missing");
	});

	it("counts neither idle nor iowait as work, steal as work, and guests not twice", () => {
		const cpu = read("cpu  0 0 0 0 0 0 0 0 0 0\n", "cpu  30 5 10 40 10 1 2 2 30 5\n");
		expect(cpu).toEqual({
			time: 1_000,
			utilization: 0.5,
			user: 0.3,
			nice: 0.05,
			system: 0.1,
			iowait: 0.1,
			irq: 0.01,
			softirq: 0.02,
			steal: 0.02,
			cores: [],
		});
	});

	it("keeps the place of a core that was switched off, and starts it anew when it is back", () => {
		const all = "cpu  0 0 0 0 0 0 0 0\ncpu0 0 0 0 0 0 0 0 0\ncpu1 0 0 0 0 0 0 0 0\n";
		const off = "cpu  0 0 0 9 0 0 0 0\ncpu0 0 0 0 9 0 0 0 0\n";
		const back = "cpu  0 0 0 18 0 0 0 0\ncpu0 0 0 0 18 0 0 0 0\ncpu1 0 0 0 18 0 0 0 0\n";
		const before = read(all, off);
		expect(before?.cores).toHaveLength(2);
		expect(before?.cores[1]).toMatchObject({ utilization: null, user: null });
		expect(before?.missing).toMatchObject({
			"cores.1.user": "switched off",
			"cores.1.utilization": "switched off",
		});
		expect(Object.keys(before?.missing ?? {})).toHaveLength(8);
		expect(read(all, off, back)?.missing).toMatchObject({ "cores.1.steal": "first reading" });
	});

	it("tells of the cores when only the line of all of them is damaged", () => {
		const cpu = read("cpu  x\ncpu0 0 0 0 0 0 0 0 0\n", "cpu  x\ncpu0 1 0 0 1 0 0 0 0\n");
		expect(cpu?.utilization).toBeNull();
		expect(Object.keys(cpu?.missing ?? {})).not.toContain("");
		expect(cpu?.cores[0]?.utilization).toBe(0.5);
	});

	it("gives no shares when no time was counted", () => {
		const still = "cpu  1 1 1 1 1 1 1 1 0 0\n";
		expect(read(still, still)?.missing).toMatchObject({
			utilization: expect.stringContaining("no time passed"),
		});
	});

	it("gives no shares at its first reading", () => {
		const cpu = read("cpu  1 1 1 1 1 1 1 1\ncpu0 1 1 1 1 1 1 1 1\n");
		expect(cpu).toMatchObject({ utilization: null, missing: { "": "first reading" } });
		expect(cpu?.cores).toHaveLength(1);
	});

	it("stays right with counters beyond 2^53", () => {
		const large = 2 ** 54;
		const cpu = read(
			`cpu  ${large} 0 0 ${large} 0 0 0 0\n`,
			`cpu  ${large + 400} 0 0 ${large + 400} 0 0 0 0\n`,
		);
		expect(cpu?.utilization).toBe(0.5);
	});
});
