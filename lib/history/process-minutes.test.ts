import { describe, expect, it } from "vitest";
import type { Process } from "@/lib/metrics/types";
import { ProcessMinutes } from "./process-minutes";
import type { ProcessMinute } from "./types";

const noon = Date.UTC(2026, 0, 1, 12);
const every = 10_000;

function row(pid: number, of: Partial<Process> = {}): Process {
	return {
		...{ pid, name: `p${pid}`, user: "ada", state: "running", threads: 1, container: null },
		...{ utilization: 0, residentBytes: 1_000, proportionalBytes: null },
		...{ readBytesPerSecond: 0, writtenBytesPerSecond: 0 },
		...of,
	};
}

/** Readings each ten seconds from `from`, of which each has these rows. */
function play(minutes: ProcessMinutes, from: number, readings: Process[][]): ProcessMinute[] {
	return readings.flatMap((processes, index) => minutes.take({ time: from + index * every, processes }));
}
const begin = (at = noon) => {
	const minutes = new ProcessMinutes(every);
	// The reading before which nothing is known ends at the full minute, so that all after it are whole.
	minutes.take({ time: at, processes: [row(1)] });
	return minutes;
};
const times = (minutes: ProcessMinute[]) => minutes.map(({ time }) => (time - noon) / 1_000);

describe("a minute of processes", () => {
	it("has no arguments, whatever was told", () => {
		const minutes = begin();
		minutes.take({ time: noon + every, processes: [row(7, { utilization: 1, command: "mysql -phunter2" })] });
		expect(JSON.stringify(minutes.running)).not.toContain("hunter2");
		expect(Object.keys(minutes.running?.processes[0] ?? {})).not.toContain("command");
	});

	it("counts what was at full speed for ten seconds as a sixth, and half of a reading that lies half in it", () => {
		const minutes = begin(noon + 5_000);
		const busy = [row(7, { utilization: 2, writtenBytesPerSecond: 600 })];
		const idle = [row(1)];
		const over = play(minutes, noon + 15_000, [busy, idle, idle, idle, idle, busy, idle]);
		expect(times(over)).toEqual([0]);
		// 10 s and 5 s, of 55 s that are known and the second that the first reading counts for.
		const [use] = over[0]?.processes ?? [];
		expect(use).toMatchObject({ pid: 7, name: "p7", user: "ada", writtenBytesPerSecond: 161 });
		expect(use?.utilization).toBeCloseTo((2 * 15) / 56, 3);
		expect(minutes.running?.processes.find(({ pid }) => pid === 7)?.utilization).toBeCloseTo((2 * 5) / 15, 3);
	});

	it("has the memory that a process had while it was told, and not less because others grew past it", () => {
		const minutes = begin();
		const large = [row(7, { residentBytes: 4_000 })];
		const over = play(minutes, noon + every, [
			large,
			large,
			[row(7, { residentBytes: 7_000 })],
			...Array(4).fill([row(1)]),
		]);
		expect(over[0]?.processes.find(({ pid }) => pid === 7)?.residentBytes).toBe(5_000);
	});

	it("is the mean of what is known, and null where nothing is", () => {
		const minutes = begin();
		const first = row(7, { utilization: null, readBytesPerSecond: null, writtenBytesPerSecond: null });
		const later = row(7, { utilization: 0.5, readBytesPerSecond: null, writtenBytesPerSecond: 100 });
		play(minutes, noon + every, [[first], [later]]);
		expect(minutes.running?.processes.find(({ pid }) => pid === 7)).toMatchObject({
			utilization: 0.5,
			readBytesPerSecond: null,
			writtenBytesPerSecond: 100,
		});
	});

	it("takes a number that was given to another program for another process", () => {
		const minutes = begin();
		play(minutes, noon + every, [
			[row(7, { name: "old", utilization: 1 })],
			[row(7, { name: "new", utilization: 1 })],
		]);
		const named = minutes.running?.processes.map(({ pid, name, utilization }) => [pid, name, utilization]);
		expect(named).toEqual(
			expect.arrayContaining([
				[7, "old", 0.5],
				[7, "new", 0.5],
			]),
		);
	});

	it("keeps the five busiest, the five largest and the three that moved most, each once, and none that did nothing", () => {
		const minutes = begin();
		const busy = [1, 2, 3, 4, 5, 6, 7].map((pid) => row(pid, { utilization: pid / 10 }));
		const large = [11, 12, 13, 14, 15, 16].map((pid) => row(pid, { residentBytes: pid * 1e6 }));
		const moving = [21, 22, 23, 24].map((pid) =>
			row(pid, { readBytesPerSecond: 50, writtenBytesPerSecond: pid }),
		);
		minutes.take({ time: noon + every, processes: [...busy, ...large, ...moving, row(31)] });
		expect(minutes.running?.processes.map(({ pid }) => pid)).toEqual([
			...[7, 6, 5, 4, 3],
			...[16, 15, 14, 13, 12],
			...[24, 23, 22],
		]);
	});
});

describe("minutes", () => {
	it("are none where there were no readings, however long that was", () => {
		const minutes = begin();
		const before = play(minutes, noon + every, [[row(7, { utilization: 1 })]]);
		const after = minutes.take({ time: noon + 3_600_000 + 30_000, processes: [row(8, { utilization: 1 })] });
		const later = play(minutes, noon + 3_600_000 + 40_000, [[row(8)], [row(8)], [row(8)]]);
		expect([times(before), times(after), times(later)]).toEqual([[], [0], [3_600]]);
		// The lone reading counts for a second of the 31 that are known then.
		expect(later[0]?.processes[0]?.utilization).toBeCloseTo(1 / 31, 3);
	});

	it("are over once, and a reading that comes again with each tick is one", () => {
		const minutes = begin();
		const told: ProcessMinute[] = [];
		for (let tick = 1; tick <= 130; tick++) {
			const time = noon + Math.floor(tick / 10) * every;
			told.push(...minutes.take({ time, processes: [row(7, { utilization: 1 })] }));
		}
		expect(times(told)).toEqual([0, 60]);
		expect(told.map(({ processes }) => processes[0]?.utilization)).toEqual([1, 1]);
	});

	it("are all told where readings are a minute apart", () => {
		const minutes = new ProcessMinutes(60_000);
		const at = (seconds: number) => ({
			time: noon + seconds * 1_000,
			processes: [row(7, { utilization: 1 })],
		});
		const told = [55, 145, 190].map((seconds) => times(minutes.take(at(seconds))));
		expect(told).toEqual([[], [0, 60], [120]]);
	});

	it("end without a reading of processes, too", () => {
		const minutes = begin();
		play(minutes, noon + every, [[row(7, { utilization: 1 })]]);
		expect(times(minutes.take({ time: noon + 61_000, processes: [] }))).toEqual([0]);
		expect(minutes.running).toBeNull();
	});

	it("that were later than a clock which was set back never were, and those before it stay", () => {
		const minutes = begin();
		play(minutes, noon + every, [[row(7, { utilization: 1 })]]);
		expect(minutes.take({ time: noon - 3_600_000, processes: [row(8, { utilization: 1 })] })).toEqual([]);
		expect(minutes.running).toBeNull();
		minutes.take({ time: noon - 3_590_000, processes: [row(8, { utilization: 1 })] });
		expect([times([minutes.running as ProcessMinute]), minutes.running?.processes.length]).toEqual([
			[-3_600],
			1,
		]);
	});
});
